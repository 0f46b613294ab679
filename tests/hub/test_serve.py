"""What `serve` does around the Hub: one at a time, its logs, its sockets."""

from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from hub import logs, serve
from hub.settings import Paths, Settings


def test_serve_takes_no_argument(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert serve.main(settings, ["now"]) == 2
    assert "takes no argument" in capsys.readouterr().err


def test_one_state_folder_has_one_hub(settings: Settings) -> None:
    with serve.only_one(settings) as first, serve.only_one(settings) as second:
        assert (first, second) == (True, False)
    with serve.only_one(settings) as again:
        assert again


def test_a_large_log_is_put_aside(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "MOST_BYTES", 10)
    file = serve._log(settings, "hub")
    file.write_text("a line of more than ten bytes")

    again = serve._log(settings, "hub")

    assert again == file
    assert not file.exists()
    assert file.with_suffix(".log.1").read_text().startswith("a line")


def test_the_demos_people_are_made_only_where_the_demo_signs_in(
    settings: Settings,
) -> None:
    oidc = replace(settings, people=replace(settings.people, sign_in="oidc"))

    assert serve._people(oidc, Console(quiet=True)) == []
    assert not (settings.state / "hub").exists()


def test_an_operators_own_folder_for_sockets_is_left_alone(
    settings: Settings, tmp_path: Path
) -> None:
    kept = tmp_path / "sockets"
    kept.mkdir(mode=0o700)
    (kept / "ada.sock").touch()
    paths = Paths(state=settings.state, sockets=str(kept))

    serve._remove_sockets(replace(settings, paths=paths))

    assert (kept / "ada.sock").exists()
