"""The autograder's half of the record's HTTP API, by the feed token.

The one rule: nothing here decides anything. A refusal is RecordRefused with the
record's own sentence; a record that does not answer is RecordAway.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from types import TracebackType
from typing import Any

import httpx

from autograder.assignment.version import Exercise

Item = dict[str, Any]


class RecordAway(Exception):
    """The record did not answer. Nothing is known about what it did."""


class RecordRefused(Exception):
    """The record answered no. Has its sentences, and `status` (HTTP)."""

    def __init__(self, status: int, fr: str, en: str) -> None:
        super().__init__(en)
        self.status = status
        self.fr = fr
        self.en = en


class RecordClient:
    """Speaks to one record. Use as `async with RecordClient(url, token) as record`."""

    def __init__(
        self, url: str, token: str, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self.waiting = 0  # submissions to mark, said with the last answer to `work`
        # The record is behind the hub's proxy; trust_env would take a web proxy's
        # address from the environment and send it the token.
        self._http = httpx.AsyncClient(
            base_url=url.rstrip("/") + "/",
            headers={"Authorization": f"token {token}", "Accept-Language": "en"},
            timeout=httpx.Timeout(30.0, connect=5.0),
            transport=transport,
            trust_env=False,
        )

    async def __aenter__(self) -> RecordClient:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._http.aclose()

    async def work(self, wait_s: int, after: str = "") -> tuple[list[Item], str]:
        """Everything pending, oldest first, and a cursor.

        Waits up to `wait_s` for something, and for something new when `after` is
        the cursor of the last answer.
        """
        answer = await self._json(
            "GET",
            "api/feed/work",
            slack_s=wait_s,
            params={"wait": wait_s, "after": after},
        )
        work = list(answer["work"])
        self.waiting = int(answer.get("waiting", len(work)))
        return work, str(answer.get("cursor") or "")

    async def files(self, submission: str) -> bytes:
        """The submission as the record stored it: a zip archive."""
        response = await self._send("GET", f"api/feed/submissions/{submission}/files")
        return response.content

    async def handed_in(
        self, lab: str, cohort: str | None
    ) -> tuple[list[Item], list[Item]]:
        """All submissions of a lab with their newest results; to whom it is open."""
        about = {"lab": lab, **({"cohort": cohort} if cohort else {})}
        found: list[Item] = []
        while True:
            after = str(found[-1]["id"]) if found else ""
            answer = await self._json(
                "GET", "api/feed/handed-in", params={**about, "after": after}
            )
            if not answer["submissions"]:
                return found, list(answer["releases"])
            found += answer["submissions"]

    async def put_result(
        self, submission: str, rev: int, body: dict[str, Any]
    ) -> httpx.Response:
        return await self._send(
            "PUT", f"api/feed/results/{submission}/{rev}", json=body
        )

    async def watermark(self, submission: str) -> int:
        """The newest revision the record holds of this mark; 0 when none."""
        answer = await self._json("GET", f"api/feed/results/{submission}")
        return int(answer["rev"])

    async def put_feedback(self, submission: str, html: str) -> None:
        await self._send(
            "PUT",
            f"api/feed/feedback/{submission}",
            content=html.encode(),
            headers={"Content-Type": "text/html; charset=utf-8"},
        )

    async def put_version(
        self,
        lab: str,
        version: str,
        exercises: Iterable[Exercise],
        zips: Mapping[str, bytes],
    ) -> None:
        files = {lang: base64.b64encode(each).decode() for lang, each in zips.items()}
        await self._send(
            "PUT",
            f"api/feed/versions/{lab}/{version}",
            json={"exercises": [asdict(e) for e in exercises], "files": files},
        )

    async def post_release(
        self, cohort: str, lab: str, version: str, due: str | None, job: str | None
    ) -> None:
        body = {"cohort": cohort, "lab": lab, "version": version, "due": due}
        await self._send("POST", "api/feed/releases", json={**body, "job": job})

    async def job_failed(self, job: str, fr: str, en: str) -> None:
        body = {"state": "failed", "fr": fr, "en": en}
        await self._send("POST", f"api/feed/jobs/{job}", json=body)

    async def is_staff(self, user: str, cohort: str) -> bool:
        answer = await self._json(
            "GET", "api/feed/staff", params={"user": user, "cohort": cohort}
        )
        return answer.get("allowed") is True

    async def roster(self, cohort: str) -> list[dict[str, str]]:
        answer = await self._json("GET", "api/feed/roster", params={"cohort": cohort})
        return list(answer["learners"])

    async def _json(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        response = await self._send(method, path, **more)
        try:
            answer = response.json()
        except ValueError as error:
            raise RecordAway(f"{path} answered something that is not JSON") from error
        if not isinstance(answer, dict):
            raise RecordAway(f"{path} answered something unexpected")
        return answer

    async def _send(
        self, method: str, path: str, slack_s: float = 0, **more: Any
    ) -> httpx.Response:
        timeout = httpx.Timeout(30.0 + slack_s, connect=5.0)
        try:
            response = await self._http.request(method, path, timeout=timeout, **more)
        except httpx.HTTPError as error:
            raise RecordAway(
                f"{type(error).__name__} at {path.split('?')[0]}"
            ) from error
        # The proxy answers 502 and 503 for a record that is down, 429 when busy.
        if response.status_code >= 500 or response.status_code == 429:
            raise RecordAway(f"{response.status_code} at {path.split('?')[0]}")
        if response.status_code >= 300:
            raise _refusal(response)
        return response


def _refusal(response: httpx.Response) -> RecordRefused:
    try:
        answer = response.json()
    except ValueError:
        answer = {}
    if not isinstance(answer, dict):
        answer = {}
    plain = answer.get("error") or f"The record answered {response.status_code}."
    return RecordRefused(
        response.status_code,
        str(answer.get("fr") or plain)[:500],
        str(answer.get("en") or plain)[:500],
    )
