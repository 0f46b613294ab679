"""What each warm process has imported before it forks (autograder/sandbox/warm.py).

A module that is missing here is imported anew in every fork: right, but slow. That
holds for what libraries import late, too: numpy waits with its generators, and IPython
with what it shows an error with, until they are used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from labs import kit

Program = Literal["learner", "light learner", "examiner"]

_SKLEARN = (
    "cluster datasets decomposition ensemble linear_model metrics model_selection "
    "neighbors neural_network pipeline preprocessing svm tree"
)
_LIGHT = (
    "autograder.runner.cells",
    "autograder.runner.shell",
    "autograder.runner.probe",
    *("bdb", "IPython.core.logger", "stack_data", "pygments.formatters.terminal256"),
    *("numpy", "numpy.random", "PIL.Image"),
    *("matplotlib.pyplot", "matplotlib_inline.backend_inline"),
    *("ipywidgets", "anywidget"),
    *(f"labs.kit.{home}" for home in kit.HOMES),
)
_HEAVY = ("pandas", "scipy", "sklearn", "torch")
PRELOAD: dict[Program, tuple[str, ...]] = {
    "learner": (
        *_LIGHT,
        *("pandas", "scipy.stats"),
        *(f"sklearn.{part}" for part in _SKLEARN.split()),
        # The optimisers of torch import _dynamo when the first one is made.
        *("torch", "torch.nn", "torch.optim", "torch.utils.data", "torch._dynamo"),
    ),
    # A fork costs by the number of loaded libraries: 60 here, 340 above.
    "light learner": _LIGHT,
    "examiner": (
        *("numpy", "numpy.random"),
        *("labs.kit.checks", "autograder.examiner.program"),
    ),
}


def learner_for(imports: Iterable[str]) -> Program:
    """Which learner's process suits a lab whose own cells have these statements. What
    a learner imports besides takes the time that it takes in a cold process."""
    words = set(re.findall(r"\w+", " ".join(imports)))
    return "learner" if words.intersection(_HEAVY) else "light learner"
