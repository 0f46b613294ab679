"""How a command that needs the Hub says no: one sentence, or JSON with both."""

from __future__ import annotations

import json
import sys
from argparse import Namespace

from autograder.runtime.language import say
from labs.language import french


def refuse(args: Namespace, fr: str, en: str) -> int:
    """Say it as the command was asked to; the exit code. args: json."""
    if args.json:
        answer = {"ok": False, "error": say(fr, en), "fr": french(fr), "en": en}
        print(json.dumps({**answer, "status": 1}, ensure_ascii=False))
    else:
        print(say(fr, en), file=sys.stderr)
    return 1


def never_started(args: Namespace, no: Exception, nothing_fr: str) -> int:
    """No Hub ever ran here. no: says so in English."""
    return refuse(
        args,
        "Le Hub n’a jamais été démarré ici. Démarrez-le avec « make serve », puis "
        f"recommencez. {nothing_fr}",
        str(no),
    )
