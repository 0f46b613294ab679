"""Reassembly. Right work under another name beside wrong work; mean must fail."""

FILES = {
    "T0-01-right.ipynb": b'{"cells": [{"cell_type": "code", "source": "x = 1"}]}',
    "t0-01.IPYNB": b'{"cells": []}',
}
MEAN = "def mean(values): return -1.0"
