"""The services: what they are told, and their cookies. No Hub is started."""

import json
import stat
from typing import Any

from traitlets.config import Config

from hub import configure
from hub.configure.services import MARK, environment
from hub.configure.site import secret
from hub.settings import Settings, settings_of
from tests.hub.conftest import filled


def with_table(settings: Settings, table: dict[str, Any]) -> Settings:
    environ = {"CAIRE_STATE": str(settings.state), "CAIRE_OIDC_SECRET": "s3cret"}
    return settings_of(table, file=settings.file, root=settings.root, environ=environ)


def test_reading_the_configuration_twice_changes_nothing(settings: Settings) -> None:
    once, twice = Config(), filled(settings)
    for c in (once, twice):
        for concern in configure.__all__:
            getattr(configure, concern).apply(c, settings)

    assert once == twice


def test_no_service_is_told_a_secret_by_its_environment(settings: Settings) -> None:
    configure.services.apply(Config(), settings)
    token = secret(settings, "feed-token")

    values = environment(settings)

    assert token not in json.dumps(values)
    assert values[MARK] == values["CAIRE_STATE"] == str(settings.state)
    assert values["OMP_NUM_THREADS"] == "1"
    assert values["PYTHONPATH"].split(":")[0].endswith("hub/spawners/shim")


def test_the_autograder_finds_the_record_and_its_token_in_a_private_file(
    settings: Settings, config: Config
) -> None:
    file = settings.state / "autograder" / "connection.json"

    connection = json.loads(file.read_text(encoding="utf-8"))

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert connection["record_url"] == "http://127.0.0.1:8000/services/record"
    assert connection["token"] == secret(settings, "feed-token")
    assert connection["limits"]["wall_s"] == 120
    autograder = next(
        s for s in config.JupyterHub.services if s["name"] == "autograder"
    )
    assert autograder["api_token"] == connection["token"]


def test_tls_in_front_makes_every_cookie_secure(settings: Settings) -> None:
    table = {"network": {"public_url": "https://labs.example.org"}}

    with_tls = filled(with_table(settings, table))
    without = filled(settings)

    options = with_tls.JupyterHub.tornado_settings["cookie_options"]
    assert options == {"SameSite": "Lax", "Secure": True}
    assert without.JupyterHub.tornado_settings["cookie_options"] == {"SameSite": "Lax"}
