"""site.toml: every key works, and a wrong one is told in one sentence."""

import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from hub import settings as site


def read(table: dict[str, Any], environ: dict[str, str] | None = None) -> site.Settings:
    return site.settings_of(
        table, file=Path("/x/site.toml"), root=Path("/x"), environ=environ or {}
    )


def test_the_site_toml_we_ship_says_the_defaults(root: Path) -> None:
    shipped = site.load({"CAIRE_SITE": str(root / "site.toml")})
    bare = read({})

    for name in ("site", "network", "people", "servers", "record", "marking"):
        assert getattr(shipped, name) == getattr(bare, name)


def test_the_site_toml_we_ship_shows_every_key(root: Path) -> None:
    text = (root / "site.toml").read_text(encoding="utf-8")

    def keys(kind: Any) -> set[str]:
        found = set()
        for field in fields(kind):
            if field.metadata.get("kind") in ("given", "secret"):
                continue
            found |= keys(field.type) if is_dataclass(field.type) else {str(field.name)}
        return found

    shown = set(re.findall(r"^(\w+) = ", text, re.MULTILINE))
    assert shown == keys(site.Settings)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"limits": {}}, "there is no key limits. Known: site, network"),
        (
            {"servers": {"memroy": "2G"}},
            "there is no key servers.memroy (value '2G'). Did you mean 'memory'?",
        ),
        (
            {"servers": {"memory": "2 gigs"}},
            "servers.memory is '2 gigs'. Write a number",
        ),
        ({"servers": {"memory": "1M"}}, "at least 256M"),
        ({"servers": {"cpu": True}}, "servers.cpu is True. Write a number from 0.1"),
        ({"network": {"port": "8000"}}, "network.port is '8000'. Write a whole number"),
        ({"network": {"port": 0}}, "network.port is 0"),
        ({"network": {"port": 70000}}, "from 1 to 65535"),
        ({"network": {"hub_port": 8000}}, "network.port has this one"),
        ({"network": 3}, "network is 3. Write a section"),
        ({"network": {"public_url": "labs.example"}}, "Write an address such as"),
        ({"people": {"sign_in": "ldap"}}, "Write one of 'demo', 'oidc'"),
        ({"people": {"admins": "me"}}, "a list of names"),
        ({"people": {"sign_in": "oidc"}}, "people.oidc.client_id is ''"),
        ({"marking": {"allow_unsandboxed": "no"}}, "true or false, without quotes"),
        ({"site": {"name": 3}}, "a text in double quotes"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_says_how_to_write_it(
    table: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(site.SettingsError) as told:
        read(table)

    assert sentence in str(told.value)
    assert str(told.value).startswith("site.toml: ")
    assert str(told.value).endswith("The Hub was not started.")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"port = = 3", "is not TOML"), (b"\xff\xfe", "is not TOML")],
)
def test_a_broken_file_is_one_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    (tmp_path / "site.toml").write_bytes(content)

    with pytest.raises(site.SettingsError, match=sentence):
        site.load({"CAIRE_SITE": str(tmp_path / "site.toml")})


def test_a_missing_file_says_which_and_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(site.SettingsError, match="CAIRE_SITE"):
        site.load({"CAIRE_SITE": str(tmp_path / "nowhere.toml")})


def test_the_state_folder_is_beside_the_file_unless_the_environment_says_so() -> None:
    assert read({}).state == Path("/x/var")
    assert read({"paths": {"state": "data"}}).state == Path("/x/data")
    assert read({}, {"CAIRE_STATE": "/srv/caire"}).state == Path("/srv/caire")


@pytest.mark.parametrize(
    ("written", "size"), [("512M", 2**29), ("2G", 2**31), ("1.5 GB", 3 * 2**29)]
)
def test_sizes_are_bytes_once_read(written: str, size: int) -> None:
    assert read({"servers": {"memory": written}}).servers.memory == size


def test_a_key_is_still_read_under_its_former_name() -> None:
    table = {"marking": {"nursery": False}}

    settings = site.settings_of(table, file=Path("/x"), root=Path("/x"), environ={})

    assert settings.marking.forkserver is False


def test_a_secret_is_never_in_the_file_nor_in_a_printed_setting(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s3cret\n", encoding="utf-8")
    urls = dict.fromkeys(
        ("authorize_url", "token_url", "userdata_url"), "https://x.example/y"
    )
    oidc = {"client_id": "us", "secret_file": str(tmp_path / "secret"), **urls}

    from_file = read({"people": {"sign_in": "oidc", "oidc": oidc}})
    from_environment = read(
        {"people": {"sign_in": "oidc", "oidc": oidc}}, {"CAIRE_OIDC_SECRET": "other"}
    )

    assert from_file.people.oidc.secret == "s3cret"
    assert from_environment.people.oidc.secret == "other"
    assert "s3cret" not in repr(from_file)
    with pytest.raises(site.SettingsError, match=r"no key people\.oidc\.secret "):
        read({"people": {"oidc": {"secret": "s3cret"}}})
