"""`python -m autograder`: mark, release, regrade, rotate-draws, status and more.

Each command is a `main(args) -> exit code` in a module of its own, imported only
when it is asked for.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path

# command: (module, one line of help)
COMMANDS = {
    "mark": ("commands.autograde", "mark one notebook, or a folder, without a hub"),
    "release": ("commands.release", "release a lab to a cohort"),
    "regrade": ("commands.regrade", "mark a lab again after a test was corrected"),
    "rotate-draws": (
        "commands.rotate_draws",
        "a new secret for the tests' random draws; older ones stay",
    ),
    "status": ("commands.status", "what is waiting, what is being marked, since when"),
    "serve": ("service.main", "take and mark submissions (started by the hub)"),
    "formgrader": (
        "formgrader.proxy",
        "nbgrader's formgrader for staff (started by the hub)",
    ),
}
ALIASES = {"remark": "regrade"}  # older name: command


def main(words: list[str] | None = None) -> int:
    args = _parser().parse_args(words)
    command = ALIASES.get(args.command, args.command)
    module = import_module(f"autograder.{COMMANDS[command][0]}")
    try:
        return int(module.main(args) or 0)
    except KeyboardInterrupt:
        print("Stopped. Nothing was lost.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m autograder", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    made = {
        name: commands.add_parser(
            name,
            help=line,
            description=line,
            aliases=[old for old, new in ALIASES.items() if new == name],
        )
        for name, (_, line) in COMMANDS.items()
    }
    mark = made["mark"]
    mark.add_argument(
        "file", type=Path, metavar="FILE.ipynb", help="with --out: a folder of them"
    )
    mark.add_argument("--lab", required=True, help="the lab's id, for example N1-01")
    mark.add_argument(
        "--lang", choices=("fr", "en"), help="default: the notebook's own"
    )
    mark.add_argument(
        "--extra", type=Path, metavar="DIR", help="files handed in beside the notebook"
    )
    mark.add_argument("--json", action="store_true", help="print only the result")
    mark.add_argument(
        "--feedback",
        type=Path,
        metavar="OUT.html",
        help="also write the learner's page",
    )
    mark.add_argument(
        "--out",
        type=Path,
        metavar="OUT.jsonl",
        help="mark a whole folder, one line a notebook; run again to go on",
    )
    mark.add_argument(
        "--workers", type=int, metavar="N", help="at a time, with --out (default: 2)"
    )
    mark.add_argument(
        "--constant-draws",
        action="store_true",
        help="the same random draws on every machine, whatever key this site has",
    )
    release = made["release"]
    release.add_argument("lab", metavar="LAB")
    release.add_argument("--cohort", required=True)
    release.add_argument(
        "--due", help="deadline: 2026-12-31, 2026-12-31T23:59, or none"
    )
    release.add_argument("--json", action="store_true")
    regrade = made["regrade"]
    regrade.add_argument("lab", metavar="LAB")
    regrade.add_argument("--cohort", help="only this one; default: all that have it")
    regrade.add_argument("--yes", action="store_true", help="write without asking")
    regrade.add_argument("--json", action="store_true")
    made["rotate-draws"].add_argument("--json", action="store_true")
    made["status"].add_argument("--json", action="store_true")
    made["status"].add_argument(
        "--watch", action="store_true", help="a progress bar until nothing waits"
    )
    return parser


if __name__ == "__main__":
    os.umask(0o077)  # gradebooks and marks are for our own account alone
    sys.exit(main())
