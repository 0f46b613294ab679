"""What every part's answers say, and do not say, over a table of its pages."""

import re
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from tests.house.house import House, until

# (who asks, path): "" is nobody. Pages first, then data, files, errors, redirects.
HUB = (
    *(("", "/hub/login"), ("", "/hub/nothing"), ("", "/"), ("", "/hub/api")),
    *(("", "/hub/logout"), ("", "/hub/api/users"), ("", "/nothing/at/all")),
    *(("ada", "/hub/home"), ("ada", "/hub/token"), ("ada", "/hub/api/user")),
    *(("operateur", "/hub/admin"), ("", "/hub/static/js/home.js")),
    *(("", "/hub/look/hub.css"), ("", "/hub/logo"), ("", "/hub/health")),
)
RECORD = (
    *(("", "/services/record/"), ("", "/services/record/nothing")),
    *(("ada", "/services/record/"), ("ada", "/services/record/api/me")),
    *(("prof", "/services/record/classes/demo"), ("", "/services/record/health")),
    ("", "/services/record/static/record.css"),
)
FORMGRADER = (
    *(
        ("", "/services/formgrader/"),
        ("prof", "/services/formgrader/static/formgrader.css"),
    ),
    *(
        ("prof", "/services/formgrader/demo/formgrader/gradebook"),
        ("prof", "/services/formgrader/demo/formgrader/manage_students"),
    ),
)
SERVER = (
    *(("", "/user/ada/lab"), ("ada", "/user/ada/lab"), ("ada", "/user/ada/tree")),
    *(("ada", "/user/ada/api/contents"), ("ada", "/user/ada/api/status")),
    *(("ada", "/user/ada/nothing"), ("ada", "/user/ada/static/favicon.ico")),
    *(("", "/user/ada/api"), ("ada", "/user/ada/api/sessions")),
)
TABLE = (*HUB, *RECORD, *FORMGRADER, *SERVER)
FILES = re.compile(r"/static/|/look/|/logo$|/health$")


@pytest.fixture(scope="module")
def people(house: House) -> Iterator[dict[str, httpx.Client]]:
    """Signed-in sessions, and "" for nobody; ada has a running server."""
    with ExitStack() as open_until_the_end:
        nobody = httpx.Client(
            base_url=house.url, follow_redirects=True, trust_env=False, timeout=60
        )
        found = {"": open_until_the_end.enter_context(nobody)}
        for name in ("ada", "prof", "operateur"):
            found[name] = open_until_the_end.enter_context(house.browserless(name))
        found["ada"].get("/hub/spawn/ada")
        lab = "/user/ada/lab"
        until("ada's server", lambda: found["ada"].get(lab).url.path == lab, 90)
        yield found


def answers(
    people: dict[str, httpx.Client], who: str, path: str
) -> list[httpx.Response]:
    """The answer, and each that led there."""
    answer = people[who].get(path)
    return [*answer.history, answer]


@pytest.mark.parametrize(("who", "path"), TABLE)
def test_no_answer_tells_the_version_of_a_program(
    people: dict[str, httpx.Client], who: str, path: str
) -> None:
    for answer in answers(people, who, path):
        told = {
            name: value
            for name, value in answer.headers.items()
            if name in ("server", "x-powered-by", "via") or "version" in name
        }
        assert told == {}, answer.url


@pytest.mark.parametrize(("who", "path"), TABLE)
def test_every_answer_about_somebody_is_kept_nowhere(
    people: dict[str, httpx.Client], who: str, path: str
) -> None:
    for answer in answers(people, who, path):
        if not FILES.search(answer.url.path) and answer.status_code < 300:
            assert answer.headers["Cache-Control"] == "no-store", answer.url


@pytest.mark.parametrize(
    "path", [path for _, path in TABLE if FILES.search(path) and "health" not in path]
)
def test_a_file_that_is_the_same_for_all_may_be_kept(
    people: dict[str, httpx.Client], path: str
) -> None:
    answer = people["ada"].get(path)

    assert answer.status_code == 200
    assert "no-store" not in answer.headers.get("Cache-Control", "")


def test_every_cookie_stays_on_this_site(people: dict[str, httpx.Client]) -> None:
    """Of a session, from signing in to a learner's own JupyterLab."""
    for who, path in TABLE:
        people[who].get(path)

    kept = [cookie for client in people.values() for cookie in client.cookies.jar]
    paths = {cookie.path for cookie in kept if cookie.name == "_xsrf"}
    site = {
        (cookie.name, cookie.path): cookie.get_nonstandard_attr("SameSite")
        for cookie in kept
    }

    assert {"/hub/", "/services/record/", "/user/ada/"} <= paths
    assert {each for each in site if site[each] not in ("Lax", "Strict")} == set()
