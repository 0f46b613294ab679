"""The energy meter: one's own run in watt-hours and grams, every term editable."""

from collections.abc import Mapping
from types import TracebackType
from typing import Any

import traitlets as t

from labs.kit.energy import (
    WATTS_PER_CORE,
    carbon_table,
    grams_of_co2e,
    measure,
    watt_hours,
)
from labs.kit.widgets.base import KitWidget, module_text

_HIGHEST = {"seconds": 1e9, "watts": 1e6, "intensity": 5000.0}


class EnergyMeter(KitWidget):
    """Set `seconds`, `watts`, `country` or `intensity`; read watt_hours and grams."""

    _esm = module_text("energy_meter")
    seconds = t.Float(0.0, help="processor seconds").tag(sync=True)
    watts = t.Float(WATTS_PER_CORE, help="power while computing").tag(sync=True)
    intensity = t.Float(56.0, help="g CO2e per kWh").tag(sync=True)
    country = t.Unicode("FRA", help="a code of the table").tag(sync=True)
    table = t.Dict(help="carbon_table()").tag(sync=True)

    def __init__(self, country: str = "FRA", **more: Any) -> None:
        table = carbon_table()
        if country not in table["countries"]:
            known = ", ".join(table["countries"])
            raise ValueError(f"country is {country!r}. The table has: {known}.")
        intensity = more.pop("intensity", table["countries"][country]["g_per_kwh"])
        super().__init__(table=table, country=country, intensity=intensity, **more)
        self.observe(self._take_intensity, "country")

    @t.validate("seconds", "watts", "intensity")
    def _a_possible_number(self, proposal: Mapping[str, Any]) -> float:
        name, value = proposal["trait"].name, float(proposal["value"])
        if not 0 <= value <= _HIGHEST[name]:
            raise t.TraitError(f"{name} is {value}. Give 0 to {_HIGHEST[name]:g}.")
        return value

    @property
    def watt_hours(self) -> float:
        return watt_hours(self.seconds, self.watts)

    @property
    def grams(self) -> float:
        """g CO2e"""
        return grams_of_co2e(self.watt_hours, self.intensity)

    def _take_intensity(self, change: Mapping[str, Any]) -> None:
        row = self.table["countries"].get(change["new"])
        if row is not None:
            self.intensity = float(row["g_per_kwh"])


class energy_meter:
    """Measure a `with` block and show its energy; or show given seconds at once."""

    def __init__(
        self,
        seconds: float | None = None,
        *,
        watts: float = WATTS_PER_CORE,
        country: str = "FRA",
    ) -> None:
        self._widget = EnergyMeter(country, watts=watts, seconds=seconds or 0.0)
        self._run = measure()
        if seconds is not None:
            self._widget.show()

    def __enter__(self) -> "energy_meter":
        self._run.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._run.__exit__(kind, error, trace)
        self._widget.seconds = round(self._run.cpu_seconds, 6)
        if kind is None:
            self._widget.show()

    def __getattr__(self, name: str) -> Any:
        if name in _READABLE:
            return getattr(self._widget, name)
        raise AttributeError(f"energy_meter has no {name!r}. Read {_READABLE}.")

    def _ipython_display_(self) -> None:
        """Nothing more: it has shown itself, or will at the end of the `with`."""


_READABLE = ("seconds", "watts", "intensity", "country", "watt_hours", "grams")
