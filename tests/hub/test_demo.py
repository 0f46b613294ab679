"""The demo's accounts: random, shown once, kept as hashes."""

import logging
import stat
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hub import demo
from hub.__main__ import main


def test_passwords_are_shown_once_and_only_their_hashes_are_kept(
    tmp_path: Path,
) -> None:
    accounts = demo.make_accounts(tmp_path)
    again = demo.make_accounts(tmp_path)

    file = demo.passwords_file(tmp_path)
    assert [account.name for account in accounts] == demo.names()
    assert again == []
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text(encoding="utf-8")
    assert not [account for account in accounts if account.password in text]
    assert len({account.password for account in accounts}) == len(accounts)


def test_only_the_right_password_matches() -> None:
    kept = demo.hashed("kfp7x-wm3ra")

    assert demo.matches("kfp7x-wm3ra", kept)
    assert not demo.matches("kfp7x-wm3rb", kept)
    assert demo.hashed("kfp7x-wm3ra") != kept  # each with a salt of its own


@pytest.mark.parametrize(
    ("name", "password", "who"),
    [
        ("ada", None, "ada"),
        ("ada", "wrong", None),
        ("nobody", "wrong", None),
        ("", "", None),
    ],
)
async def test_sign_in(
    tmp_path: Path, name: str, password: str | None, who: str | None
) -> None:
    passwords = {a.name: a.password for a in demo.make_accounts(tmp_path)}
    authenticator = demo.DemoAuthenticator(
        passwords_file=str(demo.passwords_file(tmp_path))
    )

    given = passwords[name] if password is None else password

    signed_in = await authenticator.authenticate(
        handler_from("10.1.2.3"), {"username": name, "password": given}
    )

    assert signed_in == who


def handler_from(address: str) -> Any:
    return SimpleNamespace(
        request=SimpleNamespace(headers={"X-Forwarded-For": address})
    )


async def test_who_guesses_is_told_to_wait_and_the_log_holds_no_password(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    passwords = {a.name: a.password for a in demo.make_accounts(tmp_path)}
    log = logging.getLogger("of-the-authenticator")
    authenticator = demo.DemoAuthenticator(
        passwords_file=str(demo.passwords_file(tmp_path)), log=log
    )

    async def tried(password: str, address: str = "10.6.6.6") -> str | None:
        words = {"username": "ada", "password": password}
        return await authenticator.authenticate(handler_from(address), words)

    assert [await tried(f"guess-{each}") for each in range(5)] == [None] * 5
    with pytest.raises(demo.GuessingSlowed) as slowed:
        await tried(passwords["ada"])

    assert slowed.value.status_code == 429
    assert slowed.value.headers == {"Retry-After": "2"}
    assert "'ada' or from 10.6.6.6" in caplog.text
    assert not [word for word in (*passwords.values(), "guess-") if word in caplog.text]
    assert await tried(passwords["ada"], address="10.1.2.3") == "ada"


def test_a_reset_gives_a_new_password_and_ends_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAIRE_STATE", str(tmp_path))
    old = next(a for a in demo.make_accounts(tmp_path) if a.name == "ada")

    status = main(["demo", "reset", "ada"])

    name, role, new = capsys.readouterr().out.split()
    kept = demo.read_hashes(demo.passwords_file(tmp_path))["ada"]
    assert (status, name, role) == (0, "ada", "élève")
    assert demo.matches(new, kept)
    assert not demo.matches(old.password, kept)


def test_a_reset_of_nobody_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAIRE_STATE", str(tmp_path))

    status = main(["demo", "reset", "zoe"])

    assert status == 2
    assert "There is no demo account 'zoe'" in capsys.readouterr().err


def test_learners_and_instructors_are_in_one_group_each() -> None:
    groups = demo.groups()

    assert set(groups["caire-learners"]) & set(groups["caire-instructors"]) == set()
    assert sorted(chain(*groups.values())) == sorted(set(demo.names()) - {"operateur"})
