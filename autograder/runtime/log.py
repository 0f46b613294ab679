"""Log lines of the service: one JSON object a line, ids and numbers only.

The one rule: nothing a learner wrote is ever logged. Of an unexpected error the
line has its type and where in our code, not its text, which may quote a learner.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


class Log:
    """Writes lines, and remembers the last troubles for `status`."""

    def __init__(self, out: Any = None) -> None:
        self._out = out or sys.stdout
        self.troubles: deque[dict[str, Any]] = deque(maxlen=10)

    def line(self, event: str, **about: Any) -> dict[str, Any]:
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "event": event, **about}
        print(json.dumps(line, default=str), file=self._out, flush=True)
        return line

    def trouble(self, event: str, **about: Any) -> None:
        """Something an operator may want to know of."""
        self.troubles.append(self.line(event, **about))


def where(error: BaseException) -> list[str]:
    """The places in the code an error went through, innermost last."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return [f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in frames]
