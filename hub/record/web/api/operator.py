"""Health for everybody, figures for operators. No learner appears in either."""

from __future__ import annotations

from typing import Any

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from hub.record.store import figures
from hub.record.web.base import Handler


class Health(Handler):
    """GET: the service answers and its database does."""

    async def get(self) -> None:
        await self.ask(figures.is_alive)
        self.reply()


class Ops(Handler):
    """GET: what `python -m hub health` prints."""

    async def get(self) -> None:
        self.reply(**await self._figures())

    async def _figures(self) -> dict[str, Any]:
        found = await self.ask(figures.figures)
        backend = "sqlite" if self.context.database.is_sqlite else "postgresql"
        marking = len(self.context.submission_events.taken)
        return {"database": backend, "marking": marking, **found}


class Metrics(Ops):
    """GET: the same figures for Prometheus."""

    async def get(self) -> None:
        registry = CollectorRegistry()
        for name, value in (await self._figures()).items():
            if isinstance(value, int | float):
                gauge = Gauge(f"caire_record_{name}", name, registry=registry)
                gauge.set(value)
        self.set_header("Content-Type", CONTENT_TYPE_LATEST)
        self.finish(generate_latest(registry))
