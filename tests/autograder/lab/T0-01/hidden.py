"""What no learner sees: the secret number tests look for leaks of."""

SECRET = 271828182845
