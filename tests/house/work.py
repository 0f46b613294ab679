"""Work that learners hand in over HTTP: the reference solution, as it is or changed."""

import io
import json
import time
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import httpx

from labs import catalogue
from labs.authoring import cases
from labs.authoring.build import Built, build

MARKED_S = 180


@cache
def built(lab: str) -> Built:
    return build(catalogue.load().lab(lab))


def solved(
    lab: str, lang: str = "fr", cells: Mapping[str, str] | None = None
) -> dict[str, bytes]:
    """The solution's files; `cells` replaces answer cells by their id."""
    case = cases.solution(built(lab).lab)
    return cases.submission(replace(case, cells=cells or {}), built(lab), lang)


def untouched(lab: str, lang: str = "fr") -> dict[str, bytes]:
    return cases.submission(cases.untouched(built(lab).lab), built(lab), lang)


def signed(files: Mapping[str, bytes], lab: str, note: str) -> dict[str, bytes]:
    """The same work with other bytes: another submission, not the same again."""
    notebook = json.loads(files[f"{lab}.ipynb"])
    notebook["metadata"]["note"] = note
    return {**files, f"{lab}.ipynb": json.dumps(notebook).encode()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def send(
    person: httpx.Client, cohort: str, lab: str, files: Mapping[str, bytes]
) -> dict[str, Any]:
    """Hand in, as a client that does not give up while the house is being restarted.

    Returns the record's answer: submission and receipt.
    """
    body, end = zipped(files), time.monotonic() + MARKED_S
    while True:
        try:
            answer = person.post(f"api/submissions/{cohort}/{lab}", content=body)
            if answer.status_code in (200, 201):
                return dict(answer.json())
            assert answer.status_code >= 500, answer.text
        except httpx.TransportError:
            pass
        assert time.monotonic() < end, "the record did not come back"
        time.sleep(0.5)


def mark_of(
    person: httpx.Client, submission: str, limit_s: float = MARKED_S
) -> dict[str, Any]:
    """The Result of a submission, once there is one."""
    end = time.monotonic() + limit_s
    state = "?"
    while time.monotonic() < end:
        try:
            answer = person.get(f"api/submissions/{submission}?wait=20&state={state}")
            if answer.status_code == 200:
                found = answer.json()["submission"]
                state = found["state"]
                if found["result"]:
                    return dict(found["result"])
                continue
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    raise AssertionError(f"{submission} has no mark after {limit_s:g} s ({state})")


def states_of(result: Mapping[str, Any]) -> dict[str, str]:
    return {each["id"]: each["state"] for each in result["exercises"]}
