"""A submission as the record's list describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True)
class PendingSubmission:
    """One submission to mark. kind: `submit` or `check`.

    received_at: when it last came. arrival: how often it has come, the same bytes.
    """

    id: str
    cohort: str
    lab: str
    lang: str
    version: str
    learner: str
    kind: str
    received_at: datetime
    digest: str
    arrival: int = 1

    @classmethod
    def of(cls, item: Mapping[str, Any]) -> PendingSubmission:
        """Raises KeyError, ValueError or TypeError for an item that is not one."""
        received_at = moment(item["received_at"])
        texts = ("id", "cohort", "lab", "lang", "version", "learner", "kind", "digest")
        values = {name: str(item[name]) for name in texts}
        arrival = int(item.get("arrival", 1))
        return cls(received_at=received_at, arrival=arrival, **values)


def moment(text: object) -> datetime:
    """The time that an ISO text names; in UTC when it does not say where."""
    when = datetime.fromisoformat(str(text))
    return when if when.tzinfo else when.replace(tzinfo=UTC)
