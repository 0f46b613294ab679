"""Energy of one's own run: seconds x watts, then grams from the country's table.

A shared server has no meter for one person, so this is an estimate from
processor time, and says so. Each term can be changed by the learner.
"""

import json
import time
from pathlib import Path
from types import TracebackType
from typing import Any

JOULES_PER_WATT_HOUR = 3600
# One busy core of a server with its share of memory and fans. An assumption to
# discuss (real ones: some 3 to 25 W), which is why the widget lets it be edited.
WATTS_PER_CORE = 10.0


def carbon_table() -> dict[str, Any]:
    """Grams of CO2e per kWh of electricity, by country, with date and source."""
    path = Path(__file__).parent / "data" / "carbon_intensity.json"
    table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return table


def watt_hours(seconds: float, watts: float) -> float:
    return seconds * watts / JOULES_PER_WATT_HOUR


def grams_of_co2e(energy_wh: float, g_per_kwh: float) -> float:
    return energy_wh / 1000 * g_per_kwh


class measure:
    """Processor seconds (all threads) and clock seconds spent inside a `with`."""

    cpu_seconds = 0.0
    wall_seconds = 0.0

    def __enter__(self) -> "measure":
        self._start = time.process_time(), time.perf_counter()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.cpu_seconds = time.process_time() - self._start[0]
        self.wall_seconds = time.perf_counter() - self._start[1]
