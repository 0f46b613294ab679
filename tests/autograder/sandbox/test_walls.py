"""What the command for bubblewrap says. test_cold.py asks it from the inside."""

from pathlib import Path

import pytest

from autograder.runner.paths import TESTS, WORK
from autograder.runtime.limits import Limits
from autograder.sandbox.walls import (
    CHECKOUT,
    OUR_CODE,
    Walls,
    caps_of,
    command_of,
    environment_of,
    examiner_walls,
    learner_walls,
    warm_walls,
)

LIMITS = Limits(memory_mb=100, disk_mb=10, processes=7)


def inside(walls: Walls) -> set[str]:
    return {str(place) for _, place in walls.mounts}


def test_a_learner_has_neither_tests_nor_the_examiner() -> None:
    places = inside(learner_walls(LIMITS, "fr"))

    assert f"{OUR_CODE}/autograder/runner" in places
    assert f"{OUR_CODE}/autograder/examiner" not in places
    assert TESTS not in places


def test_all_that_is_mounted_of_the_checkout_exists() -> None:
    for walls in (learner_walls(LIMITS, "fr"), warm_walls(is_examiner=True)):
        sources = [Path(source) for source, _ in walls.mounts]
        assert all(each.is_relative_to(CHECKOUT) for each in sources)
        assert [each for each in sources if not each.exists()] == []


def test_an_examiner_has_the_tests_of_one_version_and_starts_there(
    tmp_path: Path,
) -> None:
    walls = examiner_walls(LIMITS, tmp_path)

    assert (tmp_path, TESTS) in walls.mounts
    assert walls.start_in == TESTS


def test_a_warm_examiner_has_no_tests_before_it_forks() -> None:
    assert TESTS not in inside(warm_walls(is_examiner=True))
    assert warm_walls(is_examiner=False).start_in == WORK


def test_tests_are_mounted_to_be_read_only(tmp_path: Path) -> None:
    words = command_of("bwrap", examiner_walls(LIMITS, tmp_path), 3, [])

    assert words[words.index(TESTS) - 2 : words.index(TESTS)] == [
        "--ro-bind",
        str(tmp_path),
    ]


def test_a_cold_process_has_the_filter_and_a_warm_one_sets_it_later() -> None:
    walls = learner_walls(LIMITS, "fr")

    cold, warm = (command_of("bwrap", walls, fd, []) for fd in (7, None))

    assert cold[cold.index("--seccomp") + 1] == "7"
    assert "--seccomp" not in warm
    for words in (cold, warm):
        before_the_program = words[: words.index("--")]
        for wall in ("--unshare-net", "--unshare-pid", "--unshare-ipc", "--clearenv"):
            assert wall in before_the_program
        assert "--die-with-parent" in before_the_program


@pytest.mark.parametrize("uid", [0, 1000])
def test_root_and_a_plain_user_both_become_nobody(
    uid: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: uid)

    words = command_of("bwrap", learner_walls(LIMITS, "fr"), 3, ["-m", "program"])

    before, after = words[: words.index("--")], words[words.index("--") :]
    if uid == 0:
        assert before[before.index("--cap-drop") + 1] == "ALL"
        assert "CAP_SYS_ADMIN" not in before
        assert any("setpriv" in word for word in after)
    else:
        assert "--unshare-user" in before
        assert "--disable-userns" in before
    assert after[-2:] == ["-m", "program"]


def test_nothing_of_our_environment_is_in_theirs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "a secret")
    walls = learner_walls(LIMITS, "en")

    given = environment_of(walls, ["/opt/a", "/opt/b"])

    assert "a secret" not in given.values()
    assert given["CAIRE_LANG"] == "en"
    assert given["PYTHONPATH"] == "/opt/a:/opt/b"
    assert given["OMP_NUM_THREADS"] == "1"


def test_a_sandbox_may_use_what_the_learner_may_and_what_it_needs_itself() -> None:
    caps = caps_of(LIMITS)

    assert caps.memory_bytes > (100 + 10) * 1_000_000
    assert caps.processes > 7
    assert not caps.swap
    more = caps_of(Limits(memory_mb=300, disk_mb=10, processes=9))
    assert more.memory_bytes - caps.memory_bytes == 200_000_000
    assert more.processes - caps.processes == 2
