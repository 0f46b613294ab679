"""Energy of a run, from seconds and watts; grams from a table with its source."""

import time

import pytest

from labs.kit.energy import carbon_table, grams_of_co2e, measure, watt_hours


def test_a_kilowatt_for_an_hour_is_a_kilowatt_hour() -> None:
    assert watt_hours(3600, 1000) == 1000
    assert grams_of_co2e(1000, 56) == pytest.approx(56)


def test_a_pause_costs_clock_time_and_hardly_any_processor_time() -> None:
    with measure() as run:
        time.sleep(0.05)

    assert run.wall_seconds >= 0.05
    assert 0 <= run.cpu_seconds < run.wall_seconds


def test_a_run_that_stops_with_an_error_is_measured_too() -> None:
    run = measure()
    with pytest.raises(ZeroDivisionError), run:
        _ = 1 / 0

    assert run.wall_seconds > 0


def test_the_table_says_where_its_figures_come_from() -> None:
    assert "source" in str(carbon_table()).lower()
