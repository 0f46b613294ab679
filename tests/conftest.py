"""Fixtures that every room's tests may use.

- `root`: the checkout.
- `artefacts`: the folder CI keeps; screenshots go here, one sub-folder a test file.
- `warm_processes`: marking forks from them; one set a worker, for all its tests.
- `versions`: lab -> its assignment version, built once a run for all workers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import parallel

if TYPE_CHECKING:
    from autograder.assignment.version import AssignmentVersion
    from labs.catalogue import Lab

ROOT = Path(__file__).parents[1]
# tests/autograder/lab needs it in every marking, and its own cells do not say so.
ALSO_WARM = "sklearn.neighbors"
# A test that asks for one of these is marked so, and `make test-quick` leaves it out.
MARKS = {
    **dict.fromkeys(("chromium", "browser"), "browser"),
    **dict.fromkeys(("house", "own_house", "hub", "one_server"), "hub"),
    "postgres": "postgres",
    # Really marks, in the sandbox: hundreds of times, or through Dask's workers.
    **dict.fromkeys(("keeps_its_points", "engine"), "slow"),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--cold",
        action="store_true",
        help="mark in cold processes: every suite must give the same so",
    )


# First, before -m chooses by the marks.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    for item in items:
        names = getattr(item, "fixturenames", ())
        for mark in {MARKS[name] for name in names if name in MARKS}:
            item.add_marker(mark)
    if parallel.is_worker(config):
        parallel.deal_out(items, config)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(
    config: pytest.Config, log: Any
) -> parallel.GroupScheduling | None:
    is_ours = config.getvalue("dist") == "loadgroup"
    return parallel.GroupScheduling(config, log) if is_ours else None


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture
def artefacts(request: pytest.FixtureRequest) -> Path:
    folder = ROOT / "test-artefacts" / Path(str(request.node.path)).stem
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def warm_processes(request: pytest.FixtureRequest) -> Iterator[None]:
    from autograder.sandbox import preload, warm

    light = preload.PRELOAD["light learner"]
    preload.PRELOAD["light learner"] = (*light, ALSO_WARM)
    if not request.config.getoption("--cold"):
        assert warm.warm_up(wait=True) is None
    yield
    warm.cool_down()
    preload.PRELOAD["light learner"] = light


@pytest.fixture(scope="session")
def versions(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Callable[[Lab], AssignmentVersion]:
    from autograder.release.build import build_version

    folder = parallel.shared_folder(tmp_path_factory, request.config)

    def built(lab: Lab) -> AssignmentVersion:
        with parallel.one_at_a_time(folder, lab.id):
            return build_version(lab, folder / "versions")

    return built
