"""The running service: takes pending submissions, marks them, keeps the marks."""
