"""A learner's code that tries to look: at others, at the site, at the network.

Everything here runs in a real kernel of a real server that the Hub started.
"""

import os
import socket
import stat
from pathlib import Path

import psutil
import pytest

from hub.spawners.homes import FIRST_USER
from tests.hub.realhub import RealHub

pytestmark = pytest.mark.slow  # a real Hub and two servers; nothing else can show this

AS_ROOT = os.geteuid() == 0


def test_a_learner_finds_only_a_home_of_their_own(learners: RealHub) -> None:
    homes = learners.settings.state / "homes"
    (homes / "basile" / "secret.txt").write_text("basile's own", encoding="utf-8")

    seen = learners.run("ada", "import os; print(os.listdir('/home'), os.getcwd())")

    assert seen.strip() == "['ada'] /home/ada"


@pytest.mark.skipif(not AS_ROOT, reason="one system user per learner needs root")
def test_each_home_belongs_to_a_system_user_of_its_own(learners: RealHub) -> None:
    homes = [learners.settings.state / "homes" / name for name in ("ada", "basile")]

    owners = {home.stat().st_uid for home in homes}

    assert len(owners) == 2
    assert min(owners) > FIRST_USER
    assert all(stat.S_IMODE(home.stat().st_mode) == 0o700 for home in homes)


def test_a_learner_sees_nothing_of_the_checkout_the_state_or_the_hub(
    learners: RealHub, root: Path
) -> None:
    state = learners.settings.state
    tried = [
        *(root / name for name in ("site.toml", "labs", "hub", "autograder", ".git")),
        *(state, state / "secrets", state / "hub", state / "homes"),
        *(Path("/root/.ssh"), Path("/etc/shadow"), Path("/opt/lab/python/hub")),
        *(
            Path("/opt/lab/python/labs/notebooks"),
            Path("/opt/lab/python/labs/authoring"),
        ),
    ]

    paths = [str(path) for path in tried]
    code = f"import os; print([p for p in {paths} if os.path.exists(p)])"

    assert learners.run("ada", code).strip() == "[]"


def test_of_our_code_only_the_kit_and_the_exchange_are_there(learners: RealHub) -> None:
    code = "import os; print(sorted(n for n in os.listdir('/opt/lab/python/labs')))"

    found = learners.run("ada", code)

    ours = ["__init__.py", "exchange", "kit", "language.py", "outcome.py", "words.py"]
    assert found.strip() == str(ours)


def test_no_process_of_anyone_else_is_visible(learners: RealHub) -> None:
    code = """
import os
for pid in filter(str.isdigit, os.listdir("/proc")):
    try:
        line = open(f"/proc/{pid}/cmdline").read().replace("\\0", " ")
    except OSError:
        continue
    print(pid, line.split(" ")[0], "jupyterhub -f" in line, "basile" in line)
"""
    lines = learners.run("ada", code).split("\n")

    programs = {line.split(" ")[1].rpartition("/")[2] for line in lines if line}
    assert programs <= {"bwrap", "python", "python3"}
    assert not [line for line in lines if "True" in line]


def test_the_only_token_a_learner_can_read_is_their_own(learners: RealHub) -> None:
    code = """
import os, re
found = set()
for pid in filter(str.isdigit, os.listdir("/proc")):
    try:
        found |= set(re.findall(r"TOKEN=(\\w+)", open(f"/proc/{pid}/environ").read()))
    except OSError:
        pass
print(found == {os.environ["JUPYTERHUB_API_TOKEN"]})
"""
    assert learners.run("ada", code).strip() == "True"


def test_the_hubs_environment_does_not_leak_into_a_server(learners: RealHub) -> None:
    names = learners.run("ada", "import os; print('\\n'.join(os.environ))").split()

    ours = {name for name in names if name.startswith("CAIRE_")}
    assert ours == {"CAIRE_RECORD_URL", "CAIRE_LANG"}
    assert not {"CONFIGPROXY_AUTH_TOKEN", "JUPYTERHUB_CRYPT_KEY"} & set(names)


def test_a_servers_token_is_good_for_itself_and_nothing_else(learners: RealHub) -> None:
    code = """
import os, urllib.request, urllib.error
def ask(path):
    url = os.environ["JUPYTERHUB_API_URL"] + path
    token = {"Authorization": "token " + os.environ["JUPYTERHUB_API_TOKEN"]}
    try:
        return urllib.request.urlopen(urllib.request.Request(url, headers=token)).status
    except urllib.error.HTTPError as error:
        return error.code
print([ask(p) for p in ("/user", "/users", "/users/basile", "/proxy", "/services")])
"""
    assert learners.run("ada", code).strip() == "[200, 403, 404, 403, 403]"


def test_the_network_leads_to_the_hub_and_nowhere_else(learners: RealHub) -> None:
    network = learners.settings.network
    outside = socket.create_server(("127.0.0.1", 0))
    ports = [*network.ports.values(), outside.getsockname()[1]]
    code = f"""
import socket
def reaches(host, port):
    try:
        socket.create_connection((host, port), 2).close()
    except OSError:
        return False
    return True
print([reaches("127.0.0.1", port) for port in {ports}])
print([reaches(host, 53) for host in ("192.0.2.1", "10.0.0.1", "169.254.169.254")])
"""
    with outside:
        to_us, elsewhere = learners.run("ada", code).split("\n")[:2]

    assert to_us == str([True] + [False] * (len(ports) - 1))
    assert elsewhere == "[False, False, False]"


def test_another_learners_server_refuses_this_learners_token(learners: RealHub) -> None:
    code = """
import os, urllib.request, urllib.error
base = os.environ["JUPYTERHUB_API_URL"].removesuffix("/hub/api")
token = {"Authorization": "token " + os.environ["JUPYTERHUB_API_TOKEN"]}
for name in ("ada", "basile"):
    url = f"{base}/user/{name}/api/contents"
    try:
        print(urllib.request.urlopen(urllib.request.Request(url, headers=token)).status)
    except urllib.error.HTTPError as error:
        print(error.code)
"""
    assert learners.run("ada", code).split() == ["200", "403"]


def test_a_kernels_sockets_are_files_that_nobody_else_sees(learners: RealHub) -> None:
    """ipykernel keeps one internal TCP port: each learner has a network, too."""
    here = learners.run(
        "ada",
        "import glob, json\n"
        "files = glob.glob('/tmp/jupyter/kernel-*.json')\n"
        "print({json.load(open(f))['transport'] for f in files})",
    )
    look = "import glob; print(len(glob.glob('/tmp/jupyter/kernel-*.json')))"
    network = "import os; print(os.readlink('/proc/self/ns/net'))"
    networks = {learners.run(name, network).strip() for name in ("ada", "basile")}

    assert here.strip() == "{'ipc'}"
    assert learners.run("basile", look).strip() == "1"
    assert len(networks | {str(Path("/proc/self/ns/net").readlink())}) == 3


@pytest.mark.skipif(not AS_ROOT, reason="as a plain user there is no root to lose")
def test_no_capability_and_no_way_back_to_root(learners: RealHub) -> None:
    code = """
import os
status = dict(l.split(":\\t", 1) for l in open("/proc/self/status") if ":\\t" in l)
print([status[k].strip() for k in ("CapPrm", "CapEff", "CapBnd", "NoNewPrivs")])
print(os.getuid() > 260000, set(os.getgroups()) <= {os.getgid()})
"""
    capabilities, who = learners.run("ada", code).split("\n")[:2]

    assert capabilities == str(["0" * 16] * 3 + ["1"])
    assert who == "True True"


def test_a_kernel_has_the_filter_of_system_calls(learners: RealHub) -> None:
    """What it refuses is in test_filter.py."""
    code = """
import socket
print([l.split()[1] for l in open("/proc/self/status") if "Seccomp:" in l])
try:
    socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)
except PermissionError:
    print("refused")
"""
    assert learners.run("ada", code).split() == ["['2']", "refused"]


def test_what_is_not_the_home_cannot_be_written(learners: RealHub, root: Path) -> None:
    venv = str(root / ".venv")
    places = [
        venv,
        "/usr",
        "/etc",
        "/opt/lab/python",
        "/opt/lab/server",
        "/run/caire",
        "/",
    ]
    code = f"""
import os
print([p for p in {places} if os.access(p, os.W_OK)])
open(os.path.expanduser("~/mine.txt"), "w").write("kept")
"""
    assert learners.run("ada", code).strip() == "[]"
    mine = learners.settings.state / "homes" / "ada" / "mine.txt"
    assert mine.read_text(encoding="utf-8") == "kept"


def test_the_nbgrader_commands_are_there_without_their_server_extensions(
    learners: RealHub,
) -> None:
    code = "import subprocess as s; print(s.run(['nbgrader', '--version']).returncode)"

    extensions = learners.http.get("/user/ada/nbgrader_version").status_code

    assert learners.run("ada", code).strip().endswith("0")
    assert extensions == 404
    assert learners.http.get("/user/ada/api/terminals").status_code == 404


def test_the_slow_import_stays_out_and_threads_are_one(learners: RealHub) -> None:
    code = """
import os
try:
    import rfc3987_syntax
except ImportError:
    print("left out", os.environ["OMP_NUM_THREADS"])
"""
    assert learners.run("ada", code).strip() == "left out 1"


def test_a_stopped_server_leaves_nothing_running(learners: RealHub) -> None:
    home = str(learners.settings.state / "homes" / "chloe")
    learners.start_server("chloe")
    learners.run("chloe", "import os; os.system('setsid sleep 4321 &')")
    assert processes_with("sleep", "4321")

    learners.stop_server("chloe")

    assert not processes_with(home)
    assert not processes_with("sleep", "4321")


def processes_with(*words: str) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        line = process.info["cmdline"] or []
        alive = process.info["status"] != psutil.STATUS_ZOMBIE
        if alive and all(word in line for word in words):
            found.append(process)
    return found
