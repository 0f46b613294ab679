"""What all handlers share, and who is staff of which cohort."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from autograder.exchange.client import RecordClient
from autograder.formgrader.servers import ServerPool
from autograder.runtime.log import Log

# A revoked right is gone after this long, instead of JupyterHub's five minutes.
KNOWN_FOR_S = 30


@dataclass
class FormgraderContext:
    """What all handlers share. secret: of this run; makes the anti-forgery tokens."""

    prefix: str
    record: RecordClient
    servers: ServerPool
    hub_auth: Any
    log: Log
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    staff: dict[tuple[str, str], tuple[float, bool]] = field(default_factory=dict)

    async def is_staff(self, user: str, cohort: str) -> bool:
        """Whether the record has a staff row; asked again after KNOWN_FOR_S."""
        at, allowed = self.staff.get((user, cohort), (float("-inf"), False))
        if time.monotonic() - at > KNOWN_FOR_S:
            allowed = await self.record.is_staff(user, cohort)
            if len(self.staff) > 10_000:
                self.staff.clear()
            self.staff[user, cohort] = (time.monotonic(), allowed)
        return allowed

    def forgery_token(self, user: str, cohort: str) -> str:
        text = f"{user}\0{cohort}".encode()
        return hmac.new(self.secret, text, hashlib.sha256).hexdigest()
