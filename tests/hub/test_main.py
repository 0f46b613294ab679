"""`python -m hub WORD`, as an operator types it."""

from pathlib import Path

import pytest

from hub.__main__ import main


@pytest.mark.parametrize("typed", [[], ["fly"], ["demo"], ["demo", "reset"]])
def test_an_unknown_command_shows_the_known_ones(
    typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(typed) == 2
    assert "python -m hub serve" in capsys.readouterr().err


def test_a_new_password_is_for_an_account_of_the_demo(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CAIRE_STATE", str(tmp_path))

    assert main(["demo", "reset", "ada"]) == 0
    assert capsys.readouterr().out.split()[:2] == ["ada", "élève"]
    assert main(["demo", "reset", "zoe"]) == 2
    said = capsys.readouterr().err
    assert "no demo account 'zoe'. Known: ada, " in said
    assert said.endswith("Nothing was changed.\n")


def test_a_wrong_site_toml_is_one_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "site.toml"
    file.write_text("[network]\nport = 0\n", encoding="utf-8")
    monkeypatch.setenv("CAIRE_SITE", str(file))

    for typed in (["serve"], ["health"], ["demo", "reset", "ada"]):
        assert main(typed) == 2
        assert capsys.readouterr().err.startswith("site.toml: network.port is 0.")
