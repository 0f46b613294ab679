"""`python -m hub rotate-secrets`: every secret anew, while the site is stopped.

What an older secret has signed or locked stays good to check and to open: receipts
verify with the public keys that are kept, stored sign-in details open with the older
keys. Whoever holds an older secret can do nothing more with it: sessions, servers'
tokens and the parts' own tokens have ended.
"""

import contextlib
import sqlite3
import sys
from pathlib import Path

from hub.configure.site import crypt_keys, private_folder, secret
from hub.record.secrets_folder import rotate
from hub.serve import only_one
from hub.settings import Settings

# Made anew at the next start by whoever needs them.
MADE_ANEW = (
    "hub/cookie-secret",
    "secrets/proxy-token",
    "secrets/feed-token",
    "autograder/connection.json",  # has a copy of the feed's token
    "autograder/formgrader-cookie-secret",
    "record/cookie-secret",
)


def main(settings: Settings, arguments: list[str]) -> int:
    """0 when everything is anew; 2 when the site runs, or nothing was asked for."""
    if arguments:
        print("python -m hub rotate-secrets takes no argument.", file=sys.stderr)
        return 2
    if not settings.state.is_dir():
        print(
            f"There is no site at {str(settings.state)!r} yet: its secrets are made at "
            "the first start. Nothing was changed.",
            file=sys.stderr,
        )
        return 2
    with only_one(settings) as is_stopped:
        if not is_stopped:
            print(
                f"The Hub runs on {settings.state}. Stop it first (Ctrl-C in its "
                "terminal), then type this again. Nothing was changed.",
                file=sys.stderr,
            )
            return 2
        rotate_all(settings)
    print(
        "Every secret is new from the next start on. Everybody signs in again, and "
        "makes personal tokens again; passwords, work and marks are as they were, and "
        "older receipts still verify."
    )
    return 0


def rotate_all(settings: Settings) -> None:
    """Once more after an interruption is harmless: then a secret is replaced twice."""
    _end_tokens(settings.state / "hub" / "jupyterhub.sqlite")
    _rotate_crypt_key(settings)
    rotate(settings.state / "record")
    for name in MADE_ANEW:
        (settings.state / name).unlink(missing_ok=True)


def _end_tokens(database: Path) -> None:
    """The Hub adds a service's new token at its start, and keeps an older one."""
    if not database.exists():
        return
    with contextlib.closing(sqlite3.connect(database)) as hub, hub:
        for table in ("api_tokens", "oauth_codes"):
            hub.execute(f"DELETE FROM {table}")  # noqa: S608 (one of the two above)


def _rotate_crypt_key(settings: Settings) -> None:
    """The newest key locks, each of them opens (hub/configure/site.py)."""
    folder = private_folder(settings.state / "secrets")
    older = folder / "crypt-keys-older"
    beside = folder / ".crypt-keys-older.new"
    beside.touch(mode=0o600)
    beside.write_text("\n".join(crypt_keys(settings)), encoding="ascii")
    beside.replace(older)
    (folder / "crypt-key").unlink()
    secret(settings, "crypt-key")
