"""Probe. A thread that changes the table while it is being walked; table must fail."""

TABLE = """
import threading
class Raced:
    def __init__(self): self.items = [0, 1, 4, 9, 16]
    def __iter__(self):
        thread = threading.Thread(target=self.items.pop)
        for item in self.items:
            yield item
        thread.start(); thread.join()
table = Raced()
"""
