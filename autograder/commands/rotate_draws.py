"""A new secret for the tests' draws: `python -m autograder rotate-draws`.

What is marked for the first time from now on has draws of the new key, without a
restart. What was marked keeps its own: older keys stay in the file.
"""

from __future__ import annotations

import json
from argparse import Namespace

from autograder.commands.refusal import never_started, refuse
from autograder.runtime.draws import FILE, BadDrawKeys, DrawKeys
from autograder.runtime.language import say
from autograder.runtime.settings import NotConnected, load_connected

_NOTHING_FR = "Aucune clé n’a changé."
_NOTHING_EN = "No key was changed."


def main(args: Namespace) -> int:
    """The command. args: json. Returns the exit code."""
    try:
        settings = load_connected()
        made = DrawKeys(settings.home).add()
    except NotConnected as no:
        return never_started(args, no, _NOTHING_FR)
    except BadDrawKeys as no:
        return refuse(args, f"{no.fr} {_NOTHING_FR}", f"{no.en} {_NOTHING_EN}")
    except OSError as error:
        return refuse(
            args,
            f"Le dossier d’état ne peut pas être écrit ({error.strerror}). Lancez la "
            f"commande avec l’utilisateur du Hub. {_NOTHING_FR}",
            f"The state folder cannot be written ({error.strerror}). Run the command "
            f"as the Hub's user. {_NOTHING_EN}",
        )
    _tell(args, made.id, str(settings.home / FILE))
    return 0


def _tell(args: Namespace, id: str, file: str) -> None:
    if args.json:
        print(json.dumps({"ok": True, "key": id}))
        return
    print(
        say(
            f"La clé {id} fait les tirages de ce qui sera noté désormais. Les "
            f"anciennes restent dans {file} : sauvegardez ce fichier, sans lequel une "
            "reprise des notes aurait d’autres tirages.",
            f"The key {id} makes the draws of what is marked from now on. The older "
            f"ones stay in {file}: back that file up, for without it a re-marking has "
            "other draws.",
        )
    )
