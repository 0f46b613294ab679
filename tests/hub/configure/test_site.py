"""Where the Hub listens, and its secrets."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from traitlets.config import Config

from hub.configure.site import NodeMissing, proxy_command, secret
from hub.settings import Settings


def test_everything_listens_on_this_machine_only(config: Config) -> None:
    urls = [
        config.JupyterHub.bind_url,
        config.JupyterHub.hub_bind_url,
        config.ConfigurableHTTPProxy.api_url,
        *(s["url"] for s in config.JupyterHub.services if "url" in s),
    ]

    assert len(urls) == 5
    assert all(url.startswith("http://127.0.0.1:") for url in urls)


def test_secrets_are_random_private_and_kept(settings: Settings) -> None:
    first, second = secret(settings, "one"), secret(settings, "two")

    files = [settings.state / "secrets" / name for name in ("one", "two")]

    assert first != second
    assert secret(settings, "one") == first
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((settings.state / "secrets").stat().st_mode) == 0o700


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
