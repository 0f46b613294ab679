"""The Hub: sign-in, learners' servers, the Hub's own pages, the record beside it."""
