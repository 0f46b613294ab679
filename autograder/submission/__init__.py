"""What came in: read, matched with the release, put together again."""
