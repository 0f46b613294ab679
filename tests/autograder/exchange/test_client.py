"""What the record said, told apart: an answer, a no, and nothing at all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from autograder.exchange.client import RecordAway, RecordClient, RecordRefused
from tests.autograder import small_lab
from tests.autograder.fake_record import TOKEN, FakeRecord


@asynccontextmanager
async def client_and_record() -> AsyncIterator[tuple[RecordClient, FakeRecord]]:
    with FakeRecord() as record:
        async with RecordClient(record.url, TOKEN) as client:
            yield client, record


def answering(status: int, **answer: object) -> RecordClient:
    """A client whose record always answers this."""
    transport = httpx.MockTransport(lambda _: httpx.Response(status, **answer))  # type: ignore[arg-type]
    return RecordClient("http://record/services/record", TOKEN, transport)


async def test_work_comes_with_its_files_and_a_cursor() -> None:
    async with client_and_record() as (client, record):
        id = record.submit(b"an archive")

        work, cursor = await client.work(0)

        assert [each["id"] for each in work] == [id]
        assert client.waiting == 1
        assert await client.files(id) == b"an archive"
        assert cursor == (await client.work(0, after="other"))[1]


async def test_everything_handed_in_is_asked_for_to_the_end() -> None:
    """The record gives a page at a time."""
    async with client_and_record() as (client, record):
        sent = [record.submit(b"", learner=name) for name in ("ada", "bo", "cy", "di")]
        record.submit(b"", kind="check")
        record.releases.append({"cohort": "demo", "lab": small_lab.LAB})

        found, releases = await client.handed_in(small_lab.LAB, "demo")

        assert [each["id"] for each in found] == sent
        assert releases == record.releases


async def test_a_revision_arrives_and_is_the_watermark() -> None:
    async with client_and_record() as (client, record):
        id = record.submit(b"")
        assert await client.watermark(id) == 0

        await client.put_result(id, 3, {"result": {}, "final": True})

        assert record.results[id] == {3: {"result": {}, "final": True}}
        assert await client.watermark(id) == 3


async def test_staff_is_who_the_record_says() -> None:
    async with client_and_record() as (client, _):
        assert await client.is_staff("prof", "demo")
        assert not await client.is_staff("ada", "demo")


async def test_only_the_word_true_makes_anybody_staff() -> None:
    async with answering(200, json={"ok": True, "allowed": "false"}) as client:
        assert not await client.is_staff("ada", "demo")


@pytest.mark.parametrize("status", [500, 502, 503, 429])
async def test_a_proxy_that_answers_for_the_record_is_nothing_said(status: int) -> None:
    async with client_and_record() as (client, record):
        record.trouble.append(status)

        with pytest.raises(RecordAway, match=str(status)):
            await client.put_result("s1", 1, {})


async def test_a_record_that_is_gone_is_away() -> None:
    with FakeRecord() as record:
        url = record.url
    async with RecordClient(url, TOKEN) as client:
        with pytest.raises(RecordAway, match="ConnectError at api/feed/work"):
            await client.work(0)


async def test_a_wrong_token_is_refused_with_the_records_sentence() -> None:
    with FakeRecord() as record:
        async with RecordClient(record.url, "another") as client:
            with pytest.raises(RecordRefused, match="who are you") as no:
                await client.work(0)

    assert (no.value.status, no.value.fr) == (403, "who are you")


async def test_a_refusal_keeps_both_of_its_sentences() -> None:
    said = {"ok": False, "error": "x", "fr": "Trop tard.", "en": "Too late."}
    async with answering(409, json=said) as client:
        with pytest.raises(RecordRefused) as no:
            await client.roster("demo")

    assert (no.value.status, no.value.fr, no.value.en) == (
        409,
        "Trop tard.",
        "Too late.",
    )
    assert str(no.value) == "Too late."


@pytest.mark.parametrize("text", ["<h1>no</h1>", "[]", "{}"])
async def test_a_refusal_without_words_says_its_number(text: str) -> None:
    async with answering(413, text=text) as client:
        with pytest.raises(RecordRefused, match=r"The record answered 413\."):
            await client.put_feedback("s1", "<p>")


@pytest.mark.parametrize("text", ["<h1>welcome</h1>", "[1]", ""])
async def test_a_yes_that_is_not_the_records_is_nothing_said(text: str) -> None:
    async with answering(200, text=text) as client:
        with pytest.raises(RecordAway, match="api/feed/roster answered something"):
            await client.roster("demo")


async def test_the_token_follows_no_redirection() -> None:
    asked: list[str] = []

    def elsewhere(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return httpx.Response(302, headers={"Location": "http://elsewhere/"})

    transport = httpx.MockTransport(elsewhere)
    async with RecordClient("http://record", TOKEN, transport) as client:
        with pytest.raises(RecordRefused):
            await client.roster("demo")

    assert asked == ["record"]


async def test_the_environments_web_proxy_never_sees_the_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)

    async with client_and_record() as (client, _):
        assert [each["name"] for each in await client.roster("demo")] == ["ada"]
