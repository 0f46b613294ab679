"""`make bench`: run the measurements side by side with the stock stack and print one
table a subject.

python -m benchmarks [submit|check|start|memory|throughput|waiting ...]
    [--submissions N] [--json FILE]
"""

import argparse
import dataclasses
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console

from benchmarks import (
    check,
    memory,
    server_start,
    submit_to_mark,
    throughput,
    waiting,
)
from benchmarks.bench_labs import KINDS, MOST
from benchmarks.measure import Row, show
from benchmarks.stock_hub import stock_hub
from labs.authoring.build import build_all
from labs.catalogue import load
from tests.chromium import chromium_browser
from tests.house.conftest import released
from tests.house.house import House, until

# Those that need a whole house, ours and the stock one; the others need none.
IN_A_HOUSE = ("submit", "check", "start", "memory")
SUBJECTS = (*IN_A_HOUSE, "throughput", "waiting")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("subjects", nargs="*", metavar="|".join(SUBJECTS))
    parser.add_argument(
        "--submissions",
        type=int,
        default=MOST,
        metavar="N",
        help=f"throughput marks so many (default {MOST}; 30 is a fair sample)",
    )
    parser.add_argument("--json", type=Path, help="also write the rows there")
    arguments = parser.parse_args()
    if unknown := set(arguments.subjects) - set(SUBJECTS):
        parser.error(
            f"{sorted(unknown)} is no subject. Choose from: {', '.join(SUBJECTS)}"
        )
    if not len(KINDS) <= arguments.submissions <= MOST:
        parser.error(
            f"--submissions is {arguments.submissions}. Give a number from "
            f"{len(KINDS)} (one of each lab) to {MOST}. Nothing was measured"
        )
    console, rows = Console(), []
    for subject, got in measure(
        arguments.subjects or SUBJECTS, arguments.submissions, console
    ):
        show(subject, got, console)
        rows += got
    if arguments.json:
        told = [dataclasses.asdict(row) | {"ratio": row.ratio} for row in rows]
        arguments.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return 0


def measure(
    subjects: Sequence[str], submissions: int, console: Console
) -> Iterator[tuple[str, list[Row]]]:
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        scratch = Path(name)
        if "throughput" in subjects:
            console.print("Measuring: throughput")
            (place := scratch / "throughput").mkdir()
            yield "throughput", throughput.rows(place, submissions, console)
        if "waiting" in subjects:
            console.print("Measuring: waiting")
            (place := scratch / "waiting").mkdir()
            yield "waiting", waiting.rows(place)
        if in_a_house := [each for each in subjects if each in IN_A_HOUSE]:
            yield from measure_in_a_house(in_a_house, scratch, console)


def measure_in_a_house(
    subjects: Sequence[str], scratch: Path, console: Console
) -> Iterator[tuple[str, list[Row]]]:
    solution = built_solution(scratch)
    console.print("Starting our Hub and a stock one (about 1 min)")
    house = House(scratch / "ours")
    (stock_folder := scratch / "stock").mkdir()
    try:
        house.start()
        until("the labs are released", lambda: len(released(house)) == 2, 120, 1)
        with stock_hub(stock_folder) as stock, chromium_browser() as browser:
            for subject in subjects:
                console.print(f"Measuring: {subject}")
                if subject == "submit":
                    (course := scratch / "course").mkdir()
                    got = submit_to_mark.rows(house, browser, solution, course)
                elif subject == "check":
                    got = check.rows(house, browser, solution)
                elif subject == "start":
                    got = server_start.rows(house, stock, browser)
                else:
                    got = memory.rows(house, stock, browser, solution)
                yield subject, got
        house.stop()
    finally:
        house.end_whatever_runs()


def built_solution(scratch: Path) -> Path:
    """The folder of N1-01's solution notebook in French, with its data."""
    build_all([load().lab(memory.LAB)], scratch / "labs")
    return scratch / "labs" / "source" / "fr" / memory.LAB


if __name__ == "__main__":
    sys.exit(main())
