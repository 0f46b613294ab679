"""The learner's side of the record's API: list, fetch, submit, follow.

The one rule: it speaks with the learner's own token and hands back plain data or
raises `Problem`, a sentence in both languages. It knows nothing of nbgrader nor
of Jupyter, and everything in it blocks: call it in a thread from an event loop.
"""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labs.exchange import folder, problem, receipt
from labs.exchange.problem import Problem

if TYPE_CHECKING:
    import httpx

TIMEOUT_S = 30.0
MAX_SENTENCE = 500  # characters we repeat of a sentence that came over the network

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


@dataclass
class Record:
    """A connection to the record, as one learner.

    url: where the record lives, as `https://hub.example/services/record`.
    token: the learner's server's own Hub token.
    """

    url: str
    token: str = field(repr=False)
    _http: httpx.Client | None = field(default=None, repr=False)
    _key: dict[str, Any] | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Record:
        """Raises Problem when this server was not connected to a record."""
        url = environment.get("CAIRE_RECORD_URL", "").rstrip("/")
        token = environment.get("JUPYTERHUB_API_TOKEN", "")
        if not url or not token:
            raise problem.not_set_up()
        return cls(url, token)

    def list_assignments(self, cohort: str | None = None) -> list[dict[str, Any]]:
        """The labs released to this learner, as the record tells them."""
        params = {"cohort": _name(cohort)} if cohort else {}
        answer = self._json("GET", "assignments", params=params)
        return _dicts(answer.get("assignments"))

    def assignment(self, cohort: str | None, lab: str) -> dict[str, Any] | None:
        """The one assignment of this lab, newest cohort first, or None."""
        for each in self.list_assignments(cohort):
            if each.get("lab") == lab and cohort in (None, each.get("cohort")):
                return each
        return None

    def fetch(self, cohort: str, lab: str, lang: str, into: Path) -> Path:
        """The lab's folder in `into`, filled with what is missing there.

        Nothing that exists is overwritten, so calling twice is harmless. A folder
        whose notebook is there is left alone, without a call to the record.
        """
        target = into / _name(lab)
        notebook = target / f"{lab}.ipynb"
        if notebook.exists() or notebook.is_symlink():
            return target
        files = self._release(cohort, lab, lang)
        folder.place(files, target)
        folder.write_about(target, _about(files, cohort, lab, lang))
        return target

    def start_again(
        self, cohort: str, lab: str, lang: str, into: Path, now: datetime
    ) -> Path:
        """Puts a fresh lab in place; returns the folder that keeps the old work.

        The release is here before anything moves: without it nothing changes.
        """
        files = self._release(cohort, lab, lang)
        target = into / _name(lab)
        target.mkdir(exist_ok=True)
        copy = folder.keep_a_copy(target, now, lang)
        folder.place(files, target)
        folder.write_about(target, _about(files, cohort, lab, lang))
        return copy

    def submit(
        self,
        cohort: str,
        lab: str,
        files: Mapping[str, bytes],
        lang: str = "fr",
        kind: str = "submit",
    ) -> dict[str, Any]:
        """Sends the files; returns `submission`, `receipt` (verified), `checked`,
        `checks_left`, `next_check_s`.

        kind: `submit` counts, `check` only answers. It is for the exercises in
        `checked`, of which each has checks_left more or better, and one more after
        next_check_s seconds; None when it was not said. The same files again are the
        same submission.
        """
        packed = folder.zip_of(files)
        answer = self._json(
            "POST",
            f"submissions/{_name(cohort)}/{_name(lab)}",
            params={"kind": kind, "lang": lang},
            content=packed,
            headers={"Content-Type": "application/zip"},
        )
        signed = answer.get("receipt")
        submission = answer.get("submission")
        if not isinstance(signed, dict) or not isinstance(submission, dict):
            raise problem.strange_answer(200)
        receipt.verified(
            str(signed.get("jws")), self._receipt_key(), folder.digest_of(files)
        )
        said = ("checked", "checks_left", "next_check_s")
        checks = {key: answer.get(key) for key in said}
        return {"submission": submission, "receipt": signed, **checks}

    def status(
        self, submission: str, seen: str = "", wait_s: int = 0
    ) -> dict[str, Any]:
        """Where a submission stands: state, place in the queue, result.

        With `seen` and `wait_s` the record answers as soon as the state is another,
        or when the wait is over.
        """
        params = {"state": seen, "wait": str(wait_s)} if wait_s else {}
        path = f"submissions/{_name(str(submission))}"
        answer = self._json("GET", path, params=params)
        found = answer.get("submission")
        if not isinstance(found, dict):
            raise problem.strange_answer(200)
        return found

    def submissions(
        self, cohort: str | None = None, lab: str | None = None
    ) -> list[dict[str, Any]]:
        """This learner's submissions, newest first."""
        asked = {"cohort": cohort, "lab": lab}
        params = {key: _name(value) for key, value in asked.items() if value}
        return _dicts(
            self._json("GET", "submissions", params=params).get("submissions")
        )

    def feedback(self, submission: str) -> bytes | None:
        """nbgrader's feedback page, or None when there is none yet."""
        answer = self._ask("GET", f"submissions/{_name(str(submission))}/feedback")
        if answer.status_code == 404:
            return None
        _raise_for(answer)
        return answer.content

    def close(self) -> None:
        if self._http is not None:
            self._http.close()

    def _release(self, cohort: str, lab: str, lang: str) -> dict[str, bytes]:
        answer = self._ask(
            "GET", f"releases/{_name(cohort)}/{_name(lab)}", params={"lang": lang}
        )
        _raise_for(answer)
        return folder.unpack(answer.content, lab)

    def _receipt_key(self) -> dict[str, Any]:
        if self._key is None:
            found = self._json("GET", "receipt-key")
            inner = found.get("key")
            self._key = inner if isinstance(inner, dict) else found
        return self._key

    def _json(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        answer = self._ask(method, path, **more)
        _raise_for(answer)
        try:
            found = answer.json()
        except ValueError as error:
            raise problem.strange_answer(answer.status_code) from error
        if not isinstance(found, dict):
            raise problem.strange_answer(answer.status_code)
        return found

    def _ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        import httpx  # only at the first question: an idle server does without

        if self._http is None:
            self._http = httpx.Client(
                headers={"Authorization": f"token {self.token}"},
                timeout=TIMEOUT_S,
                verify=ssl.create_default_context(),
                trust_env=False,  # a proxy named by the learner must not see the token
            )
        try:
            return self._http.request(method, f"{self.url}/api/{path}", **more)
        except httpx.HTTPError as error:
            raise problem.no_answer() from error


def _raise_for(answer: httpx.Response) -> None:
    """Turns any answer but success into the sentence the record gave, or ours."""
    if answer.is_success:
        return
    try:
        said = json.loads(answer.content)
    except ValueError:
        said = None
    wait = answer.headers.get("Retry-After", "")
    wait_s = int(wait) if wait.isdecimal() and len(wait) < 7 else None
    if isinstance(said, dict):
        english = said.get("en") or said.get("error")
        french = said.get("fr") or said.get("error")
        if isinstance(english, str) and isinstance(french, str):
            raise Problem(
                french[:MAX_SENTENCE],
                english[:MAX_SENTENCE],
                answer.status_code,
                wait_s,
            )
    if answer.is_redirect or answer.status_code in (401, 403):
        raise problem.not_let_in()
    if answer.status_code in (502, 503, 504):
        raise problem.no_answer()
    raise problem.strange_answer(answer.status_code)


def _name(value: str) -> str:
    """The value, when it can be part of an address. Raises Problem otherwise."""
    if not _NAME.fullmatch(value) or ".." in value:
        raise Problem(
            f"{value[:40]!r} n’est pas un nom de lab, de promo ou de rendu. Repars de "
            "« Mes labs ». Rien n’a changé.",
            f"{value[:40]!r} is not the name of a lab, cohort or submission. Start "
            "again from “My labs”. Nothing has changed.",
            400,
        )
    return value


def _about(
    files: Mapping[str, bytes], cohort: str, lab: str, lang: str
) -> dict[str, str]:
    """What `.lab.json` keeps; the version and language are the notebook's own."""
    about = {"cohort": cohort, "lab": lab, "lang": lang, "version": ""}
    try:
        own = json.loads(files[f"{lab}.ipynb"])["metadata"]["caire"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return about
    for key in ("lang", "version"):
        if isinstance(own, dict) and isinstance(own.get(key), str):
            about[key] = own[key]
    return about


def _dicts(value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        raise problem.strange_answer(200)
    return [each for each in value if isinstance(each, dict)]
