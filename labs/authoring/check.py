"""`python -m labs check`: proves every rule of the labs, by marking real submissions.

The one rule: a broken rule is one sentence and exit code 1; nothing is fixed or
hidden here. Marking is the real one: `python -m autograder mark … --json` in its
own process, because labs may not import the autograder (house.md 2).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from labs.authoring import cases
from labs.authoring.build import Built, build
from labs.authoring.cases import Case
from labs.authoring.rules import (
    rules_of_the_cases,
    rules_of_the_folder,
    rules_of_the_text,
)
from labs.authoring.skeleton import is_unfinished, left_to_write
from labs.authoring.source import BadLab
from labs.catalogue import Lab
from labs.language import LANGUAGES
from labs.outcome import BadOutcome, Outcome, State

MAX_CPU_S = 60.0  # of one lab's reference solution (labs.md 3, A3)
_PATIENCE_S = 600  # for one mark; far above any budget, so a hang ends some day

Mark = Callable[[str, str, dict[str, bytes]], "Marked"]


class CannotMark(RuntimeError):
    """The autograder said no; one sentence."""


@dataclass(frozen=True)
class Marked:
    """What came back for one submission."""

    outcomes: dict[str, Outcome]
    seconds: float

    @property
    def points(self) -> float:
        return sum(outcome.points for outcome in self.outcomes.values())


def check_labs(labs: list[Lab], jobs: int) -> int:
    """Checks the labs with a progress bar; 0 when every rule holds, 1 otherwise."""
    console = Console(stderr=True)
    broken: list[str] = []
    work: list[tuple[Built, Case, str]] = []
    for lab in labs:
        sentences, built = check_text(lab)
        broken += sentences
        if built is not None and not is_unfinished(lab):
            work += [
                (built, case, lang) for case in all_cases(lab) for lang in LANGUAGES
            ]
    with (
        Progress(console=console) as progress,
        ThreadPoolExecutor(max(1, jobs)) as pool,
    ):
        bar = progress.add_task("marking / correction", total=len(work))
        running = [pool.submit(check_case, *each, mark_by_command) for each in work]
        for done in as_completed(running):
            for sentence in done.result():
                progress.console.print(sentence, style="red", markup=False)
                broken.append(sentence)
            progress.advance(bar)
    for sentence in broken:
        print(sentence)
    console.print(_conclusion(labs, len(work), len(broken)))
    return 1 if broken else 0


def check_text(lab: Lab) -> tuple[list[str], Built | None]:
    """Broken rules that reading tells, and the built lab (None when it is refused).

    The sentences are in the order in which a lab is written.
    """
    try:
        built = build(lab)
        accepted, wrong = cases.accepted(lab), cases.wrong(lab)
    except (BadLab, OSError) as error:
        return [str(error)], None
    sentences = [
        *left_to_write(lab),
        *rules_of_the_text(built),
        *rules_of_the_cases(lab, accepted, wrong),
        *rules_of_the_folder(lab),
    ]
    return sentences, built


def all_cases(lab: Lab) -> list[Case]:
    """The solution, the untouched notebook, what is accepted and what is wrong."""
    accepted, wrong = cases.accepted(lab), cases.wrong(lab)
    return [cases.solution(lab), cases.untouched(lab), *accepted, *wrong]


def check_case(built: Built, case: Case, lang: str, mark: Mark) -> list[str]:
    """Marks one case; the broken rules as sentences."""
    where = f"{case.lab}/{case.name} ({lang})"
    try:
        files = cases.submission(case, built, lang)
        marked = mark(case.lab, lang, files)
    except (BadLab, CannotMark, BadOutcome) as error:
        return [f"{where}: {error}"]
    return [f"{where}: {said}" for said in broken_rules(built.lab, case, marked)]


def mark_by_command(lab: str, lang: str, files: dict[str, bytes]) -> Marked:
    """Marks with `python -m autograder mark`. Raises CannotMark, BadOutcome."""
    with tempfile.TemporaryDirectory(prefix="labs-check-") as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        words = [sys.executable, "-m", "autograder", "mark", "--json"]
        words.append("--constant-draws")  # what holds here holds on every machine
        words += ["--lab", lab, "--lang", lang, "--extra", folder]
        words.append(str(Path(folder) / f"{lab}.ipynb"))
        try:
            ended = subprocess.run(
                words, capture_output=True, text=True, timeout=_PATIENCE_S, check=False
            )
        except subprocess.TimeoutExpired:
            raise CannotMark(f"marking took over {_PATIENCE_S} s") from None
    if ended.returncode:
        said = ended.stderr.strip().splitlines() or ["no reason given"]
        raise CannotMark(said[-1])
    result = json.loads(ended.stdout)
    outcomes = [Outcome.from_dict(each) for each in result["exercises"]]
    return Marked({each.id: each for each in outcomes}, float(result["seconds"]))


def broken_rules(lab: Lab, case: Case, marked: Marked) -> Iterator[str]:
    """What the case's author expected and marking did not say."""
    for expected in case.expected:
        outcome = marked.outcomes.get(expected.exercise)
        if outcome is None:
            yield f"{expected.exercise} has no outcome"
        elif outcome.state is not expected.state or (
            expected.code and outcome.code != expected.code
        ):
            yield (
                f"{expected.exercise} should be {expected.state} {expected.code or ''}"
                f", and is {outcome.state} {outcome.code or ''}: {outcome.en}"
            )
        elif outcome.state is State.FAILED and not (outcome.fr and outcome.en):
            yield f"{expected.exercise} fails without a sentence in both languages"
    for outcome in marked.outcomes.values():
        if outcome.state is State.COULD_NOT_MARK:
            yield f"{outcome.id} could not be marked: {outcome.en}"
    if case.name == "solution" and marked.points != lab.automatic_points:
        yield f"earns {marked.points:g} of {lab.automatic_points:g} automatic points"
    if case.name == "untouched" and marked.points:
        yield f"earns {marked.points:g} points; nothing was done"
    if case.name == "solution" and marked.seconds > MAX_CPU_S:
        yield f"takes {marked.seconds:.0f} s; the budget is {MAX_CPU_S:.0f} s"


def _conclusion(labs: list[Lab], marks: int, broken: int) -> str:
    ids = ", ".join(lab.id for lab in labs)
    if broken:
        rules = "rule is" if broken == 1 else "rules are"
        return f"{ids}: {broken} {rules} broken (see above), after {marks} marks."
    return f"{ids}: every rule holds, after {marks} marks."
