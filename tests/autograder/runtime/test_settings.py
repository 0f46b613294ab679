"""What the hub wrote, what nobody wrote, and the sentence when there was no hub."""

import json
from pathlib import Path
from typing import Any

import pytest

from autograder.runtime.limits import Limits
from autograder.runtime.settings import (
    DEFAULT_LIMITS,
    NotConnected,
    Settings,
    from_connection,
    load,
    load_connected,
    state_folder,
)

CONNECTED = {"record_url": "http://127.0.0.1:8000/services/record/", "token": "secret"}


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CAIRE_STATE", str(tmp_path))
    return tmp_path


def write(state: Path, given: dict[str, Any]) -> None:
    (state / "autograder").mkdir()
    (state / "autograder" / "connection.json").write_text(json.dumps(given))


def test_without_a_hub_there_are_defaults_that_mark(state: Path) -> None:
    settings = load()

    assert settings == Settings(state=state)
    assert settings.engine == "local"
    assert not settings.allow_unsandboxed
    assert Limits.from_mapping(settings.limits) == Limits()


def test_the_defaults_are_those_of_the_limits_themselves() -> None:
    assert dict(DEFAULT_LIMITS) == vars(Limits())


def test_without_a_hub_what_needs_one_says_where_it_looked(state: Path) -> None:
    with pytest.raises(NotConnected, match=r"Nothing was changed\.$") as no:
        load_connected()

    assert str(state / "autograder" / "connection.json") in str(no.value)


@pytest.mark.parametrize("missing", ["record_url", "token"])
def test_half_a_connection_is_none(state: Path, missing: str) -> None:
    write(state, {**CONNECTED, missing: ""})

    with pytest.raises(NotConnected):
        load_connected()


def test_the_hubs_word_is_taken_and_what_it_left_out_stays(state: Path) -> None:
    write(state, {**CONNECTED, "workers": 5, "limits": {"cpu_s": 7}})

    settings = load_connected()

    assert settings.record_url == "http://127.0.0.1:8000/services/record"
    assert settings.workers == 5
    assert settings.limits == {**DEFAULT_LIMITS, "cpu_s": 7}
    assert settings.courses == state / "autograder" / "courses"
    assert settings.versions == state / "autograder" / "versions"


def test_a_newer_hubs_words_are_passed_over(tmp_path: Path) -> None:
    """... and no connection file moves the state folder."""
    settings = from_connection(tmp_path, {"of_tomorrow": 1, "state": "/elsewhere"})

    assert settings == Settings(state=tmp_path)


def test_the_token_is_in_no_print_of_the_settings(state: Path) -> None:
    write(state, CONNECTED)

    assert "secret" not in repr(load_connected())


def test_the_state_folder_is_var_unless_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CAIRE_STATE", "")

    assert state_folder() == tmp_path.resolve() / "var"
