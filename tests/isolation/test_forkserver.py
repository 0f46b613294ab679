"""What every fork finds ready, and what no two forks share."""

import socket

from isolation.warm_process import WarmProcess
from tests.isolation.conftest import MODULE, Starter, ask, forked


def asked(process: WarmProcess, code: str) -> object:
    fork = forked(process)
    try:
        return ask(fork, code)
    finally:
        fork.channel.close()
        fork.close()


def test_the_module_is_warmed_up_once_for_all_forks(warm: WarmProcess) -> None:
    assert [asked(warm, "tell(len(times_warm))") for _ in range(2)] == [1, 1]


def test_a_preload_that_is_not_installed_is_passed_over(start: Starter) -> None:
    process = start(preload=("not_installed_here", "colorsys"))
    loaded = "import sys; tell([n in sys.modules for n in ('colorsys', 'xdrlib')])"

    assert process.is_ready(patience_s=30)
    assert asked(process, loaded) == [True, False]


def test_imports_of_a_request_are_there_in_every_later_fork(warm: WarmProcess) -> None:
    loaded = "import sys; tell('colorsys' in sys.modules)"
    assert asked(warm, loaded) is False

    wanted = ("import colorsys", "import not_installed_here")
    first = forked(warm, imports=wanted)

    assert ask(first, loaded) is True
    assert asked(warm, loaded) is True
    first.channel.close()
    first.close()


def test_a_fork_changes_nothing_for_the_next(warm: WarmProcess) -> None:
    assert asked(warm, "times_warm.append(1); tell(len(times_warm))") == 2
    assert asked(warm, "tell(len(times_warm))") == 1


def test_two_forks_do_not_draw_the_same_numbers(start: Starter) -> None:
    process = start(MODULE + "\nimport numpy\n")
    draw = "import numpy; tell(int(numpy.random.randint(2**60)))"

    assert process.is_ready(patience_s=30)
    assert asked(process, draw) != asked(process, draw)


def test_a_socket_that_is_kept_leads_to_who_asked(warm: WarmProcess) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        fork = forked(warm, keep=[theirs])
        ask(fork, "import os; os.write(descriptors[0], b'hello'); tell('sent')")

        assert ours.recv(100) == b"hello"
    fork.channel.close()
    fork.close()


def test_a_program_has_no_standard_input_to_wait_on(warm: WarmProcess) -> None:
    assert asked(warm, "import os; tell(os.read(0, 10).decode())") == ""
