"""How the tests are dealt out to workers (pytest-xdist), and what workers share.

- Tests that share something costly (a running site, a browser) stay together, in one
  worker; all others go to whichever worker is free.
- What takes longest begins first, so that no worker is left with it at the end.
- `shared_folder` is one folder for all workers of a run; `one_at_a_time` is their lock.

Alone (`python -m pytest path::test`) nothing here changes a thing.
"""

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

# What is started once a run: all tests that ask for it, of whichever file.
_ONCE_A_RUN = ("house", "hub", "one_server")


def deal_out(items: list[pytest.Item]) -> None:
    """Name each test's group, and put those first that take longest."""
    groups = {id(item): _group_of(item) for item in items}
    for item in items:
        if group := groups[id(item)]:
            item.add_marker(pytest.mark.xdist_group(group))
    slow = {groups[id(item)] for item in items if _is_slow(item)} - {None}

    def turn(item: pytest.Item) -> int:
        group = groups[id(item)]
        if group is None:
            return 2 if _is_slow(item) else 4
        if group == _ONCE_A_RUN[0]:
            return 0
        return 1 if group in slow else 3

    items.sort(key=turn)


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


def _is_slow(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("slow", "browser"))


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
