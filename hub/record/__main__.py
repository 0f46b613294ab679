"""`python -m hub.record`: serve the record, or look after its database."""

from __future__ import annotations

import argparse
import os
import sys

from hub.private_files import keep_new_files_private
from hub.record import commands
from hub.record.settings import BadSetting, from_environment


def main() -> int:
    args = _parser().parse_args()
    try:
        return int(args.run(from_environment(os.environ), args))
    except (BadSetting, commands.CannotDo) as error:
        print(f"hub.record: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m hub.record",
        description="The progress record. Without a word: serve it.",
    )
    parser.set_defaults(run=commands.serve)
    words = parser.add_subparsers(metavar="WORD")
    for name, run in commands.PLAIN.items():
        words.add_parser(name, help=run.__doc__).set_defaults(run=run)
    seed = words.add_parser("seed", help=commands.seed.__doc__)
    seed.add_argument("file", help="JSON: institution, cohorts, learners, staff")
    seed.set_defaults(run=commands.seed)
    rebuild = words.add_parser("rebuild", help=commands.rebuild.__doc__)
    rebuild.add_argument("--check", action="store_true", help="compare, write nothing")
    rebuild.set_defaults(run=commands.rebuild)
    receipt = words.add_parser("verify-receipt", help=commands.verify_receipt.__doc__)
    receipt.add_argument("receipt", help="a file that holds the receipt, or its text")
    receipt.add_argument("--key", help="receipt key (JWK file); default: this site's")
    receipt.add_argument("--folder", help="compare with the files of this folder")
    receipt.set_defaults(run=commands.verify_receipt)
    return parser


if __name__ == "__main__":
    keep_new_files_private()
    sys.exit(main())
