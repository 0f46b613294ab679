"""The site's secret from which all random draws of its tests follow.

The receipt tells a learner the digest of what they hand in, and a notebook can work it
out of a copy of itself: a seed made of the digest alone is foretold. So the seed is a
keyed hash. The one rule: a key never leaves this process; what travels to an examiner
is the *seed*, which is worth one submission.

Words: a *key* is a secret with an id. The newest makes the draws of what was never
marked; older ones stay, so that a submission marked again keeps its draws.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.runtime.lifetime import alone_in
from labs.language import french

FILE = "draw-keys.json"
_SECRET_BYTES = 32


class BadDrawKeys(Exception):
    """The file of keys is there and cannot be used. `fr` and `en` say what to do."""

    def __init__(self, path: Path, why: str) -> None:
        self.fr = french(
            f"{path}, d’où viennent les tirages des tests, est illisible ({why}). "
            "Remettez-le depuis une sauvegarde du dossier d’état ; sans sauvegarde, "
            "déplacez-le : des clés nouvelles seront faites, et ce qui est noté de "
            "nouveau aura d’autres tirages."
        )
        self.en = (
            f"{path}, which the tests' draws follow from, cannot be read ({why}). Put "
            "it back from a backup of the state folder; without one, move it away: new "
            "keys are made, and what is marked again has other draws."
        )
        super().__init__(self.en)


@dataclass(frozen=True)
class DrawKey:
    """One secret. id: says which, and nothing about it."""

    id: str
    secret: bytes = field(repr=False)

    def seed(self, digest: str) -> str:
        """What all draws of the submission with this digest follow from."""
        return hmac.new(self.secret, digest.encode(), hashlib.sha256).hexdigest()


# For marks that are nobody's: `labs check`, proving a version, tests, and `mark` where
# no site has keys. Everybody knows it, so no site may mark a learner's work with it.
DEVELOPMENT = DrawKey("development", b"draws of the development key")


class DrawKeys:
    """The keys of one site, in one private file below `home`.

    Read anew at each question: a command may have added a key meanwhile.
    All raise BadDrawKeys.
    """

    def __init__(self, home: Path) -> None:
        self._path = home / FILE

    def exist(self) -> bool:
        return self._path.exists()

    def newest(self) -> DrawKey:
        """The key of what is marked for the first time; made when there is none."""
        known = self._read()
        return known[-1] if known else self._add(unless_there_is_one=True)

    def of(self, id: str | None) -> DrawKey | None:
        """The key a submission was marked with, or None when it is not here."""
        return next((each for each in self.all() if each.id == id), None)

    def all(self) -> list[DrawKey]:
        """The newest last."""
        return self._read()

    def add(self) -> DrawKey:
        """A new key, the newest from now on. The others stay."""
        return self._add()

    def _add(self, *, unless_there_is_one: bool = False) -> DrawKey:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with alone_in(self._path.parent):
            known = self._read()
            if known and unless_there_is_one:
                return known[-1]
            # Random: an id tells nothing, and two sites never share one.
            made = DrawKey(secrets.token_hex(6), secrets.token_bytes(_SECRET_BYTES))
            self._write([*known, made])
        return made

    def _read(self) -> list[DrawKey]:
        try:
            given = json.loads(self._path.read_text("utf-8"))
            return [_key(each) for each in given["keys"]]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadDrawKeys(self._path, type(error).__name__) from None

    def _write(self, keys: list[DrawKey]) -> None:
        lines = [{"id": each.id, "secret": each.secret.hex()} for each in keys]
        beside = self._path.with_name(f".{FILE}.new")
        beside.unlink(missing_ok=True)
        beside.touch(mode=0o600, exist_ok=False)
        with beside.open("w") as out:
            json.dump({"keys": lines}, out, indent=1)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(self._path)


def _key(given: Any) -> DrawKey:
    key = DrawKey(str(given["id"]), bytes.fromhex(given["secret"]))
    if len(key.secret) < _SECRET_BYTES:
        raise ValueError("a secret is too short")
    return key
