"""How the tests are dealt out to workers (pytest-xdist), and what workers share.

- Tests that share something costly (a running site, a browser) stay together, in one
  worker; all others go to whichever worker is free.
- What takes longest begins first, so that no worker is left with it at the end.
- `shared_folder` is one folder for all workers of a run; `one_at_a_time` is their lock.

Alone (`python -m pytest path::test`) nothing here changes a thing.

xdist's own groups (`--dist loadgroup`) are names it adds to a test's id, which pytest
9.2 no longer lets it do: every test then goes anywhere, and nothing says so. So a
worker writes the groups down, and our scheduler reads them.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# What is started once a run: all tests that ask for it, of whichever file.
_ONCE_A_RUN = ("house", "hub", "one_server")
_GROUPS = "groups.json"


def deal_out(items: list[pytest.Item], config: pytest.Config) -> None:
    """In a worker: put those first that take longest, and write the groups down."""
    groups = {item.nodeid: group for item in items if (group := _group_of(item))}
    slow = {groups[each.nodeid] for each in items if _is_slow(each, groups)}
    items.sort(key=lambda item: _turn(item, groups.get(item.nodeid), slow))
    _write_groups(Path(config.option.basetemp).parent, groups)


def _turn(item: pytest.Item, group: str | None, slow: set[str]) -> int:
    if group is None:
        return 2 if _has_slow_mark(item) else 4
    if group == _ONCE_A_RUN[0]:
        return 0
    return 1 if group in slow else 3


def _is_slow(item: pytest.Item, groups: dict[str, str]) -> bool:
    return item.nodeid in groups and _has_slow_mark(item)


def _has_slow_mark(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("slow", "browser"))


def _write_groups(folder: Path, groups: dict[str, str]) -> None:
    """All workers write the same, each by a rename."""
    beside = folder / f".groups-{os.getpid()}"
    beside.write_text(json.dumps(groups), encoding="utf-8")
    beside.replace(folder / _GROUPS)


class GroupScheduling(LoadScopeScheduling):
    """Tests of one group go to one worker, in their order; each other one anywhere."""

    _groups: dict[str, str] | None = None

    def _split_scope(self, nodeid: str) -> str:
        if self._groups is None:
            factory: Any = self.config._tmp_path_factory
            text = (factory.getbasetemp() / _GROUPS).read_text(encoding="utf-8")
            self._groups = dict(json.loads(text))
        return self._groups.get(nodeid, nodeid)


def _group_of(item: pytest.Item) -> str | None:
    """What it shares with others; None when it may run anywhere."""
    names: Sequence[str] = getattr(item, "fixturenames", ())
    for name in _ONCE_A_RUN:
        if name in names:
            return name
    return item.nodeid.split("::")[0] if _has_fixture_of_its_file(item) else None


def _has_fixture_of_its_file(item: pytest.Item) -> bool:
    # pytest publishes a fixture's name, and not how long it lives.
    found = getattr(item, "_fixtureinfo", None)
    definitions = found.name2fixturedefs.values() if found else ()
    return any(each[-1].scope in ("module", "class") for each in definitions)


def shared_folder(factory: pytest.TempPathFactory, config: pytest.Config) -> Path:
    """The same folder for all workers of this run, removed with the run's others."""
    base = factory.getbasetemp()
    folder = (base.parent if is_worker(config) else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


def is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


@contextmanager
def one_at_a_time(folder: Path, what: str) -> Iterator[None]:
    """Waits until no other worker does the same."""
    with (folder / f".{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
