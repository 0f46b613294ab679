"""A limit that is none is refused by name, before anything is marked."""

import pytest

from autograder.runtime.limits import Limits


@pytest.mark.parametrize("value", [0, -1, 1_000_000, 1.5, "60", True, None])
@pytest.mark.parametrize("name", ["cpu_s", "memory_mb"])
def test_what_is_no_limit_is_refused_with_its_name_and_value(
    name: str, value: object
) -> None:
    with pytest.raises(ValueError, match="Nothing was marked") as no:
        Limits.from_mapping({name: value})

    assert str(no.value).startswith(f"limits.{name} is {value!r}. Write a whole number")


def test_a_table_changes_what_it_names_and_nothing_else() -> None:
    limits = Limits.from_mapping({"cpu_s": 7, "of_tomorrow": "x"})

    assert limits == Limits(cpu_s=7)


@pytest.mark.parametrize("value", [1, 999_999])
def test_the_ends_of_the_range_are_limits(value: int) -> None:
    assert Limits(disk_mb=value).disk_mb == value
