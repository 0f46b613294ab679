"""Mutants that broke a promise, kept on disk so that they can be seen again."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

from tests.autograder.fuzz.mutations import Mutant

ROOT = Path("test-artefacts/fuzz")


def save(mutant: Mutant, why: str) -> Path:
    """A folder with why.txt, and the mutant as JSON: its names fit no file system."""
    folder = ROOT / re.sub(r"\W", "-", mutant.seed)
    folder.mkdir(parents=True, exist_ok=True)
    as_json = {
        "seed": mutant.seed,
        "original": mutant.original,
        "steps": mutant.steps,
        "files": {name: _text(data) for name, data in mutant.files.items()},
        "parcel": None if mutant.parcel is None else _text(mutant.parcel),
    }
    (folder / "mutant.json").write_text(json.dumps(as_json, indent=1))
    (folder / "why.txt").write_text(f"{command(folder)}\n\n{why}", errors="replace")
    return folder


def load(folder: Path) -> Mutant:
    given = json.loads((folder / "mutant.json").read_text())
    files = {name: base64.b64decode(data) for name, data in given["files"].items()}
    parcel = None if given["parcel"] is None else base64.b64decode(given["parcel"])
    steps = tuple(given["steps"])
    return Mutant(given["seed"], given["original"], files, steps, parcel)


def command(folder: Path) -> str:
    return f"python -m tests.autograder.fuzz --replay {folder}"


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
