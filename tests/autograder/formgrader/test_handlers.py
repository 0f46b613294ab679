"""The proxy to formgrader with real nbgrader behind it, in a real browser."""

import asyncio
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from autograder.exchange.outbox import Held, Outbox
from autograder.gradebook.course import CourseGradebook, MarkedSubmission
from autograder.gradebook.scores import lines_in
from autograder.service.marks import MarkWriter
from tests.autograder import small_lab
from tests.autograder.fake_record import FakeRecord
from tests.autograder.formgrader.stand import PREFIX, FormgraderStand
from tests.autograder.small_lab import LAB
from tests.chromium import chromium_browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HOSTILE = """Parce que **la somme** le dit.

<script>window.hacked = 1</script>
<img src="x" onerror="window.hacked = 2">
<a href="javascript:window.hacked=3" onclick="window.hacked=4" id="trap">clic</a>
<svg onload="window.hacked=5"></svg>
<input class="score" id="sum-check" value="99">
"""


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cohort `demo` with a marked submission of ada, one of them hostile."""
    folder = tmp_path_factory.mktemp("courses")
    version = small_lab.small_version(folder / "versions")
    course = CourseGradebook(folder / "courses" / "demo", "demo")
    course.generate(LAB, version.folder / "fr" / "source.ipynb", None)
    course.enrol([{"name": "ada", "display": "Ada Lovelace"}])
    text = small_lab.notebook(why=HOSTILE).encode()
    moment = datetime(2026, 12, 1, 9, tzinfo=UTC)
    course.write(MarkedSubmission("ada", moment, small_lab.result(), text, {}))
    return folder / "courses"


@pytest.fixture(scope="module")
def stand(courses: Path) -> Iterator[FormgraderStand]:
    with FakeRecord() as record, FormgraderStand(courses, record) as stand:
        yield stand


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with chromium_browser() as browser:
        yield browser


def open_submission(
    chromium: Browser, stand: FormgraderStand, lang: str, width: int = 1280
) -> Page:
    window = chromium.new_context(viewport={"width": width, "height": 800}, locale=lang)
    page = window.new_page()
    page.set_default_timeout(90_000)
    page.goto(f"{stand.origin}/hub/login?user=prof")
    page.goto(stand.url("formgrader"))
    page.click(f"#main-table a:has-text('{LAB}')")
    page.click(f"#main-table a:has-text('{LAB}')")
    page.click("#main-table a.name-hidden")
    page.wait_for_selector("#why")
    # As a function: the page's rules forbid it to evaluate text, even for us.
    page.wait_for_function("() => formgrader.loaded && formgrader.grades.loaded")
    return page


@contextmanager
def signed_in(stand: FormgraderStand, user: str) -> Iterator[httpx.Client]:
    with httpx.Client(follow_redirects=True, timeout=120) as client:
        client.get(f"{stand.origin}/hub/login?user={user}")
        yield client


def manual(courses: Path, exercise: str) -> float | None:
    lines = lines_in(courses / "demo" / "gradebook.db")
    return next(each.manual for each in lines if each.exercise == exercise)


def test_a_written_answer_is_marked_by_typing_and_leaving_the_box(
    chromium: Browser,
    stand: FormgraderStand,
    courses: Path,
    artefacts: Path,
    tmp_path: Path,
) -> None:
    """... and the mark is on its way to the record as a new revision."""
    outbox = Outbox(tmp_path / "outbox.sqlite")
    first = {"result": small_lab.result().to_dict(), "final": False}
    held = Held("demo", LAB, "ada", "ada", "s1", "2026-12-01", small_lab.result())
    outbox.append("s1", first, held=held)
    page = open_submission(chromium, stand, "fr")

    with page.expect_response(lambda r: r.request.method == "PUT") as saved:
        page.fill("#why", "2.5")
        page.locator("#why").blur()
    with page.expect_response(lambda r: "comment" in r.url and r.ok) as commented:
        page.fill("#why-comment", "Presque : et les négatifs ?")
        page.locator("#why-comment").blur()
    page.screenshot(path=artefacts / "marked-fr-1280.png", full_page=True)
    page.context.close()

    assert saved.value.status == commented.value.status == 200
    assert manual(courses, "why") == 2.5
    MarkWriter(courses, outbox).send_manual_marks()
    newest = outbox.latest("s1")
    assert newest is not None
    why = newest["result"]["exercises"][1]
    assert (why["state"], why["points"]) == ("partial", 2.5)
    assert why["fr"] == "Presque : et les négatifs ?"
    assert newest["final"] is True


@pytest.mark.parametrize(("lang", "width"), [("fr", 1280), ("en", 320), ("fr", 320)])
def test_the_pages_speak_the_readers_language_at_any_width(
    chromium: Browser, stand: FormgraderStand, artefacts: Path, lang: str, width: int
) -> None:
    page = open_submission(chromium, stand, lang, width)
    page.screenshot(path=artefacts / f"answer-{lang}-{width}.png", full_page=True)
    answer = page.get_by_text("Réponse de l’apprenant" if lang == "fr" else "Student's")
    expect(answer.first).to_be_visible()
    assert page.locator("html").get_attribute("lang") == lang
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(stand.url(f"formgrader/gradebook/{LAB}/{LAB}"))
    page.wait_for_selector("#main-table a")
    page.screenshot(path=artefacts / f"list-{lang}-{width}.png", full_page=True)
    back = "Retour" if lang == "fr" else "Back"
    expect(page.get_by_role("link", name=re.compile(back))).to_be_visible()
    page.context.close()


def test_what_a_learner_wrote_runs_nothing(
    chromium: Browser, stand: FormgraderStand
) -> None:
    page = open_submission(chromium, stand, "fr")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.get_by_text("clic").click()
    page.wait_for_timeout(300)

    assert page.evaluate("window.hacked") is None
    assert page.locator("[id='sum-check']").count() == 1
    assert page.locator("#trap").count() == 0
    # And if the cleaning had missed one, the page's own rules stop it:
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend',"
        " '<img src=x onerror=\"window.hacked=6\">')"
    )
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked") is None
    assert any("Content Security Policy" in each for each in complaints)
    page.context.close()


def test_a_score_that_is_none_is_refused_in_words(
    chromium: Browser, stand: FormgraderStand, courses: Path
) -> None:
    before = manual(courses, "sum-check")
    page = open_submission(chromium, stand, "fr")
    page.evaluate(
        "() => { formgrader.grades.find(g => g.get('name') === 'sum-check')"
        ".save({manual_score: 'beaucoup'}) }"
    )

    alert = page.get_by_role("alert").filter(has_text="Ce n’est pas enregistré")
    expect(alert).to_be_visible()
    assert manual(courses, "sum-check") == before
    page.context.close()


def test_another_cohort_is_a_404_in_the_readers_language(
    stand: FormgraderStand,
) -> None:
    with signed_in(stand, "prof-b") as client:
        path = stand.url("formgrader/gradebook")
        french = client.get(path)
        english = client.get(path, headers={"Accept-Language": "en-GB"})
        nowhere = client.get(stand.url("formgrader/gradebook", cohort="nowhere"))

    assert french.status_code == english.status_code == nowhere.status_code == 404
    assert "pas une de vos promotions" in french.text
    assert "not one of your cohorts" in english.text
    assert french.text == nowhere.text


@pytest.mark.parametrize("user", ["ada", "outsider"])
def test_without_the_right_there_is_nothing_here(
    stand: FormgraderStand, user: str
) -> None:
    with signed_in(stand, user) as client:
        assert client.get(stand.url("formgrader/gradebook")).status_code == 404


def test_nobody_in_particular_is_asked_to_sign_in(stand: FormgraderStand) -> None:
    with httpx.Client(follow_redirects=False) as client:
        page = client.get(stand.url("formgrader/gradebook"))
        score = client.put(stand.url("formgrader/api/grade/" + "0" * 32), content=b"{}")

    assert page.status_code == 302
    assert page.headers["Location"].startswith("/hub/api/oauth2/authorize")
    assert score.status_code == 403
    assert score.json()["ok"] is False


def test_a_score_sent_from_another_page_is_refused(
    stand: FormgraderStand, courses: Path
) -> None:
    """A page that makes the marker's browser send a PUT lacks the token."""
    with signed_in(stand, "prof") as client:
        client.get(stand.url("formgrader/gradebook"))
        token = client.cookies.get("_xsrf", path=f"{PREFIX}demo/")
        listed = client.get(
            stand.url(f"formgrader/api/submitted_notebooks/{LAB}/{LAB}")
        )
        query = {"submission_id": listed.json()[0]["id"]}
        grades = client.get(stand.url("formgrader/api/grades"), params=query).json()
        address = stand.url(f"formgrader/api/grade/{grades[0]['id']}")
        before = manual(courses, grades[0]["name"])
        bodies = {"content": json.dumps({"manual_score": 0}).encode()}

        without = client.put(address, **bodies)  # type: ignore[arg-type]
        wrong = client.put(address, headers={"X-CSRFToken": "0" * 64}, **bodies)  # type: ignore[arg-type]
        foreign = client.put(
            address,
            headers={"X-CSRFToken": str(token), "Sec-Fetch-Site": "cross-site"},
            **bodies,  # type: ignore[arg-type]
        )

    assert [each.status_code for each in (without, wrong, foreign)] == [403] * 3
    assert manual(courses, grades[0]["name"]) == before


def test_the_course_server_is_ours_alone(stand: FormgraderStand, courses: Path) -> None:
    """No port, no token of the hub, a socket nobody else opens, and a key on top."""
    with signed_in(stand, "prof") as client:
        client.get(stand.url("formgrader/gradebook"))
    socket = courses / "demo" / "formgrader.sock"
    server = psutil.Process(stand.servers.running()["demo"])

    assert socket.stat().st_mode & 0o777 == 0o600
    assert courses.joinpath("demo").stat().st_mode & 0o077 == 0
    assert [each for each in server.net_connections() if each.raddr or each.laddr] == []
    assert not any("TOKEN" in name for name in server.environ())
    with httpx.Client(transport=httpx.HTTPTransport(uds=str(socket))) as stranger:
        base = f"http://x{PREFIX}demo/"
        grades = stranger.get(f"{base}formgrader/api/assignments")
        assert grades.status_code in (302, 403)
        assert stranger.get(f"{base}api/contents").status_code == 404
        assert stranger.get(f"{base}api/kernels").status_code == 404


def test_an_idle_course_server_is_stopped_and_comes_back(
    stand: FormgraderStand, courses: Path
) -> None:
    with signed_in(stand, "prof") as client:
        client.get(stand.url("formgrader/gradebook"))
        pid = stand.servers.running()["demo"]
        done = threading.Event()

        async def close_now() -> None:
            await stand.servers.close_idle(idle_s=0)
            done.set()

        asyncio.run_coroutine_threadsafe(close_now(), stand._loop)
        assert done.wait(30)
        assert not psutil.pid_exists(pid)
        assert not (courses / "demo" / "formgrader.sock").exists()
        assert client.get(stand.url("formgrader/gradebook")).status_code == 200
    assert stand.servers.running()["demo"] != pid


def test_a_cohort_without_a_lab_says_so(stand: FormgraderStand) -> None:
    stand._record.staff.add(("prof", "empty"))
    with signed_in(stand, "prof") as client:
        answer = client.get(stand.url("formgrader/gradebook", cohort="empty"))

    assert answer.status_code == 404
    assert "pas encore de lab publié" in answer.text
