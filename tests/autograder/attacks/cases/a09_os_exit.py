"""A9. Ends the process before the tests, so that nothing fails; mean must fail."""

MEAN = "import os; os._exit(0)"
