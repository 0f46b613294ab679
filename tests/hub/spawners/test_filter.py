"""The system calls of a learner's server: what is refused, and what works all the same.

Everything here runs behind the walls of a real server, without the Hub.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from hub.spawners import homes, walls
from hub.spawners.bubblewrap import homes_environment
from isolation import seccomp
from labs import catalogue
from labs.authoring.build import build

LABS = ("N1-00", "N1-01")
Run = Callable[..., str]
LIMIT_S = 240
VSOCK, NETLINK, ALG, PACKET = 40, 16, 38, 17
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
# Asked by number, as hostile code would; those of x86-64 and aarch64 in turn.
NUMBERS = {
    "unshare": (272, 97),
    "setns": (308, 268),
    "clone": (56, 220),
    "clone3": (435, 435),
    "mount": (165, 40),
    "ptrace": (101, 117),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "userfaultfd": (323, 282),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "process_vm_readv": (310, 270),
}
ARGUMENTS = {"unshare": [CLONE_NEWUSER], "clone": [CLONE_NEWUSER | CLONE_NEWNET | 17]}
SAYS_ABSENT = {"clone3", "io_uring_setup", "io_uring_enter"}
ASK = """
import ctypes, errno, json, platform, socket, sys
numbers, arguments, families = json.loads(sys.argv[1])
libc, column = ctypes.CDLL(None, use_errno=True), platform.machine() == "aarch64"
answers = {}
for name, number in numbers.items():
    given = [ctypes.c_long(each) for each in arguments.get(name, [0] * 5)]
    if libc.syscall(ctypes.c_long(number[column]), *given) == 0 and name == "clone":
        libc._exit(0)
    answers[name] = errno.errorcode.get(ctypes.get_errno(), "none")
for family in families:
    try:
        socket.socket(family, socket.SOCK_STREAM)
        answers[str(family)] = "none"
    except OSError as error:
        answers[str(family)] = errno.errorcode[error.errno]
print(json.dumps(answers))
"""


# Root can try both ways; a plain user has only one.
@pytest.fixture(params=sorted({walls.is_root(), False}), ids=["plain", "root"][-2:])
def run(request: pytest.FixtureRequest, tmp_path: Path, root: Path) -> Run:
    """run(code, *arguments): what Python prints behind a learner's walls."""
    as_root = request.param
    person = homes.person_of("ada", tmp_path / "homes")
    if not as_root:
        os.chown(person.home, os.geteuid(), os.getegid())
    walls.write_names(tmp_path / "names", person)
    sandbox = walls.Walls(person, root, tmp_path / "names", tmp_path)

    def inside(code: str, *arguments: str) -> str:
        return run_behind(sandbox, as_root, [sys.executable, "-c", code, *arguments])

    return inside


def run_behind(sandbox: walls.Walls, as_root: bool, program: list[str]) -> str:
    env = {
        "PATH": f"{Path(sys.prefix) / 'bin'}:/usr/bin:/bin",
        "PYTHONPATH": str(walls.PYTHON_FOLDER),
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "2",
        **homes_environment(sandbox.person.home_inside),
    }
    with seccomp.filter_file() as calls:
        done = subprocess.run(
            walls.command(sandbox, program, as_root=as_root, filter_fd=calls),
            env=env,
            pass_fds=[calls],
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_what_no_lab_needs_is_refused_by_the_kernel(run: Run) -> None:
    families = [VSOCK, ALG, PACKET]

    answers = json.loads(run(ASK, json.dumps([NUMBERS, ARGUMENTS, families])))

    wanted = {n: "ENOSYS" if n in SAYS_ABSENT else "EPERM" for n in NUMBERS}
    assert answers == wanted | {str(family): "EPERM" for family in families}


def test_every_further_process_has_the_filter_too(run: Run) -> None:
    look = "print([l.split()[1] for l in open('/proc/self/status') if 'Seccomp:' in l])"
    again = (
        "import subprocess, sys; "
        f"print(subprocess.check_output([sys.executable, '-c', {look!r}], text=True))"
    )

    assert run(look).strip() == run(again).strip() == "['2']"


def test_what_the_labs_are_made_of_works(run: Run) -> None:
    """Processes, threads, sockets, and the libraries that learners import."""
    said = run("""
import multiprocessing, socket, subprocess, tempfile, threading
from concurrent.futures import ProcessPoolExecutor
print(subprocess.run(["sh", "-c", "echo shell | cat"], capture_output=True).stdout)
for way in ("fork", "spawn"):
    context = multiprocessing.get_context(way)
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        print(way, list(pool.map(abs, [-1, -2])))
done = []
threads = [threading.Thread(target=done.append, args=[each]) for each in range(20)]
[each.start() for each in threads], [each.join() for each in threads]
print(len(done), socket.create_server(("127.0.0.1", 0)).family.name)
import matplotlib; matplotlib.use("agg")
import matplotlib.pyplot as plt, numpy as np, pandas as pd, sklearn.linear_model, torch
plt.plot([1, 2]); plt.savefig(tempfile.mktemp(suffix=".png"))
X = np.arange(20.0).reshape(10, 2); y = X @ [1, 2]
print(round(sklearn.linear_model.LinearRegression().fit(X, y).score(X, y), 3))
loader = torch.utils.data.DataLoader(torch.arange(8), batch_size=4, num_workers=2)
print([each.sum().item() for each in loader], pd.DataFrame({"x": [1]}).x.sum())
""")

    assert said.splitlines() == [
        "b'shell\\n'",
        "fork [1, 2]",
        "spawn [1, 2]",
        "20 AF_INET",
        "1.0",
        "[6, 22] 1",
    ]


EXECUTE = """
import sys, nbclient, nbformat
notebook = nbformat.read(sys.argv[1], 4)
nbclient.NotebookClient(
    notebook, timeout=200, allow_errors=True, kernel_name="python3",
    resources={"metadata": {"path": "."}},
).execute()
nbformat.write(notebook, sys.argv[1])
"""


@pytest.mark.slow  # a real kernel that runs a whole lab
@pytest.mark.parametrize("lab", LABS)
def test_a_released_lab_runs_in_a_kernel_behind_the_filter(
    lab: str, run: Run, tmp_path: Path
) -> None:
    """As it is handed out: what is not answered yet may fail a check, but the system
    refuses nothing, and the cells that are given run."""
    release = build(catalogue.load().lab(lab)).write(tmp_path / "built")
    source = next(path for path in release if path.parts[-4:-2] == ("release", "fr"))
    home = tmp_path / "homes" / "ada"
    for file in source.parent.iterdir():
        copy = home / file.name
        copy.write_bytes(file.read_bytes())
        os.chown(copy, home.stat().st_uid, home.stat().st_gid)

    run(EXECUTE, source.name)

    cells = nbformat.read(home / source.name, 4).cells
    ran = [cell for cell in cells if cell.cell_type == "code" and cell.execution_count]
    errors = {
        output.ename
        for cell in ran
        for output in cell.outputs
        if output.output_type == "error"
    }
    assert len(ran) > 5
    assert errors <= {"NotAttempted"}
