"""B13. A pickle that runs code, as answer and as file; nothing reads it, mean fails."""

import pickle


class _Bomb:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (exec, ("raise SystemExit('a pickle was read')",))


_PICKLE = pickle.dumps(_Bomb())
FILES = {".OTTER_LOG": _PICKLE, "result.pkl": _PICKLE, "T0-01.pkl": _PICKLE}
MEAN = """
class Bomb:
    def __reduce__(self): return (exec, ("raise SystemExit('a pickle was read')",))
def mean(values): return Bomb()
"""
