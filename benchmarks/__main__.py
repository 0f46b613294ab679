"""`make bench`: run the measurements side by side with the stock stack and print one
table a subject.

python -m benchmarks [submit|start|memory ...] [--json FILE]
"""

import argparse
import dataclasses
import json
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from benchmarks import memory, server_start, submit_to_mark
from benchmarks.measure import Row, show
from benchmarks.stock_hub import stock_hub
from labs.build import build_all
from labs.catalogue import load
from tests.chromium import chromium_browser
from tests.house.conftest import released
from tests.house.house import House, until

SUBJECTS = ("submit", "start", "memory")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("subjects", nargs="*", metavar="|".join(SUBJECTS))
    parser.add_argument("--json", type=Path, help="also write the rows there")
    arguments = parser.parse_args()
    if unknown := set(arguments.subjects) - set(SUBJECTS):
        parser.error(
            f"{sorted(unknown)} is no subject. Choose from: {', '.join(SUBJECTS)}"
        )
    rows = measure(arguments.subjects or list(SUBJECTS), Console())
    if arguments.json:
        told = [dataclasses.asdict(row) | {"ratio": row.ratio} for row in rows]
        arguments.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return 0


def measure(subjects: list[str], console: Console) -> list[Row]:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        scratch = Path(name)
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
                    elif subject == "start":
                        got = server_start.rows(house, stock, browser)
                    else:
                        got = memory.rows(house, stock, browser, solution)
                    show(subject, got, console)
                    rows += got
            house.stop()
        finally:
            house.end_whatever_runs()
    return rows


def built_solution(scratch: Path) -> Path:
    """The folder of N1-01's solution notebook in French, with its data."""
    build_all([load().lab(memory.LAB)], scratch / "labs")
    return scratch / "labs" / "source" / "fr" / memory.LAB


if __name__ == "__main__":
    sys.exit(main())
