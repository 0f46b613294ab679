"""The parts every handler shares, made once at the start."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hub.record.exchange import Exchange
from hub.record.settings import RecordSettings
from hub.record.store.database import Database
from hub.record.web.long_poll import SubmissionEvents, WorkSignal
from labs.catalogue import Catalogue


@dataclass
class Context:
    """hub_auth: JupyterHub's HubOAuth, or a test's."""

    settings: RecordSettings
    database: Database
    exchange: Exchange
    hub_auth: Any
    catalogue: Catalogue
    work_signal: WorkSignal = field(default_factory=WorkSignal)
    submission_events: SubmissionEvents = field(default_factory=SubmissionEvents)
