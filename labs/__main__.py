"""`python -m labs`: start labs, build their notebooks, list, compare, prove them.

The one rule: a command that did not do what it was asked for ends with one
sentence on stderr and exit code 1 (2 for a wrong command line).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from labs.authoring.source import BadLab
from labs.catalogue import (
    LAB_ID,
    NOTEBOOKS,
    BadCatalogue,
    Catalogue,
    Lab,
    UnknownLab,
    load,
    read_lab,
)


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; the exit code."""
    args = _parser().parse_args(arguments)
    try:
        catalogue = load()
        return int(args.run(catalogue, args))
    except (BadLab, BadCatalogue, UnknownLab) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(
            f"{error.filename}: {error.strerror}. Nothing more was written.",
            file=sys.stderr,
        )
    return 1


def _build(catalogue: Catalogue, args: argparse.Namespace) -> int:
    from labs.authoring.build import build_all

    for path in build_all(_chosen(catalogue, args.labs), args.out):
        print(path)
    return 0


def _list(catalogue: Catalogue, args: argparse.Namespace) -> int:
    if args.json:
        labs = [_summary(lab) for lab in catalogue.labs]
        print(json.dumps(labs, ensure_ascii=False, indent=1))
        return 0
    for lab in catalogue.labs:
        titles = " / ".join(lab.title.values())
        print(f"{lab.id}  {lab.minutes:>3} min  {titles}")
    return 0


def _check(catalogue: Catalogue, args: argparse.Namespace) -> int:
    from labs.authoring.check import check_labs

    return check_labs(_chosen(catalogue, args.labs), args.jobs)


def _new(catalogue: Catalogue, args: argparse.Namespace) -> int:
    from labs.authoring.skeleton import make_lab

    for path in make_lab(args.lab):
        print(path)
    return 0


def _compare(catalogue: Catalogue, args: argparse.Namespace) -> int:
    from labs.authoring.compare import differences

    found = list(differences(args.old, args.new))
    print("\n".join(found) or "no difference / aucune différence")
    return 0


def _chosen(catalogue: Catalogue, ids: list[str]) -> list[Lab]:
    return [_one(catalogue, id) for id in ids] if ids else list(catalogue.labs)


def _one(catalogue: Catalogue, id: str) -> Lab:
    """The lab; also one that is being written, and not in the catalogue yet."""
    folder = NOTEBOOKS / id
    is_written = LAB_ID.fullmatch(id) and (folder / "lab.toml").is_file()
    return (
        read_lab(folder)
        if is_written and id not in catalogue.by_id
        else catalogue.lab(id)
    )


def _summary(lab: Lab) -> dict[str, object]:
    return {
        "id": lab.id,
        "title": dict(lab.title),
        "level": lab.level,
        "minutes": lab.minutes,
        "pass_share": lab.pass_share,
        "exercises": [
            {
                "id": each.id,
                "title": dict(each.title),
                "possible": each.points,
                "manual": each.manual,
                "codes": list(each.codes),
            }
            for each in lab.exercises
        ],
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m labs", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="text -> notebooks, in both languages")
    build.add_argument("labs", nargs="*", metavar="LAB", help="all labs when omitted")
    build.add_argument("--out", type=Path, required=True, metavar="DIR")
    build.set_defaults(run=_build)
    listing = commands.add_parser("list", help="what the catalogue holds")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=_list)
    check = commands.add_parser("check", help="prove every rule for each lab")
    check.add_argument("labs", nargs="*", metavar="LAB", help="all labs when omitted")
    check.add_argument("--jobs", type=int, default=2, help="submissions at a time")
    check.set_defaults(run=_check)
    new = commands.add_parser("new", help="a skeleton of a lab, in both languages")
    new.add_argument("lab", metavar="ID", help="for example N1-02")
    new.set_defaults(run=_new)
    compare = commands.add_parser("compare", help="what differs between two builds")
    compare.add_argument("old", type=Path, metavar="OLD", help="a folder of 'build'")
    compare.add_argument("new", type=Path, metavar="NEW", help="a later one")
    compare.set_defaults(run=_compare)
    return parser


if __name__ == "__main__":
    sys.exit(main())
