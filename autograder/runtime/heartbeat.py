"""What the service is doing, in a small file that `status` reads.

The file is a courtesy: it is written whole or not at all, and a reader checks that
the process in it still lives.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psutil


@dataclass
class Heartbeat:
    """marking, queued: submission ids. troubles: the last log lines about errors.

    walls: behind which submissions are marked, in words.

    pending: all that waits for a mark, being marked or not; None before the record
    has answered. marked, failed: since the start; failed ones could not be marked.
    """

    pid: int
    engine: str
    started_at: str
    beat_at: str = ""
    walls: str = ""
    workers: list[dict[str, Any]] = field(default_factory=list)
    marking: list[str] = field(default_factory=list)
    queued: int = 0
    cohorts: dict[str, int] = field(default_factory=dict)
    pending: int | None = None
    marked: int = 0
    failed: int = 0
    record_answers: bool = False
    troubles: list[dict[str, Any]] = field(default_factory=list)

    def write(self, file: Path) -> None:
        beside = file.with_suffix(".new")
        beside.write_text(json.dumps(asdict(self)), encoding="utf-8")
        beside.chmod(0o600)
        beside.replace(file)


def read_heartbeat(file: Path) -> Heartbeat | None:
    """The service's last words, or None when it is not running."""
    try:
        given = json.loads(file.read_text(encoding="utf-8"))
        heartbeat = Heartbeat(**given)
        # A zombie has ended; where nobody collects it, its number stays for ever.
        runs = psutil.Process(heartbeat.pid).status() != psutil.STATUS_ZOMBIE
    except (OSError, ValueError, TypeError, psutil.Error):
        return None
    return heartbeat if runs else None
