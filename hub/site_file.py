"""How a value of site.toml is read: its kinds, and the sentence for a wrong one.

Which keys there are is in hub/settings.py; this file knows none of them. A section is a
frozen dataclass, a key is one of its fields, and the field's metadata holds the rule.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import field, fields, is_dataclass
from functools import partial
from pathlib import Path
from typing import Any, get_type_hints

NOT_STARTED = "The Hub was not started."
UNITS = {"K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}


class SettingsError(Exception):
    """One sentence for the operator: which key, which value, how to write it."""


class Size(int):
    """A number of bytes, written "512M" or "2G" in site.toml."""


def how(
    default: Any, kind: str, *, low: float = 1, high: float = 1e12, formerly: str = ""
) -> Any:
    """A field with its default and the rule that its value must keep.

    formerly: the key's name in older files, which is read as well.
    """
    rule = {"kind": kind, "low": low, "high": high, "formerly": formerly}
    if isinstance(default, list):
        return field(default_factory=partial(tuple, default), metadata=rule)
    return field(default=default, metadata=rule)


def word(default: str, *choices: str) -> Any:
    return field(default=default, metadata={"kind": "word", "choices": choices})


a_port = partial(how, kind="port", low=1, high=65535)
a_text = partial(how, kind="text")
a_number = partial(how, kind="number")
a_whole = partial(how, kind="whole")


def section(kind: Any, table: Any, where: str, file: str) -> Any:
    if not isinstance(table, Mapping):
        raise wrong(file, where, table, f"a section: write [{where}] on its own line")
    known = {
        f.name: f
        for f in fields(kind)
        if f.metadata.get("kind") not in ("given", "secret")
    }
    formerly = {f.metadata.get("formerly"): name for name, f in known.items()}
    hints = get_type_hints(kind)
    values = {}
    for key, value in table.items():
        path = f"{where}.{key}" if where else key
        name = formerly.get(key, key)
        if name not in known:
            raise _unknown(file, path, value, list(known))
        if is_dataclass(hints[name]):
            values[name] = section(hints[name], value, path, file)
        else:
            values[name] = _value(known[name], value, path, file)
    return kind(**values)


def _value(field_: Any, value: Any, key: str, file: str) -> Any:
    rule = field_.metadata
    kind = rule["kind"]
    low, high = rule.get("low", 0), rule.get("high", 0)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    match kind:
        case "port" | "whole":
            if isinstance(value, int) and is_number and low <= value <= high:
                return value
            wanted = f"a whole number from {low:g} to {high:.12g}, without quotes"
        case "number":
            if is_number and low <= value <= high:
                return float(value)
            wanted = f"a number from {low:g} to {high:.12g}, without quotes"
        case "size":
            size = _bytes(value)
            if size is not None and size >= low:
                return Size(size)
            wanted = (
                f"a number and a unit, for example '2G' (at least {int(low) // 2**20}M)"
            )
        case "yes or no":
            if isinstance(value, bool):
                return value
            wanted = "true or false, without quotes"
        case "names":
            if isinstance(value, list) and all(isinstance(v, str) for v in value):
                return tuple(value)
            wanted = 'a list of names, for example ["ada", "basile"]'
        case "word":
            if value in rule["choices"]:
                return value
            wanted = "one of " + ", ".join(repr(choice) for choice in rule["choices"])
        case "url":
            if value == "" or (isinstance(value, str) and _URL.fullmatch(value)):
                return value.rstrip("/")
            wanted = "an address such as 'https://labs.example.org', or '' for none"
        case _:
            if isinstance(value, str) and "\0" not in value and "\n" not in value:
                return Path(value) if kind == "path" else value
            wanted = "a text in double quotes"
    raise wrong(file, key, value, wanted)


_URL = re.compile(r"https?://[^\s/@]+(/\S*)?")


def _bytes(value: Any) -> int | None:
    if not isinstance(value, str):
        return None
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT])B?", value.strip())
    return int(float(match[1]) * UNITS[match[2]]) if match else None


def wrong(file: str, key: str, value: Any, wanted: str) -> SettingsError:
    return SettingsError(f"{file}: {key} is {value!r}. Write {wanted}. {NOT_STARTED}")


def _unknown(file: str, key: str, value: Any, known: list[str]) -> SettingsError:
    name = key.rpartition(".")[2]
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(known)}."
    given = "" if isinstance(value, Mapping) else f" (value {value!r})"
    return SettingsError(f"{file}: there is no key {key}{given}. {hint} {NOT_STARTED}")
