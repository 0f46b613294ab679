"""Our two secrets: files of mode 0600 in its folder, never in the database."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from hub.record.domain.receipts import ReceiptKey


def receipt_key(folder: Path) -> ReceiptKey:
    """The key that signs receipts. Made at the first start; then back it up."""
    return ReceiptKey.from_pem(_keep(folder / "receipt-key.pem", ReceiptKey.new_pem))


def cookie_secret(folder: Path) -> bytes:
    """Signs our cookies; kept, so that a restart logs nobody out."""
    return _keep(folder / "cookie-secret", lambda: secrets.token_bytes(32))


def _keep(path: Path, make: Callable[[], bytes]) -> bytes:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    if not path.exists():
        fresh.touch(mode=0o600)
        fresh.write_bytes(make())
        try:
            os.link(fresh, path)  # fails when another process was first: theirs counts
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()
