"""Values in, JupyterHub's settings out. No Hub is started: a bare Config is enough."""

import json
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from traitlets.config import Config

from hub import configure
from hub.configure.permissions import BROWSER_SCOPES, SERVER_TOKEN_SCOPES
from hub.configure.services import MARK, environment
from hub.configure.site import NodeMissing, proxy_command, secret
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


def test_everything_listens_on_this_machine_only(config: Config) -> None:
    urls = [
        config.JupyterHub.bind_url,
        config.JupyterHub.hub_bind_url,
        config.ConfigurableHTTPProxy.api_url,
        *(s["url"] for s in config.JupyterHub.services if "url" in s),
    ]

    assert len(urls) == 5
    assert all(url.startswith("http://127.0.0.1:") for url in urls)


def test_the_hub_says_who_and_only_the_feed_may_write_marks(config: Config) -> None:
    roles = {role["name"]: role for role in config.JupyterHub.load_roles}

    holders = [n for n, r in roles.items() if "custom:record:feed:write" in r["scopes"]]

    assert holders == ["record-feed"]
    assert roles["record-feed"]["services"] == ["autograder"]
    assert "custom:record:feed:write" not in BROWSER_SCOPES
    assert roles["record-instructor"]["groups"] == ["caire-instructors"]


def test_a_learner_gets_the_record_and_no_more_of_the_hub(config: Config) -> None:
    extra = config.JupyterHub.extra_user_scopes

    assert extra == {"access:services!service=record", "custom:record:self"}
    assert set(SERVER_TOKEN_SCOPES) == {
        "users:activity!user",
        "access:servers!server",
        *extra,
    }


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


def test_secrets_are_random_private_and_kept(settings: Settings) -> None:
    first, second = secret(settings, "one"), secret(settings, "two")

    files = [settings.state / "secrets" / name for name in ("one", "two")]

    assert first != second
    assert secret(settings, "one") == first
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((settings.state / "secrets").stat().st_mode) == 0o700


def test_tls_in_front_makes_every_cookie_secure(settings: Settings) -> None:
    table = {"network": {"public_url": "https://labs.example.org"}}

    with_tls = filled(with_table(settings, table))
    without = filled(settings)

    options = with_tls.JupyterHub.tornado_settings["cookie_options"]
    assert options == {"SameSite": "Lax", "Secure": True}
    assert without.JupyterHub.tornado_settings["cookie_options"] == {"SameSite": "Lax"}


def test_oidc_uses_pkce_an_opaque_name_and_no_demo_account(settings: Settings) -> None:
    urls = {n: f"https://idp.example/{n}" for n in ("authorize_url", "token_url")}
    oidc = {"client_id": "us", "userdata_url": "https://idp.example/me", **urls}
    table = {"people": {"sign_in": "oidc", "oidc": {**oidc, "allowed_groups": ["x"]}}}

    c = filled(with_table(settings, table))

    assert c.JupyterHub.authenticator_class == "generic-oauth"
    assert c.GenericOAuthenticator.enable_pkce
    assert c.GenericOAuthenticator.username_claim == "sub"
    assert c.GenericOAuthenticator.allowed_groups == {"x"}
    assert not c.GenericOAuthenticator.allow_all
    assert c.GenericOAuthenticator.client_secret == "s3cret"
    assert "load_groups" not in c.JupyterHub


def test_a_full_hub_has_a_limit_and_a_busy_one_too(config: Config) -> None:
    assert config.JupyterHub.concurrent_spawn_limit == 4
    assert config.JupyterHub.active_server_limit == 40


def test_without_node_the_sentence_says_what_to_install(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.prefix", str(tmp_path))

    with pytest.raises(NodeMissing, match="Node is missing"):
        proxy_command(settings.root)


def test_without_the_proxy_the_sentence_says_make_setup(settings: Settings) -> None:
    with pytest.raises(NodeMissing, match="make setup"):
        proxy_command(replace(settings, root=Path("/nowhere")).root)
