"""Requests of people who are not signed in, at a real Hub: by its proxy and straight.

Their memory is measured where the kernel tells it. Beside this: test_http_server.py.
"""

from __future__ import annotations

import pytest

from tests.hub.realhub import RealHub
from tests.raw_http import MB, ask, pour, read, resident_mb, send

pytestmark = pytest.mark.hub
BEHIND = ("port", "hub_port")  # [network]: the proxy, and the Hub behind it
BAD = (
    *("/%ff%fe", "/hub/%ff%fe", "/hub/%c0%af", "/hub/%00", "/hub/static/%00"),
    *("/hub/look/%00", "/hub/login?next=%ff", "/hub/login?next=%00", "/user/%fe"),
    *("/hub/api/users/%ff", "/hub/spawn/%ff", "/services/record/%ff", "/hub/%0d%0aX"),
)


@pytest.mark.parametrize("behind", BEHIND)
@pytest.mark.parametrize("target", BAD)
def test_an_address_that_is_no_text_is_a_400_with_a_sentence(
    hub: RealHub, target: str, behind: str
) -> None:
    answer = ask(getattr(hub.settings.network, behind), target)

    assert answer.status == answer.json["status"] == 400
    assert "nothing was done" in answer.json["en"]
    assert "rien n’a été fait" in answer.json["fr"]


def test_a_person_reads_a_page_in_both_languages(hub: RealHub) -> None:
    answer = ask(hub.settings.network.port, "/hub/%ff", Accept="text/html")

    assert answer.status == 400
    assert "nothing was done" in answer.body.decode()
    assert 'lang="en"' in answer.body.decode()


def test_bytes_that_are_no_http_get_a_sentence_too(hub: RealHub) -> None:
    answer = ask(hub.settings.network.port, "/hub/\xff\xfe")

    assert answer.status == 400
    assert "nothing was done" in answer.json["en"]


@pytest.mark.parametrize("behind", BEHIND)
def test_twenty_unfinished_uploads_do_not_fill_the_memory(
    hub: RealHub, behind: str
) -> None:
    port = getattr(hub.settings.network, behind)
    before = resident_mb(hub.process.pid)

    uploads = []
    for _ in range(20):
        connection = send(port, "/hub/login", "POST", Content_Length=str(90 * MB))
        pour(connection, 30 * MB)
        uploads.append(connection)
    grown = resident_mb(hub.process.pid) - before
    for each in uploads:
        each.close()

    assert grown < 100
    assert ask(port, "/hub/login").status == 200


@pytest.mark.parametrize("behind", BEHIND)
def test_who_sends_too_much_hears_so(hub: RealHub, behind: str) -> None:
    port = getattr(hub.settings.network, behind)

    answer = read(send(port, "/hub/login", "POST", body=b"x" * 2 * MB))

    assert answer.status == 413
    assert "too large" in answer.json["en"]


def test_signing_in_still_works(hub: RealHub) -> None:
    """By a form of ordinary size; the answer is about the password."""
    page = ask(hub.settings.network.port, "/hub/login", Accept="text/html")
    body = b"username=ada&password=wrong"
    kind = "application/x-www-form-urlencoded"
    answer = ask(
        hub.settings.network.port, "/hub/login", "POST", body=body, Content_Type=kind
    )

    assert page.status == 200
    assert answer.status == 403
