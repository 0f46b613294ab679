"""The notebook that staff see of a submission which we could not mark.

The one rule: it is the released notebook, with the text of the learner's cells at most.
No output, picture, attachment or metadata of the learner's file is in it, and it is
read where marking happens: a file that broke a worker breaks no service.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.assignment.version import AssignmentVersion
from autograder.submission.read import Unreadable
from autograder.submission.reassemble import notebook_in, reassemble
from labs.language import french

_TEXT_FR = french(
    "**Pas encore noté**, par notre faute ; un nouvel essai est prévu. Voici le texte "
    "des cellules rendues, sans leurs sorties : rien n'a été exécuté."
)
_TEXT_EN = (
    "**Not marked yet**, by our fault; another try is planned. This is the text of the "
    "cells that were handed in, without their outputs: nothing was run."
)
_BLANK_FR = french(
    "**Pas encore noté**, par notre faute ; un nouvel essai est prévu. Le fichier "
    "rendu n'a pas pu être lu ici : voici le notebook vide. Rien n'est perdu."
)
_BLANK_EN = (
    "**Not marked yet**, by our fault; another try is planned. The file that was "
    "handed in could not be read here: this is the blank notebook. Nothing is lost."
)


def unmarked_notebook(
    files: Mapping[str, bytes], lab: str, lang: str, folder: Path
) -> bytes:
    """The learner's text in the released notebook, or the blank one. On a worker.

    folder: of the assignment version.
    """
    version = AssignmentVersion.load(folder)
    released = version.released_notebook(lang)
    try:
        name = notebook_in(files, lab)
        notebook = reassemble(files[name], released, lab).notebook
    except Unreadable:
        return blank_notebook(version, lang)
    return _with_note(notebook, _TEXT_FR, _TEXT_EN)


def blank_notebook(version: AssignmentVersion, lang: str) -> bytes:
    """Nothing of the learner's at all."""
    return _with_note(version.released_notebook(lang), _BLANK_FR, _BLANK_EN)


def _with_note(notebook: Mapping[str, Any], fr: str, en: str) -> bytes:
    note = {
        "cell_type": "markdown",
        "id": "not-marked-yet",
        "metadata": {},
        "source": f"{fr}\n\n{en}",
    }
    return json.dumps({**notebook, "cells": [note, *notebook["cells"]]}).encode()
