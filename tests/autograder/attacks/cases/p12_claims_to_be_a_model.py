"""Probe. An object that has every attribute and answers itself; learn must fail."""

LEARN = """
class Anything:
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
    def __len__(self): return 20
    def __getitem__(self, key): return self
    def __iter__(self): return iter([self] * 20)
    def __eq__(self, other): return True
def learn(points, labels): return Anything()
"""
