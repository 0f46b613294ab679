"""The three labs of the throughput benchmark, and the hundred submissions marked.

The labs are written as every lab is (`labs/<id>/` beside this file), each
needing other libraries: numpy alone, scikit-learn, torch. The submissions take the
three labs and the five behaviours in turn, so that any sample holds them all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from labs.authoring import build, cases
from labs.catalogue import Lab, read_lab

HERE = Path(__file__).parent / "labs"
KINDS: Mapping[str, str] = {  # kind: the lab's id
    "light": "B0-01",
    "scikit-learn": "B0-02",
    "torch": "B0-03",
}
BEHAVIOURS = ("right", "wrong", "empty", "crashing", "looping")
# After one of each behaviour in each lab, as in a class: most are right.
_LATER = ("right", "right", "wrong", "right")
MOST = 100
_CRASH = "import os\n\nos._exit(1)"
_LOOP = "while True:\n    pass"


@dataclass(frozen=True)
class Entry:
    """One learner's submission. files: name -> content, the notebook among them."""

    learner: str
    kind: str
    behaviour: str
    files: Mapping[str, bytes]


def lab_of(kind: str) -> Lab:
    return read_lab(HERE / KINDS[kind])


def plan(count: int) -> list[tuple[str, str]]:
    """(kind, behaviour) of the first `count` submissions.

    3 and 5 have no common divisor: the first 15 are every pair once.
    """
    kinds, first = list(KINDS), len(KINDS) * len(BEHAVIOURS)
    return [
        (
            kinds[i % len(kinds)],
            BEHAVIOURS[i % len(BEHAVIOURS)]
            if i < first
            # Counted within each lab, so that each has the same share of each.
            else _LATER[(i // len(kinds)) % len(_LATER)],
        )
        for i in range(count)
    ]


def entries(count: int) -> list[Entry]:
    """The submissions themselves, each with bytes of its own."""
    built = {kind: build.build(lab_of(kind)) for kind in KINDS}
    return [
        Entry(f"learner{i:03}", kind, behaviour, _files(built[kind], behaviour, i))
        for i, (kind, behaviour) in enumerate(plan(count))
    ]


def _files(built: build.Built, behaviour: str, number: int) -> dict[str, bytes]:
    lab = built.lab
    if behaviour == "empty":
        case = cases.untouched(lab)
    elif behaviour == "wrong":
        (case,) = cases.wrong(lab)
    else:
        third = f"{lab.exercises[2].id}-answer"
        text = {"crashing": _CRASH, "looping": _LOOP}
        cells = {third: text[behaviour]} if behaviour in text else {}
        case = cases.Case(lab.id, behaviour, (), cells=cells)
    files = cases.submission(case, built, "fr")
    name = f"{lab.id}.ipynb"
    # A space at the end of the file: the same notebook, another submission.
    return files | {name: files[name] + b" " * number}
