"""The three labs of the throughput benchmark, and the hundred submissions marked.

The labs are written as every lab is (`labs/<id>/lab.py` beside this file), each
needing other libraries: numpy alone, scikit-learn, torch. The submissions take the
three labs and the five behaviours in turn, so that any sample holds them all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from labs.authoring import build, cases
from labs.catalogue import Exercise, Lab

HERE = Path(__file__).parent / "labs"
# kind: (the lab's id, its exercises; each is worth 2 points)
KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "light": ("B0-01", ("centre", "distance", "nearest", "line")),
    "scikit-learn": ("B0-02", ("split", "classify", "confusion", "neighbours")),
    "torch": ("B0-03", ("net", "loss", "train", "gradient")),
}
BEHAVIOURS = ("right", "wrong", "empty", "crashing", "looping")
# After one of each behaviour in each lab, as in a class: most are right.
_LATER = ("right", "right", "wrong", "right")
MOST = 100
_CRASH = "import os\n\nos._exit(1)"
_LOOP = "while True:\n    pass"


class BenchLab(Lab):
    """A lab that lives beside the benchmarks and in no catalogue."""

    @property
    def folder(self) -> Path:
        return HERE / self.id


@dataclass(frozen=True)
class Entry:
    """One learner's submission. files: name -> content, the notebook among them."""

    learner: str
    kind: str
    behaviour: str
    files: Mapping[str, bytes]


def lab_of(kind: str) -> BenchLab:
    id, names = KINDS[kind]
    title = {"fr": kind, "en": kind}
    exercises = tuple(Exercise(each, {"fr": each, "en": each}, 2.0) for each in names)
    return BenchLab(id, title, 1, 5, 0.6, exercises)


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
