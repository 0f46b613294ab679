"""What people type: `python -m autograder …`, a module a command."""
