"""Fixtures that every room's tests may use.

- `root`: the checkout.
- `artefacts`: the folder CI keeps; screenshots go here, one sub-folder a test file.
"""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--cold",
        action="store_true",
        help="mark in cold processes: every suite must give the same so",
    )


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture
def artefacts(request: pytest.FixtureRequest) -> Path:
    folder = ROOT / "test-artefacts" / Path(str(request.node.path)).stem
    folder.mkdir(parents=True, exist_ok=True)
    return folder
