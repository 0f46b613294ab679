assert answer == 42
