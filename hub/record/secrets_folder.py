"""Our two secrets: files of mode 0600 in its folder, never in the database."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hub.record.domain.receipts import ReceiptKey


def receipt_key(folder: Path) -> ReceiptKey:
    """The key that signs receipts. Made at the first start; then back it up."""
    pem = _keep(folder / "receipt-key.pem", ReceiptKey.new_pem)
    return ReceiptKey.from_pem(pem, _older(folder))


def rotate(folder: Path) -> None:
    """A new key for receipts. Of the older ones the public halves are kept, first, so
    that there is no moment at which a receipt does not verify."""
    if not (folder / "receipt-key.pem").exists():
        return
    known = receipt_key(folder)
    newest = {name: each for name, each in known.jwk.items() if name != "older"}
    older = json.dumps([newest, *known.older], indent=1).encode()
    _replace(folder / "receipt-keys-older.json", older)
    _replace(folder / "receipt-key.pem", ReceiptKey.new_pem())


def _older(folder: Path) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = json.loads(
            (folder / "receipt-keys-older.json").read_bytes()
        )
    except FileNotFoundError:
        return []
    return found


def cookie_secret(folder: Path) -> bytes:
    """Signs our cookies; kept, so that a restart logs nobody out."""
    return _keep(folder / "cookie-secret", lambda: secrets.token_bytes(32))


def _keep(path: Path, make: Callable[[], bytes]) -> bytes:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        fresh = _beside(path, make())
        try:
            os.link(fresh, path)  # fails when another process was first: theirs counts
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()


def _replace(path: Path, content: bytes) -> None:
    _beside(path, content).replace(path)


def _beside(path: Path, content: bytes) -> Path:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(content)
    return fresh
