"""`make bench-attacks`: the attack suite against us and against stock nbgrader.

python -m benchmarks.attacks [--only WORD] [--ours JUNIT.XML] [--keep DONE.JSON]

Ours: the suite itself (tests/autograder/attacks), each case with all its assertions.
Stock: each case that can be asked of it, through `nbgrader autograde` of a fresh
course with the same lab (30 s for each cell, nbgrader's own default). Stock
has no generator of draws for tests, so its first given cell makes one. Prints a
Markdown table of who holds.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from autograder.release.build import build_version
from benchmarks.stock_marking import ROOT, make_course
from benchmarks.stock_walled import fault_of
from labs.catalogue import read_lab
from tests.autograder.attacks.case import Case, answered, cases
from tests.autograder.conftest import LAB, POINTS, SMALL_LAB, Book

CELL_S = 30
SUITE = "tests/autograder/attacks"
DRAWS = "\nrng = np.random.default_rng(7)"
_ALL = {**dict.fromkeys(POINTS, "passed"), "essay": "untouched"}
# Marked first: if stock did not pass this, the table would mean nothing.
HONEST = Case("honest", "Nothing.", {}, None, {}, _ALL, {}, False)


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.attacks", description=__doc__)
    parser.add_argument("--only", default="", help="cases whose name begins so")
    parser.add_argument(
        "--ours", type=Path, help="a junit.xml of the suite, run before"
    )
    parser.add_argument(
        "--keep", type=Path, help="stock's answers; those are not asked"
    )
    given = parser.parse_args()
    chosen = [case for case in cases() if case.name.startswith(given.only)]
    with tempfile.TemporaryDirectory(prefix="bench-attacks-", dir="/var/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        ours = our_failures(given.ours or run_suite(folder / "ours.xml", given.only))
        stock = stock_faults(folder, chosen, given.keep)
    print(table(chosen, ours, stock))
    return 0


def run_suite(report: Path, only: str) -> Path:
    command = [sys.executable, "-m", "pytest", "-q", SUITE, f"--junit-xml={report}"]
    words = ["-k", f"gains and {only}"] if only else []
    subprocess.run([*command, *words], cwd=ROOT, check=False)
    return report


def our_failures(report: Path) -> dict[str, bool]:
    """By case: did one of its assertions fail?"""
    found: dict[str, bool] = {}
    for test in ET.parse(report).iter("testcase"):  # noqa: S314  # pytest's own file
        _, _, name = test.get("name", "").partition("[")
        failed = test.find("failure") is not None or test.find("error") is not None
        found[name.rstrip("]")] = failed
    return found


def stock_faults(folder: Path, chosen: list[Case], keep: Path | None) -> dict[str, str]:
    """By case: why stock did not hold, or "" when it did."""
    done: dict[str, str] = {}
    if keep and keep.exists():
        done = json.loads(keep.read_text("utf-8"))
    pristine, honest = stock_course(folder)
    asked = [c for c in chosen if not c.ours_only and c.name not in done]
    for case in [HONEST, *asked]:
        place = folder / case.name
        shutil.copytree(pristine, place / "course")
        (place / "nbgrader_config.py").write_text(config(place / "course"))
        submission = case.submission(Book(deepcopy(honest.json)))
        fault = fault_of(case, submission, place / "course", LAB)
        print(f"{case.name}: {fault or 'holds'}", file=sys.stderr, flush=True)
        if case is HONEST:
            if fault:
                log = (place / "nbgrader.log").read_text("utf-8")[-2000:]
                raise SystemExit(f"Stock does not mark honest work: {fault}\n{log}")
            continue
        done[case.name] = fault
        # Not shutil.rmtree: a case makes folders deeper than Python recurses.
        subprocess.run(["/bin/rm", "-rf", str(place)], check=False)
        if keep:
            keep.write_text(json.dumps(done, indent=1), encoding="utf-8")
    return done


def config(course: Path) -> str:
    return (
        f'c.CourseDirectory.root = "{course}"\n'
        'c.CourseDirectory.course_id = "stock"\n'
        f"c.ExecutePreprocessor.timeout = {CELL_S}\n"
    )


def stock_course(folder: Path) -> tuple[Path, Book]:
    """A course with the lab generated and a friend's right work handed in, and the
    honest submission that cases are made from."""
    version = build_version(read_lab(SMALL_LAB), folder / "versions")
    solution = Book(json.loads((version.folder / "fr" / "source.ipynb").read_text()))
    solution.cell("imports")["source"] += DRAWS
    (source := folder / "source").mkdir()
    (source / f"{LAB}.ipynb").write_bytes(solution.bytes())
    course = make_course(folder / "stock", LAB, source).folder / "course"
    released: dict[str, Any] = json.loads(
        (course / "release" / LAB / f"{LAB}.ipynb").read_text("utf-8")
    )
    honest = answered(released, solution)
    friend = course / "submitted" / "friend" / LAB
    friend.mkdir(parents=True)
    (friend / f"{LAB}.ipynb").write_bytes(honest.bytes())
    return course, honest


def table(
    chosen: list[Case], ours: Mapping[str, bool], stock: Mapping[str, str]
) -> str:
    lines = [
        "| case | it tries, and what must happen | ours | stock |",
        "|" + " --- |" * 4,
    ]
    held = asked = 0
    for case in chosen:
        mine = "**no**" if ours.get(case.name, True) else "holds"
        theirs = "–" if case.ours_only else "not asked yet"
        if case.name in stock:
            asked += 1
            held += not stock[case.name]
            theirs = f"no: {stock[case.name]}" if stock[case.name] else "holds"
        lines.append(f"| {case.name} | {case.tries} | {mine} | {theirs} |")
    good = sum(not ours.get(case.name, True) for case in chosen)
    lines += [
        "",
        f"Ours holds {good} of {len(chosen)}. Stock was asked {asked}: {held} hold,",
    ]
    lines.append(", ".join(f"{n} {kind}" for kind, n in kinds(stock).items()) + ".")
    return "\n".join(lines)


def kinds(stock: Mapping[str, str]) -> dict[str, int]:
    """Stock's faults by what they are: a mark or a secret gained, or work lost."""
    found = {
        "gained marks": 0,
        "showed a secret or ran a script": 0,
        "cost other work": 0,
    }
    for fault in filter(None, stock.values()):
        got = re.search(r"got ([\d.]+), not ([\d.]+)", fault)
        if got and float(got[1]) > float(got[2]):
            found["gained marks"] += 1
        elif "secret" in fault or "script" in fault:
            found["showed a secret or ran a script"] += 1
        else:
            found["cost other work"] += 1
    return found


if __name__ == "__main__":
    sys.exit(main())
