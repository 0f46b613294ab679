"""The parts every handler shares, made once at the start."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hub.record.exchange import Door
from hub.record.settings import Settings
from hub.record.store.database import Database
from hub.record.web.long_poll import Bell, Watch
from labs.catalogue import Catalogue


@dataclass
class House:
    """hub_auth: JupyterHub's HubOAuth, or a test's."""

    settings: Settings
    database: Database
    door: Door
    hub_auth: Any
    catalogue: Catalogue
    bell: Bell = field(default_factory=Bell)
    watch: Watch = field(default_factory=Watch)
