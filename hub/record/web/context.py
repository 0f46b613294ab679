"""The parts every handler shares, made once at the start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hub.record.body_pool import BodyPool
from hub.record.exchange import Exchange
from hub.record.settings import RecordSettings
from hub.record.store.database import Database
from hub.record.store.types import now
from hub.record.web.bodies import Bodies
from hub.record.web.long_poll import SubmissionEvents, WorkSignal
from hub.record.web.shares import Shares
from labs.catalogue import Catalogue


@dataclass
class Context:
    """hub_auth: JupyterHub's HubOAuth, or a test's. clock: what time it is, in UTC."""

    settings: RecordSettings
    database: Database
    exchange: Exchange
    hub_auth: Any
    catalogue: Catalogue
    bodies: Bodies
    work_signal: WorkSignal = field(default_factory=WorkSignal)
    submission_events: SubmissionEvents = field(default_factory=SubmissionEvents)
    pool: BodyPool = field(default_factory=BodyPool)
    shares: Shares = field(default_factory=Shares)
    clock: Callable[[], datetime] = now

    def close(self) -> None:
        """Whoever waits is answered; workers and connections end."""
        self.work_signal.close()
        self.submission_events.close()

    def end(self) -> None:
        """Once the last answer is out."""
        self.pool.close()
        self.database.close()
