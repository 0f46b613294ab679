"""Marks made again wait in a file for a yes, and then for the service."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from autograder.grading.grade import Graded
from autograder.regrade.store import Regraded, RegradeStore
from tests.autograder import small_lab

LAB = "N1-00"
RESULT = small_lab.result()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RegradeStore]:
    with closing(RegradeStore(tmp_path / "remarks.sqlite")) as store:
        yield store


def again(submission: str, version: str = "v2", **about: Any) -> Regraded:
    item = {
        "id": submission,
        "cohort": "demo",
        "lab": LAB,
        "lang": "fr",
        "version": "v1",
        "learner": "ada",
        "kind": "submit",
        "received_at": "2026-12-01T09:00:00+00:00",
        "digest": "00",
    }
    graded = Graded(RESULT, b"{}", "<p>é</p>")
    return Regraded({**item, **about}, RESULT, version, graded, {"why": "it broke"})


def test_the_list_leaves_the_pages_out_and_the_whole_mark_has_them(
    store: RegradeStore,
) -> None:
    store.keep(again("s1"))

    (listed,) = store.of(LAB, "v2").values()
    store.commit(LAB, "v2", ["s1"], {})

    assert (listed.graded.autograded, listed.graded.feedback_html) == (b"", "")
    assert listed.graded.result == again("s1").graded.result
    assert store.whole("s1") == again("s1")


def test_a_mark_is_listed_by_its_lab_and_version_alone(store: RegradeStore) -> None:
    store.keep(again("s1"))
    store.keep(again("s2", "v3"))
    store.keep(again("s3", lab="N1-01"))

    assert set(store.of(LAB, "v2")) == {"s1"}


def test_made_once_more_a_mark_takes_the_place_of_the_first(
    store: RegradeStore,
) -> None:
    store.keep(again("s1"))
    store.keep(again("s1", learner="basile"))

    (kept,) = store.of(LAB, "v2").values()
    assert kept.item["learner"] == "basile"


def test_what_nobody_committed_is_forgotten_with_its_version(
    store: RegradeStore,
) -> None:
    for version in ("v2", "v3"):
        store.keep(again("s1", version))
        store.keep(again("s2", version))
    store.commit(LAB, "v2", ["s2"], {})

    store.forget_other_versions(LAB, "v3")

    assert set(store.of(LAB, "v2")) == {"s2"}
    assert set(store.of(LAB, "v3")) == {"s1", "s2"}


def test_committed_marks_are_written_in_the_order_they_were_made(
    store: RegradeStore,
) -> None:
    for name in ("s3", "s1", "s2"):
        store.keep(again(name))
    store.keep(again("s3"))
    assert store.committed() == []

    store.commit(LAB, "v2", ["s1", "s2", "s3"], {})

    assert store.committed() == ["s1", "s2", "s3"]


def test_what_the_service_wrote_is_no_longer_left(store: RegradeStore) -> None:
    store.keep(again("s1"))
    store.keep(again("s2", lab="N1-01"))
    store.commit(LAB, "v2", ["s1", "s2"], {})
    assert (store.left(), store.left(LAB), store.left("N1-02")) == (2, 1, 0)

    store.applied("s1", "v2")

    assert (store.left(), store.left(LAB)) == (1, 0)
    assert store.committed() == ["s2"]
    assert set(store.of(LAB, "v2")) == {"s1"}


def test_a_yes_is_whole_or_not_at_all(store: RegradeStore) -> None:
    store.keep(again("s1"))

    with pytest.raises(TypeError):
        store.commit(LAB, "v2", ["s1"], {"demo": ["v1"], "demo-b": 7})  # type: ignore[dict-item]

    work = again("s1").submission
    assert store.committed() == []
    assert store.by_the_corrected(work).version == "v1"


def test_only_its_own_cohort_is_marked_by_the_corrected_version(
    store: RegradeStore,
) -> None:
    store.commit(LAB, "v2", [], {"demo": ["v1"]})

    assert store.by_the_corrected(again("s1").submission).version == "v2"
    elsewhere = again("s1", cohort="demo-b").submission
    assert store.by_the_corrected(elsewhere) == elsewhere


def test_command_and_service_have_it_open_at_once(
    store: RegradeStore, tmp_path: Path
) -> None:
    store.keep(again("s1"))
    with closing(RegradeStore(tmp_path / "remarks.sqlite")) as service:
        store.commit(LAB, "v2", ["s1"], {})
        assert service.committed() == ["s1"]
        service.applied("s1", "v2")

    assert store.left() == 0


def test_only_we_may_read_the_file(store: RegradeStore, tmp_path: Path) -> None:
    store.keep(again("s1"))

    assert [each for each in tmp_path.iterdir() if each.stat().st_mode & 0o077] == []
