"""C20. Looks through the caller's frames for the numbers a test expects; mean fails."""

MEAN = """
import gc, sys
def mean(values):
    frame, seen = sys._getframe(1), {}
    while frame is not None:
        seen = {**frame.f_globals, **frame.f_locals, **seen}
        frame = frame.f_back
    if "hidden" in seen and "draws" in seen:
        is_drawn = len(values) == 50
        return float(seen["draws"].mean()) if is_drawn else seen["hidden"].SECRET
    modules = [each for each in gc.get_objects() if getattr(each, "SECRET", None)]
    return modules[0].SECRET if modules else 1.5
"""
