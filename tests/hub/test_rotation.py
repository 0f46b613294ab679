"""Every secret anew: what an older one opened is closed, what it signed stays true."""

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jupyterhub import orm
from sqlalchemy import create_engine

from hub import private_files, rotation, serve
from hub.configure.site import crypt_keys, secret
from hub.record.domain.receipts import Receipt, verify
from hub.record.secrets_folder import cookie_secret, receipt_key
from hub.settings import Settings
from labs.exchange.receipt import verified
from tests.hub.conftest import filled

DIGEST = "b" * 64
GIVEN = Receipt(
    site="Site",
    learner="ada",
    cohort="demo",
    lab="N1-00",
    kind="submit",
    submission="a" * 20,
    digest=DIGEST,
    received_at=datetime(2026, 11, 21, 9, tzinfo=UTC),
    complete_at=datetime(2026, 11, 21, 9, tzinfo=UTC),
)


@pytest.fixture
def site(settings: Settings) -> Settings:
    """A site that has run: with its secrets, and a Hub's database."""
    filled(settings)
    cookie_secret(settings.state / "record")
    receipt_key(settings.state / "record")
    for name in ("hub/cookie-secret", "autograder/formgrader-cookie-secret"):
        (settings.state / name).parent.mkdir(exist_ok=True)
        (settings.state / name).write_text("older")
    engine = create_engine(f"sqlite:///{settings.state / 'hub' / 'jupyterhub.sqlite'}")
    orm.Base.metadata.create_all(engine)
    with engine.begin() as database:
        database.exec_driver_sql(
            "INSERT INTO api_tokens (hashed, prefix, client_id) VALUES ('h', 'p', 'c')"
        )
    engine.dispose()
    private_files.narrow(settings.state)
    return settings


def secrets_of(site: Settings) -> dict[str, bytes]:
    """Every file that holds a secret, made if it is not there."""
    filled(site)
    cookie_secret(site.state / "record")
    receipt_key(site.state / "record")
    return {
        name: (site.state / name).read_bytes()
        for name in (
            *("secrets/crypt-key", "secrets/proxy-token", "secrets/feed-token"),
            *("record/cookie-secret", "record/receipt-key.pem"),
            "autograder/connection.json",
        )
    }


def test_every_secret_is_another(
    site: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    before = secrets_of(site)

    assert rotation.main(site, []) == 0

    after = secrets_of(site)
    assert {name for name in before if before[name] == after[name]} == set()
    for name in ("hub/cookie-secret", "autograder/formgrader-cookie-secret"):
        assert not (site.state / name).exists()  # made by the Hub, by formgrader
    assert list(private_files.wide(site.state)) == []
    said = capsys.readouterr().out
    assert "Everybody signs in again" in said
    assert not [
        each for each in (*before.values(), *after.values()) if each in said.encode()
    ]


def test_no_token_of_before_is_known_to_the_hub(site: Settings) -> None:
    rotation.rotate_all(site)

    engine = create_engine(f"sqlite:///{site.state / 'hub' / 'jupyterhub.sqlite'}")
    with engine.connect() as database:
        tokens = orm.APIToken.__table__.select()
        codes = orm.OAuthCode.__table__.select()
        assert list(database.execute(tokens)) == list(database.execute(codes)) == []
    engine.dispose()


def test_receipts_of_every_older_key_verify_here_and_at_the_learners(
    site: Settings,
) -> None:
    folder = site.state / "record"
    receipts = []
    for _ in range(3):
        receipts.append(receipt_key(folder).sign(GIVEN))
        rotation.rotate_all(site)
    receipts.append(receipt_key(folder).sign(GIVEN))

    published = json.loads(json.dumps(receipt_key(folder).jwk))

    assert len({verify(jws, published)["sub"] for jws in receipts}) == 1
    assert [verified(jws, published, DIGEST)["sub"] for jws in receipts] == ["ada"] * 4
    assert len({*receipts}) == 4
    kept = (folder / "receipt-keys-older.json").read_text()
    assert '"d"' not in kept
    assert "PRIVATE" not in kept


def test_what_was_locked_with_an_older_key_still_opens(site: Settings) -> None:
    older = crypt_keys(site)
    rotation.rotate_all(site)
    rotation.rotate_all(site)

    keys = crypt_keys(site)

    assert len(keys) == 3
    assert keys[0] == secret(site, "crypt-key")
    assert keys[-1:] == older
    assert [key.hex() for key in filled(site).CryptKeeper["keys"]] == keys


def power_cut(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_an_interrupted_rotation_is_typed_again(
    site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    jws = receipt_key(site.state / "record").sign(GIVEN)
    older = crypt_keys(site)
    monkeypatch.setattr(Path, "unlink", power_cut)
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate_all(site)
    monkeypatch.undo()

    rotation.rotate_all(site)

    assert verify(jws, receipt_key(site.state / "record").jwk)["sub"] == "ada"
    assert set(older) < set(crypt_keys(site))


def test_a_site_that_runs_is_left_as_it_is(
    site: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    before = secrets_of(site)

    with serve.only_one(site):
        assert rotation.main(site, []) == 2

    assert secrets_of(site) == before
    assert "Stop it first" in capsys.readouterr().err


def test_a_site_that_never_ran_has_nothing_to_rotate(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rotation.main(settings, []) == 2
    assert "secrets are made at the first start" in capsys.readouterr().err
    assert not settings.state.exists()


def test_the_list_of_older_keys_is_for_us_alone(site: Settings) -> None:
    rotation.rotate_all(site)

    for name in ("secrets/crypt-keys-older", "record/receipt-keys-older.json"):
        assert stat.S_IMODE((site.state / name).stat().st_mode) == 0o600
