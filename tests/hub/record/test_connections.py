"""One learner's hundreds of connections are that learner's trouble alone."""

from __future__ import annotations

import resource
import socket
from contextlib import ExitStack

import pytest

from hub.http_server import raise_descriptor_limit
from tests.hub.record.classroom_life import Life
from tests.hub.record.test_bodies import ADA, BASILE, port_of, told
from tests.raw_http import ask, read, send, until


def waits(life: Life, count: int) -> list[socket.socket]:
    """So many of ada's long polls for one submission of hers."""
    sent = life.send("ada", "N1-00")
    target = f"/services/record/api/submissions/{sent}?wait=25&state=received"
    return [send(port_of(life), target, **ADA) for _ in range(count)]


def test_three_hundred_connections_of_one_learner_leave_the_others_alone(
    life: Life,
) -> None:
    with ExitStack() as stack:
        opened = [stack.enter_context(each) for each in waits(life, 300)]
        for each in opened:
            each.settimeout(0.2)

        others = [
            ask(port_of(life), f"/services/record/{path}", **BASILE)
            for path in ("health", "api/assignments", "", "api/submissions")
        ]
        refused = [answer for each in opened if (answer := told(each))]

        assert [each.status for each in others] == [200] * 4
        assert len(refused) == 288
        assert {each.status for each in refused} == {429}
        assert all("requests open" in each.json["en"] for each in refused)
        assert all("demandes ouvertes" in each.json["fr"] for each in refused)

    until(lambda: life.server.context.shares.open("waits") == 0)
    assert life.send("ada", "N1-00")


def test_connecting_again_and_again_leaves_nothing_open(life: Life) -> None:
    for _ in range(200):
        send(port_of(life), "/services/record/api/assignments", **ADA).close()

    assert ask(port_of(life), "/services/record/health", **BASILE).status == 200
    shares = life.server.context.shares
    until(lambda: shares.open("requests") == 0)


def test_a_connection_too_many_is_told_so_and_the_old_ones_are_served(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = waits(life, 1)[0]
    until(lambda: life.server.context.shares.open("waits") == 1)
    monkeypatch.setattr("hub.http_server.most_connections", lambda wanted: 1)

    answer = ask(port_of(life), "/services/record/health")

    assert answer.status == 503
    assert "Retry-After" in answer.head
    life.server.context.submission_events.close()
    assert read(held).status == 200


def test_the_soft_limit_on_open_files_is_raised_to_the_hard_one() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 1024), hard))
    try:
        raised = raise_descriptor_limit()

        assert raised == hard == resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
