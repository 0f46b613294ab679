"""Fixtures of the Hub's tests.

- `settings`: the default settings, with a state folder of this test's own.
- `config`: a bare traitlets Config, filled from `settings` as the Hub's would be.
- `hub`: a real JupyterHub with real walls, without the services; one a session.
- `learners`: the hub's `ada` and `basile`, each with a running server.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from traitlets.config import Config

from hub import configure
from hub.settings import Settings, settings_of
from tests.hub.realhub import RealHub


@pytest.fixture
def settings(tmp_path: Path, root: Path) -> Settings:
    environ = {"CAIRE_STATE": str(tmp_path / "state")}
    return settings_of({}, file=root / "site.toml", root=root, environ=environ)


@pytest.fixture
def config(settings: Settings) -> Config:
    return filled(settings)


def filled(settings: Settings) -> Config:
    c = Config()
    for concern in configure.__all__:
        getattr(configure, concern).apply(c, settings)
    return c


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealHub]:
    with RealHub(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture(scope="session")
def learners(hub: RealHub) -> RealHub:
    for name in ("ada", "basile"):
        hub.start_server(name)
    return hub
