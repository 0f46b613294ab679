"""Who may call what: every route x method x persona, from the router itself.

A new route without a row here fails; so does a handler's method without a rule.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Any

import pytest

from hub.record.store import people
from hub.record.web import access
from hub.record.web.routes import ROUTES, Route
from tests.hub.record.classroom_life import Life, archive, headers
from tests.hub.record.fake_hub import version_body

# ada: the learner the addresses are about; basile: another learner of the cohort;
# prof: staff of the cohort; prof_b: staff elsewhere; outsider: ada's name, but a
# token that was not made for this service.
PERSONAS = ("anonymous", "ada", "basile", "prof", "prof-b", "feed", "ops", "outsider")


def row(*statuses: int) -> dict[str, int]:
    return dict(zip(PERSONAS, statuses, strict=True))


#                  nobody ada basile prof prof-b feed ops outsider
OPEN = row(200, 200, 200, 200, 200, 200, 200, 200)
ANY_LEARNER = row(401, 200, 200, 200, 200, 403, 403, 403)
OWNER = row(401, 200, 404, 200, 404, 403, 403, 403)
IN_COHORT = row(401, 200, 200, 404, 404, 403, 403, 403)
FEED = row(401, 403, 403, 403, 403, 200, 403, 403)
OPS = row(401, 403, 403, 403, 403, 403, 200, 403)
# Pages send somebody unknown to sign in (302), and forms say that they expired.
HOME = row(302, 200, 200, 302, 302, 403, 403, 403)
PAGE_IN_COHORT = {**IN_COHORT, "anonymous": 302}
PAGE_OWNER = {**OWNER, "anonymous": 302}
STAFF_PAGE = row(302, 403, 403, 200, 404, 403, 403, 403)
STAFF_FORM = row(403, 403, 403, 303, 404, 403, 403, 403)


@dataclass(frozen=True)
class Case:
    """One row of the matrix: what is called, and what each persona must get."""

    expected: dict[str, int]
    json: Any = None
    content: bytes | None = None
    form: dict[str, str] | None = None
    query: str = ""


MATRIX: dict[tuple[str, str], Case] = {
    ("", "GET"): Case(HOME),
    ("lab/{cohort}/{lab}", "GET"): Case(PAGE_IN_COHORT),
    ("lab/{cohort}/{lab}/live", "GET"): Case(PAGE_IN_COHORT),
    ("receipt/{submission}", "GET"): Case(PAGE_OWNER),
    ("receipt/{submission}.jws", "GET"): Case(PAGE_OWNER),
    ("class/{cohort}", "GET"): Case(STAFF_PAGE),
    ("class/{cohort}/live", "GET"): Case(STAFF_PAGE),
    ("class/{cohort}/labs", "GET"): Case(STAFF_PAGE),
    ("class/{cohort}/history", "GET"): Case(STAFF_PAGE),
    ("class/{cohort}/learner/{learner}", "GET"): Case(STAFF_PAGE),
    ("class/{cohort}/release", "POST"): Case(STAFF_FORM, form={"lab": "N1-00"}),
    ("class/{cohort}/extend", "POST"): Case(
        STAFF_FORM,
        form={"lab": "{lab}", "learner": "{learner}", "due": "2099-01-01T12:00"},
    ),
    ("class/{cohort}/extend/{override}/undo", "POST"): Case(STAFF_FORM, form={}),
    ("class/{cohort}/retry/{submission}", "POST"): Case(STAFF_FORM, form={}),
    ("health", "GET"): Case(OPEN),
    ("metrics", "GET"): Case(OPS),
    ("api/ops", "GET"): Case(OPS),
    ("api/receipt-key", "GET"): Case(OPEN),
    ("api/assignments", "GET"): Case(ANY_LEARNER),
    ("api/releases/{cohort}/{lab}", "GET"): Case(IN_COHORT),
    ("api/submissions", "GET"): Case(ANY_LEARNER),
    ("api/submissions/{submission}", "GET"): Case(OWNER),
    ("api/submissions/{submission}/feedback", "GET"): Case(OWNER),
    ("api/submissions/{cohort}/{lab}", "POST"): Case(
        {**IN_COHORT, "ada": 201, "basile": 201}, content=archive("N1-01", "matrix")
    ),
    ("api/feed/work", "GET"): Case(FEED),
    ("api/feed/submissions/{submission}/files", "GET"): Case(FEED),
    ("api/feed/results/{submission}", "GET"): Case(FEED),
    ("api/feed/results/{submission}/{rev_text}", "PUT"): Case(FEED, json="result"),
    ("api/feed/feedback/{submission}", "PUT"): Case(FEED, content=b"<p>"),
    ("api/feed/versions/{lab}/{version}", "PUT"): Case(FEED, json="version"),
    ("api/feed/releases", "POST"): Case(
        FEED, json={"cohort": "demo", "lab": "N1-01", "version": "v1", "due": None}
    ),
    ("api/feed/jobs/{job}", "POST"): Case(
        FEED, json={"state": "failed", "fr": "Non.", "en": "No."}
    ),
    ("api/feed/staff", "GET"): Case(FEED, query="?user=prof&cohort=demo"),
    ("api/feed/roster", "GET"): Case(FEED, query="?cohort=demo"),
    ("api/feed/latest", "GET"): Case(FEED, query="?cohort=demo&lab=N1-01"),
    ("api/feed/handed-in", "GET"): Case(FEED, query="?lab=N1-01"),
}


def template(route: Route) -> str:
    """The route's path with `{name}` for each part: how the matrix names it."""
    path, rest = "", route.path
    while "(?P<" in rest:
        before, _, after = rest.partition("(?P<")
        name, _, after = after.partition(">")
        depth, end = 1, 0
        while depth:
            depth += {"(": 1, ")": -1}.get(after[end], 0)
            end += 1
        path, rest = f"{path}{before}{{{name}}}", after[end:]
    return (path + rest).replace("\\.", ".")


def calls() -> list[tuple[str, str, str]]:
    return [
        (method, template(route), persona)
        for route in ROUTES
        for method in route.rules
        for persona in PERSONAS
    ]


@pytest.fixture(scope="module")
def parts(school: Life) -> dict[str, str]:
    """What stands for each part of an address: ada's, or the demo cohort's."""
    mine = school.http.get("/api/submissions?lab=N1-01", headers=headers("ada")).json()
    with school.server.context.database.read() as session:
        seat = people.seat(session, "ada", "demo")
    assert seat is not None
    due = {"lab": "N1-00", "learner": seat.learner, "due": "2098-01-01T12:00"}
    school.http.post("/class/demo/extend", data=due, headers=headers("prof"))
    return {
        "cohort": "demo",
        "lab": "N1-01",
        "submission": mine["submissions"][0]["id"],
        "learner": seat.learner,
        "override": "1",
        "rev_text": "1",
        "version": "v1",
        "job": "1",
    }


def test_every_method_of_every_handler_has_a_rule_and_a_row() -> None:
    for route in ROUTES:
        written = {
            method.upper()
            for method in ("get", "head", "post", "put", "patch", "delete")
            if method in vars(route.handler)
            or any(method in vars(b) for b in _ours(route.handler))
        }
        assert written == set(route.rules), route.path
    assert {(template(r), m) for r in ROUTES for m in r.rules} == set(MATRIX)


def _ours(handler: type) -> list[type]:
    return [b for b in inspect.getmro(handler) if b.__module__.startswith("hub.")]


@pytest.mark.parametrize(("method", "path", "persona"), calls())
def test_each_persona_gets_exactly_its_answer(
    school: Life, parts: dict[str, str], method: str, path: str, persona: str
) -> None:
    case = MATRIX[path, method]
    body = case.json
    if body == "version":
        body = version_body("N1-01")
    if body == "result":
        shown = school.http.get(
            f"/api/submissions/{parts['submission']}", headers=headers("ada")
        ).json()["submission"]
        body = {"result": shown["result"], "final": True}
    form = case.form and {k: v.format(**parts) for k, v in case.form.items()}

    answer = school.http.request(
        method,
        "/" + path.format(**parts) + case.query,
        headers={} if persona == "anonymous" else headers(persona),
        json=body,
        content=case.content,
        data=form,
    )

    expected = case.expected[persona]
    if expected == 201:  # the second time round the same bytes are already there
        assert answer.status_code in (200, 201)
    else:
        assert answer.status_code == expected, answer.text[:300]


def test_not_yours_looks_exactly_like_not_there(school: Life, parts: Any) -> None:
    theirs = school.http.get(
        f"/api/submissions/{parts['submission']}", headers=headers("basile")
    )
    nothing = school.http.get(f"/api/submissions/{'0' * 20}", headers=headers("basile"))

    assert (theirs.status_code, theirs.json()) == (nothing.status_code, nothing.json())


def test_a_filtered_scope_opens_nothing_unless_it_is_about_oneself() -> None:
    def model(scope: str) -> dict[str, Any]:
        return {"kind": "user", "name": "prof", "scopes": [scope]}

    assert access.holds(model("custom:record:self"), access.SELF)
    assert access.holds(model("custom:record:self!user=prof"), access.SELF)
    for other in ("!user=ada", "!group=demo", "!server=prof/", "x"):
        assert not access.holds(model(access.SELF + other), access.SELF)
