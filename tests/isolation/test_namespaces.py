"""What a forked program has to itself, and what it can no longer do."""

from isolation.warm_process import Fork, WarmProcess
from tests.isolation.conftest import Starter, ask, forked


def test_the_program_is_the_second_process_of_its_own(fork: Fork) -> None:
    listed = "import os; tell(sorted(int(p) for p in os.listdir('/proc') if p.isdigit"
    assert ask(fork, "import os; tell(os.getpid())") == 2
    assert ask(fork, listed + "()))") == [1, 2]


def test_the_program_is_who_started_it_without_any_capability(fork: Fork) -> None:
    status = ask(fork, "tell(open('/proc/self/status').read())")
    about = dict(line.split(":\t", 1) for line in status.splitlines())

    assert {about[f"Cap{kind}"] for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {
        "0" * 16
    }
    assert (about["NoNewPrivs"], about["Seccomp"]) == ("1", "2")


def test_the_first_process_is_neither_ended_nor_seen_into(fork: Fork) -> None:
    ask(fork, "import os; os.kill(1, 9); tell('sent')")
    look = """
try:
    tell(os.readlink("/proc/1/root"))
except PermissionError:
    tell("closed")
"""

    assert ask(fork, look) == "closed"


def test_the_only_network_is_the_loopback(fork: Fork) -> None:
    speak = """
import socket
here = socket.create_server(("127.0.0.1", 0))
with socket.create_connection(here.getsockname(), timeout=5):
    tell([name for _, name in socket.if_nameindex()])
"""

    assert ask(fork, speak) == ["lo"]


def test_a_scratch_disk_is_private_and_gone_with_its_fork(
    warm: WarmProcess, fork: Fork, shared: Starter
) -> None:
    note = shared.disk / "note.txt"
    ask(fork, f"open({str(note)!r}, 'w').write('mine'); tell('written')")
    other = forked(warm)

    seen = ask(other, f"import os; tell(os.listdir({str(shared.disk)!r}))")

    assert ask(fork, f"tell(open({str(note)!r}).read())") == "mine"
    assert seen == ["shown"]
    assert not note.exists()
    other.channel.close()
    other.close()


def test_a_scratch_disk_holds_no_more_than_its_bytes(
    fork: Fork, shared: Starter
) -> None:
    fill = f"""
import errno
try:
    with open({str(shared.disk / "big")!r}, "wb") as file:
        file.write(bytes(2_000_000))
    tell("written")
except OSError as error:
    tell(errno.errorcode[error.errno])
"""

    assert ask(fork, fill) == "ENOSPC"


def test_what_is_to_stay_visible_shows_on_top_of_a_scratch_disk(
    fork: Fork, shared: Starter
) -> None:
    code = shared.disk / "shown" / "code.txt"

    assert ask(fork, f"tell(open({str(code)!r}).read())") == "shown"


def test_the_end_of_the_program_closes_its_channel(fork: Fork) -> None:
    """The first process lives a moment longer, and must not hold it open."""
    fork.channel.send(b"import os; os._exit(0)")

    assert fork.channel.recv(1) == b""
