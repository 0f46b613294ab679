"""D33. Crashes Python on purpose in the first exercise; only mean must fail."""

MEAN = "import ctypes; ctypes.string_at(0)"
