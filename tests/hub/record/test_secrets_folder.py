"""Our two secrets are made once, for us alone, and kept."""

import stat
from pathlib import Path

from hub.record.secrets_folder import cookie_secret, receipt_key


def test_a_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    first, again = cookie_secret(tmp_path / "new"), cookie_secret(tmp_path / "new")

    assert first == again
    assert len(first) == 32
    assert cookie_secret(tmp_path / "other") != first


def test_only_the_service_can_read_it(tmp_path: Path) -> None:
    cookie_secret(tmp_path)
    receipt_key(tmp_path)

    modes = {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}

    assert modes == {0o600}


def test_the_key_that_signs_is_one_file_and_nothing_is_left_beside(
    tmp_path: Path,
) -> None:
    kids = {receipt_key(tmp_path).jwk["kid"] for _ in range(3)}

    assert len(kids) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["receipt-key.pem"]
