"""Which walls the operator is told of. test_warm.py: without bubblewrap, and cold."""

import pytest

from autograder.sandbox.report import walls_in_use
from isolation import bubblewrap, cgroups, landlock


@pytest.fixture(autouse=True)
def with_bubblewrap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bubblewrap, "find", lambda: "/usr/bin/bwrap")


def test_a_kernel_without_landlock_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "version", lambda: 0)

    assert "no Landlock in this kernel" in walls_in_use()


def test_landlock_is_told_with_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "version", lambda: 4)

    assert walls_in_use().startswith("bubblewrap, seccomp, Landlock 4, ")


def test_where_no_cgroup_may_be_made_the_operator_reads_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cgroups, "make_at_best", lambda _: None)

    assert "rlimits only" in walls_in_use()


def test_the_group_made_to_find_out_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[bool] = []

    class Made:
        def close(self) -> None:
            closed.append(True)

    monkeypatch.setattr(cgroups, "make_at_best", lambda _: Made())
    monkeypatch.setattr(cgroups, "version", lambda: 2)

    assert "cgroup v2" in walls_in_use()
    assert closed == [True]
