"""The kinds of values in site.toml; which keys there are is hub/settings.py's."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hub.site_file import SettingsError, Size, a_number, how, section, word


@dataclass(frozen=True)
class Shelf:
    width: float = a_number(1.0, low=0.5, high=3)
    wood: str = word("oak", "oak", "pine")
    holds: Size = how(Size(2**20), "size", low=2**20)  # noqa: RUF009 (a field)
    books: tuple[str, ...] = how([], "names")
    place: Path = how(Path("here"), "path")  # noqa: RUF009 (a field)
    link: str = how("", "url")


def read(**table: Any) -> Shelf:
    shelf: Shelf = section(Shelf, table, "shelf", "x.toml")
    return shelf


def test_each_kind_of_value_is_read() -> None:
    found = read(width=2, holds="3M", books=["a"], place="there", link="http://x/y/")

    assert found == Shelf(
        2.0, "oak", Size(3 * 2**20), ("a",), Path("there"), "http://x/y"
    )
    assert isinstance(found.width, float)


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ({"width": float("nan")}, "a number from 0.5 to 3, without quotes"),
        ({"wood": "elm"}, "one of 'oak', 'pine'"),
        ({"holds": "3"}, "for example '2G' (at least 1M)"),
        ({"books": ["a", 3]}, "a list of names"),
        ({"place": "a\0b"}, "a text in double quotes"),
        ({"link": "ftp://x"}, "an address such as"),
    ],
)
def test_a_wrong_one_says_what_to_write(table: dict[str, Any], wanted: str) -> None:
    with pytest.raises(SettingsError) as told:
        read(**table)

    key, value = next(iter(table.items()))
    assert str(told.value).startswith(f"x.toml: shelf.{key} is {value!r}. Write ")
    assert wanted in str(told.value)


def test_an_unknown_key_names_the_nearest_or_all() -> None:
    for key, hint in (("wodo", "Did you mean 'wood'?"), ("zzz", "Known: width, wood")):
        with pytest.raises(SettingsError, match=r"no key shelf\.") as told:
            read(**{key: 1})
        assert hint in str(told.value)
