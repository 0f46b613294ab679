"""Bad arguments over every address of the record: 4xx with a sentence, never a 500.

The addresses come from the router and the arguments from docs/record-api.md, so a new
address is tried without anybody thinking of it. (schemathesis is not among our
development requirements; hypothesis makes the requests here.)
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.record.web.routes import ROUTES
from tests.hub.record.classroom_life import Life
from tests.hub.record.fake_hub import version_body
from tests.hub.record.test_bodies import port_of
from tests.hub.record.web.test_access import template
from tests.raw_http import Answer, ask

PREFIX = "/services/record/"
DOCS = Path(__file__).parents[4] / "docs" / "record-api.md"
# Each of them may come in; the table below tries all with the one who may go furthest.
WHO = ("ada", "prof", "feed", "ops")
PARTS = {
    "cohort": "demo",
    "lab": "N1-00",
    "submission": "0" * 20,
    "learner": "0" * 24,
    "override": "1",
    "rev_text": "1",
    "version": "v1",
    "job": "1",
}
# As they stand in an address, escaped or not.
BAD_VALUES = (
    *("%ff%fe", "%00", "%c0%af", "%ed%a0%80", "%f0%9f", "a%00b", "%0d%0aX:%20y"),
    *("nan", "inf", "-inf", "1e400", "-1", "1e-400", "9" * 400, "0x10", "%D9%A3"),
    *("", "..", "..%2f..%2fetc%2fpasswd", "%27%20OR%201=1--", "%25s%25n", "%7b%7b1%7d"),
    *("%F0%9F%8E%88", "a" * 5000, "%E2%80%AE", "true", "null", "[]", "{}"),
)
BAD_BODIES: dict[str, bytes] = {
    "nothing": b"",
    "not UTF-8": b"\xff\xfe",
    "a null byte": b"\0",
    "not closed": b'{"result":',
    "deep": b"[" * 50_000,
    "many": b"[" + b"[]," * 80_000 + b"[]]",
    "a number": b"1",
    "null": b"null",
    "a list": b"[]",
    "NaN": b'{"result": NaN, "final": true}',
    "too large a number": b'{"result": {"points": 1e999}, "final": true}',
    "a long number": b'{"job": ' + b"9" * 5000 + b"}",
    "a null character": b'{"state": "failed", "fr": "a\\u0000", "en": "b"}',
    "half a character": b'{"state": "failed", "fr": "\\ud800", "en": "b"}',
    "null in a name": b'{"\\u0000": 1}',
    "a form": b"lab=%ff&learner=%00&due=%fe&reason=%c0%af",
    "a form with null": b"lab=N1-00&learner=a%00&due=2099-01-01T12:00&reason=%00",
    "a form of many": b"&".join(b"a%d=1" % n for n in range(3000)),
    "multipart": b"--x\r\nContent-Disposition: form-data\r\n\r\n\xff\r\n--x--",
    "a release in year 1": json.dumps(
        {"cohort": "demo", "lab": "N1-00", "version": "v1", "due": "0001-01-01T00:00Z"}
    ).encode(),
}
KINDS = ("application/json", "application/x-www-form-urlencoded", "text/html", "")


def calls() -> list[tuple[str, str]]:
    return [(method, template(route)) for route in ROUTES for method in route.rules]


def arguments() -> list[str]:
    """Every query argument that the documentation or the code names."""
    documented = re.findall(r"[?&\[]([a-z]+)=", DOCS.read_text())
    return sorted({*documented, "lang", "wait", "kind", "live", "said", "_xsrf"})


def bare(answer: Answer) -> None:
    """Told in both languages, by a program's JSON or by a page."""
    assert answer.status < 500, (answer.head, answer.body[:300])
    if answer.status < 400:
        return
    if "application/json" in answer.head:
        said = answer.json
        assert said["ok"] is False
        assert said["status"] == answer.status
        assert said["fr"] != said["en"]
        assert said["fr"].strip()
        assert said["en"].strip()
    else:
        assert "text/html" in answer.head
        assert b"<" in answer.body


def asked(life: Life, who: str, method: str, target: str, **more: Any) -> Answer:
    token = {"Authorization": f"token token-{who}"}
    return ask(port_of(life), target, method, **{**token, **more})


@pytest.mark.parametrize(("method", "path"), calls())
def test_bad_values_of_every_argument(school: Life, method: str, path: str) -> None:
    address = PREFIX + path.format(**PARTS)

    for who in WHO:
        bad = (
            BAD_VALUES[(len(path) + len(who)) % 3 :: 3] if who != "feed" else BAD_VALUES
        )
        for value in bad:
            query = "&".join(f"{name}={value}" for name in arguments())
            bare(asked(school, who, method, f"{address}?{query}"))


@pytest.mark.parametrize("name", arguments())
def test_each_argument_alone_is_bad_where_it_is_read(school: Life, name: str) -> None:
    for method, path in calls():
        if method == "GET":
            who = "feed" if "feed" in path else "prof" if "class" in path else "ada"
            for value in ("nan", "%ff", "%00", "a" * 5000):
                address = PREFIX + path.format(**PARTS)
                bare(asked(school, who, method, f"{address}?{name}={value}"))


@pytest.mark.parametrize(("method", "path"), calls())
def test_bad_parts_of_every_address(school: Life, method: str, path: str) -> None:
    for part in (each for each in PARTS if f"{{{each}}}" in path):
        for value in BAD_VALUES:
            parts = {**PARTS, part: value}
            bare(asked(school, "ada", method, PREFIX + path.format(**parts)))


@pytest.mark.parametrize("what", BAD_BODIES)
def test_bad_bodies_at_every_address_that_takes_one(school: Life, what: str) -> None:
    for method, path in calls():
        if method == "GET":
            continue
        who = "feed" if "feed" in path else "prof" if "class" in path else "ada"
        for kind in KINDS:
            address = PREFIX + path.format(**PARTS)
            body = BAD_BODIES[what]
            bare(asked(school, who, method, address, body=body, Content_Type=kind))


@pytest.mark.parametrize(("method", "path"), calls())
def test_bad_headers_and_cookies(school: Life, method: str, path: str) -> None:
    for headers in (
        {"Cookie": "caire_lang=\xff; _xsrf=\xfe; service-record=%00; ="},
        {"Cookie": "; " * 3000},
        {"Accept_Language": "q=nan;;,*;q=inf" * 30},
        {"Authorization": "token \xff"},
        {"Authorization": "token " + "a" * 5000},
        {"If_None_Match": '"\xff'},
        {"Content_Type": "multipart/form-data; boundary=\xff"},
        {"X_Forwarded_For": "\xff, nan", "X_Forwarded_Proto": "javascript"},
    ):
        given = {"Authorization": "token token-ada", **headers}
        bare(ask(port_of(school), PREFIX + path.format(**PARTS), method, **given))


@pytest.mark.parametrize(
    "text", ["nan", "inf", "-1", "1e3", "", "9" * 9, "1_0", "%D9%A3"]
)
def test_a_wait_that_is_none_is_told_so(school: Life, text: str) -> None:
    sent = asked(school, "ada", "GET", f"{PREFIX}api/submissions").json
    mine = sent["submissions"][0]["id"]
    for who, path in (("feed", "api/feed/work"), ("ada", f"api/submissions/{mine}")):
        answer = asked(school, who, "GET", f"{PREFIX}{path}?wait={text}")

        assert answer.status == 400
        assert "number of seconds" in answer.json["en"]
        assert "nombre de secondes" in answer.json["fr"]


def test_waits_that_are_none_do_not_hold_up_anybody_else(school: Life) -> None:
    """A timer that is due at NaN once stood before all others for ever."""
    for text in ("nan", "inf", "1e400", "-inf"):
        asked(school, "feed", "GET", f"{PREFIX}api/feed/work?wait={text}&after=x")

    answer = asked(school, "feed", "GET", f"{PREFIX}api/feed/work?wait=0.05&after=")

    assert answer.status == 200


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["demo", "N1-00", "v1", "failed", "2026-12-04T18:00:00+01:00"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner)
    ),
    max_leaves=8,
)
SHAPES: dict[str, dict[str, Any]] = {
    "api/feed/releases": {
        **{"cohort": "demo", "lab": "N1-00", "version": "v1"},
        **{"due": None, "job": 1},
    },
    "api/feed/jobs/{job}": {"state": "failed", "fr": "Non.", "en": "No."},
    "api/feed/results/{submission}/{rev_text}": {"result": {}, "final": True},
    "api/feed/versions/{lab}/{version}": version_body("N1-00"),
}


def test_every_json_address_has_a_shape() -> None:
    """A new one must say what an honest body looks like."""
    bodies = {p for m, p in calls() if m != "GET" and p.startswith("api/feed")}

    assert bodies - {"api/feed/feedback/{submission}"} == set(SHAPES)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    path=st.sampled_from(sorted(SHAPES)),
    changed=st.dictionaries(st.integers(0, 5), values, min_size=1, max_size=3),
    extra=st.dictionaries(st.text(max_size=6), values, max_size=1),
)
def test_an_honest_body_with_anything_in_it_is_never_our_fault(
    school: Life, path: str, changed: dict[int, Any], extra: dict[str, Any]
) -> None:
    shape = SHAPES[path]
    names = list(shape)
    body = shape | {names[n % len(names)]: value for n, value in changed.items()}
    text = json.dumps(body | extra).encode()
    method = next(m for m, p in calls() if p == path)

    bare(asked(school, "feed", method, PREFIX + path.format(**PARTS), body=text))


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    call=st.sampled_from(calls()),
    who=st.sampled_from(WHO),
    asking=st.dictionaries(
        st.sampled_from(arguments()), st.text(max_size=30), max_size=4
    ),
    parts=st.dictionaries(st.sampled_from(sorted(PARTS)), st.text(max_size=12)),
)
def test_any_text_anywhere_in_an_address_is_never_our_fault(
    school: Life,
    call: tuple[str, str],
    who: str,
    asking: dict[str, str],
    parts: dict[str, str],
) -> None:
    method, path = call
    given_parts = PARTS | {name: quote(text) for name, text in parts.items()}
    query = "&".join(
        f"{name}={quote(text, safe='')}"
        for name, text in asking.items()
        if name != "wait"  # an honest one would have us wait
    )

    bare(asked(school, who, method, PREFIX + path.format(**given_parts) + "?" + query))
