"""The demo's people: two small classes, with passwords that are random and shown once.

For trying the system and for teaching how it works; a campus signs people in by OIDC
(docs/operators.md). Passwords are kept as scrypt hashes in state/hub, mode 0600.
"""

import asyncio
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyterhub.auth import Authenticator
from tornado.web import HTTPError
from traitlets import Bool, Unicode

from hub.guesses import Guesses, TooManyTries, address_of

LEARNERS, INSTRUCTORS = "caire-learners", "caire-instructors"
# Easy to say and to type: no 0/O, 1/l/I. 10 letters of 31 are 49 bits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
N, R, P = 2**14, 8, 1


@dataclass(frozen=True)
class DemoCohort:
    """A class of the demo. `learners` maps account names to the names shown."""

    id: str
    name: str
    learners: dict[str, str]
    staff: tuple[str, ...]
    release: tuple[str, ...]


COHORTS = (
    DemoCohort(
        "demo",
        "Promo démo",
        {
            "ada": "Ada",
            "basile": "Basile",
            "chloe": "Chloé",
            "driss": "Driss",
            "elin": "Elin",
        },
        ("prof",),
        ("N1-00", "N1-01"),
    ),
    DemoCohort("demo-b", "Promo démo B", {"fatou": "Fatou"}, ("prof-b",), ("N1-00",)),
)
OPERATOR = "operateur"


@dataclass(frozen=True)
class Account:
    """One line of the list printed at the first start."""

    name: str
    role: str
    password: str


def roles() -> dict[str, str]:
    """Every account of the demo and what it is, in French: learners first."""
    learners = {name: "élève" for cohort in COHORTS for name in cohort.learners}
    staff = {name: "enseignant" for cohort in COHORTS for name in cohort.staff}
    return learners | staff | {OPERATOR: "opérateur"}


def names() -> list[str]:
    return list(roles())


def groups() -> dict[str, list[str]]:
    return {
        LEARNERS: [name for cohort in COHORTS for name in cohort.learners],
        INSTRUCTORS: [name for cohort in COHORTS for name in cohort.staff],
    }


def seed() -> dict[str, Any]:
    """What `python -m hub.record seed` needs: who learns where, and the first labs."""
    return {
        "institution": "Démo",
        "cohorts": [
            {
                "id": cohort.id,
                "name": cohort.name,
                "learners": [
                    {"name": name, "display": display}
                    for name, display in cohort.learners.items()
                ],
                "staff": list(cohort.staff),
                "release": list(cohort.release),
            }
            for cohort in COHORTS
        ],
    }


def passwords_file(state: Path) -> Path:
    return state / "hub" / "demo-passwords.json"


def make_accounts(state: Path) -> list[Account]:
    """Passwords for the accounts that have none; only those are returned."""
    hashes = read_hashes(passwords_file(state))
    new = [
        Account(name, role, new_password())
        for name, role in roles().items()
        if name not in hashes
    ]
    if new:
        fresh = {account.name: hashed(account.password) for account in new}
        write_hashes(passwords_file(state), hashes | fresh)
    return new


def reset(state: Path, name: str) -> Account:
    """A new password for one account; raises KeyError for a name that is not ours."""
    account = Account(name, roles()[name], new_password())
    file = passwords_file(state)
    write_hashes(file, read_hashes(file) | {name: hashed(account.password)})
    return account


def new_password() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def hashed(password: str, salt: bytes | None = None) -> str:
    salt = salt or secrets.token_bytes(16)
    digest = hashlib.scrypt(password.encode(), salt=salt, n=N, r=R, p=P)
    return f"scrypt:{N}:{R}:{P}:{salt.hex()}:{digest.hex()}"


def matches(password: str, kept: str) -> bool:
    _, n, r, p, salt, digest = kept.split(":")
    given = hashlib.scrypt(
        password.encode(), salt=bytes.fromhex(salt), n=int(n), r=int(r), p=int(p)
    )
    return hmac.compare_digest(given, bytes.fromhex(digest))


def read_hashes(file: Path) -> dict[str, str]:
    try:
        hashes: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return hashes


def write_hashes(file: Path, hashes: dict[str, str]) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT, 0o600), "w") as opened:
        opened.truncate()
        json.dump(hashes, opened, indent=1)
    new.replace(file)


class GuessingSlowed(HTTPError):
    """Too many wrong passwords: the page 429.html says how long to wait."""

    is_guessing = True

    def __init__(self, seconds: int) -> None:
        super().__init__(429, reason="Too Many Requests")
        self.headers = {"Retry-After": str(seconds)}


class DemoAuthenticator(Authenticator):
    """Checks a name and a password against the demo's hashes, at a slow pace."""

    passwords_file = Unicode(help="JSON file of name to scrypt hash").tag(config=True)
    is_behind_another = Bool(
        help="a web server of this machine stands in front of the proxy"
    ).tag(config=True)

    # For a name that does not exist, so that both answers take the same time.
    _nobody = hashed(secrets.token_hex(16))

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.guesses = Guesses()

    async def authenticate(self, handler: Any, data: dict[str, str]) -> str | None:
        name, password = data["username"], data["password"][:200]
        address = address_of(handler.request, is_behind_another=self.is_behind_another)
        try:
            right = await self.guesses.is_right(
                name, address, lambda: self._is_right(name, password)
            )
        except TooManyTries as too_many:
            self.log.warning(
                "Too many wrong passwords for %r or from %s: %s",
                name[:32],
                address,
                too_many,
            )
            raise GuessingSlowed(too_many.seconds) from None
        return name if right else None

    async def _is_right(self, name: str, password: str) -> bool:
        hashes = read_hashes(Path(self.passwords_file))
        kept = hashes.get(name, self._nobody)
        right = await asyncio.to_thread(matches, password, kept)
        return right and name in hashes
