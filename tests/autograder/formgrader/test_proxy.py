"""The start of the proxy. What it lets through is in test_allowlist, test_handlers."""

from argparse import Namespace
from pathlib import Path

import pytest

from autograder.formgrader.proxy import _cookie_secret, main


def test_without_a_hub_it_says_so_and_ends_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAIRE_STATE", str(tmp_path))

    assert main(Namespace()) == 2

    said = capsys.readouterr()
    assert "connection.json" in said.err
    assert "Nothing was changed." in said.err
    assert said.out == ""


def test_a_restart_signs_nobody_out(tmp_path: Path) -> None:
    file = tmp_path / "autograder" / "formgrader-cookie-secret"

    first, second = _cookie_secret(file), _cookie_secret(file)

    assert first == second
    assert len(first) == 32
    assert file.stat().st_mode & 0o777 == 0o600


def test_two_sites_have_two_secrets(tmp_path: Path) -> None:
    assert _cookie_secret(tmp_path / "a") != _cookie_secret(tmp_path / "b")
