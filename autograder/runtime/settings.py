"""What the autograder is told at its start, read in one place.

The hub writes `connection.json` (0600) when it loads its configuration; this file
reads it. Everything else gets plain values passed on.

Words: *state* is the folder that holds what must survive (`var/`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Used by `mark`, which needs no hub; the hub's connection.json may say otherwise.
DEFAULT_LIMITS: Mapping[str, int] = {
    "memory_mb": 1024,
    "cpu_s": 60,
    "wall_s": 120,
    "processes": 64,
    "output_mb": 4,
    "disk_mb": 64,
}


class NotConnected(RuntimeError):
    """There is no connection file: no hub was started from this folder yet."""


@dataclass(frozen=True)
class Settings:
    """Where the record is, and how this machine marks. `token` is a secret."""

    state: Path
    record_url: str = ""
    token: str = field(default="", repr=False)
    engine: str = "local"
    workers: int = 2
    limits: Mapping[str, int] = field(default_factory=lambda: dict(DEFAULT_LIMITS))
    allow_unsandboxed: bool = False
    forkserver: bool = True  # warm processes; False: each submission starts cold
    timezone: str = ""  # of the site, for deadlines that people type

    @property
    def home(self) -> Path:
        """The autograder's own folder: gradebooks, versions, outbox."""
        return self.state / "autograder"

    @property
    def courses(self) -> Path:
        return self.home / "courses"

    @property
    def versions(self) -> Path:
        return self.home / "versions"


def state_folder() -> Path:
    return Path(os.environ.get("CAIRE_STATE") or "var").resolve()


def load() -> Settings:
    """The settings, with defaults where no hub has written any."""
    state = state_folder()
    try:
        text = (state / "autograder" / "connection.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings(state=state)
    return from_connection(state, json.loads(text))


def from_connection(state: Path, given: Mapping[str, Any]) -> Settings:
    known = set(Settings.__dataclass_fields__) - {"state"}
    values = {key: value for key, value in given.items() if key in known}
    values["limits"] = {**DEFAULT_LIMITS, **values.get("limits", {})}
    if isinstance(values.get("record_url"), str):
        values["record_url"] = values["record_url"].rstrip("/")
    return Settings(state=state, **values)


def load_connected() -> Settings:
    """The settings of a site whose hub has been started at least once.

    Raises NotConnected, in one sentence, when it was not.
    """
    settings = load()
    if not settings.record_url or not settings.token:
        raise NotConnected(
            f"There is no {settings.home / 'connection.json'}, "
            "which the hub writes when it starts. Start it with `make serve`, "
            "or set CAIRE_STATE to its state folder. Nothing was changed."
        )
    return settings
