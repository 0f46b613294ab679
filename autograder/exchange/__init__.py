"""Between the record and us: its client, the outbox, the delivery."""
