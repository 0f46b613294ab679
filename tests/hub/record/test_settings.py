"""The record's settings: site.toml, and what the environment says instead."""

from pathlib import Path

import pytest

from hub.record.settings import BadSetting, from_environment


def site(folder: Path, text: str) -> dict[str, str]:
    file = folder / "site.toml"
    file.write_text(text, encoding="utf-8")
    return {"CAIRE_SITE": str(file)}


def test_a_command_finds_the_database_of_site_toml(tmp_path: Path) -> None:
    env = site(tmp_path, '[record]\ndatabase = "postgresql+psycopg://caire@db/caire"')

    assert from_environment(env).database == "postgresql+psycopg://caire@db/caire"


def test_without_one_it_is_sqlite_below_the_state_folder(tmp_path: Path) -> None:
    env = site(tmp_path, '[paths]\nstate = "kept"')

    settings = from_environment(env)

    assert settings.folder == tmp_path / "kept" / "record"
    assert settings.database == f"sqlite:///{settings.folder / 'record.sqlite'}"


def test_the_environment_wins(tmp_path: Path) -> None:
    env = site(tmp_path, '[site]\nname = "Here"\ntimezone = "Europe/Berlin"')
    said = {"CAIRE_SITE_NAME": "There", "CAIRE_RECORD_DB": "sqlite:///x"}

    settings = from_environment(env | said)

    assert (settings.site_name, settings.database) == ("There", "sqlite:///x")
    assert settings.timezone.key == "Europe/Berlin"


def test_paths_of_the_hub_end_with_one_slash(tmp_path: Path) -> None:
    given = {"JUPYTERHUB_SERVICE_PREFIX": "/services/record", "JUPYTERHUB_BASE_URL": ""}

    settings = from_environment(site(tmp_path, "") | given)

    assert (settings.prefix, settings.hub_base) == ("/services/record/", "/")


def test_a_wrong_site_toml_is_one_sentence_about_what_was_asked(tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as told:
        from_environment(site(tmp_path, "[record]\ndatabse = 'x'"))

    assert "Did you mean 'database'? Nothing was done." in str(told.value)
