"""Everything that is installed is named by its hash."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted(path.name for path in ROOT.glob("requirements*.txt"))
REQUIREMENT = re.compile(
    r"^([A-Za-z0-9][\w.\[\]-]*)==(\S+)(.*?)(?=^[^\s#]|\Z)", re.M | re.S
)


def locked(name: str) -> list[tuple[str, str, str]]:
    """Name, version, and what follows, of each requirement."""
    return REQUIREMENT.findall((ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("lock", LOCKS)
def test_each_requirement_has_a_hash(lock: str) -> None:
    found = locked(lock)
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    names = [line for line in lines if line and line[0] not in "# -"]

    assert found
    assert len(found) == len(names)
    assert [name for name, _, after in found if "--hash=sha256:" not in after] == []


def test_setup_installs_nothing_without_its_hash() -> None:
    setup = (ROOT / ".ci" / "setup").read_text(encoding="utf-8")

    calls = re.findall(r"^ +pip_install \"[^\"]+\" (.*)$", setup, re.M)

    assert len(calls) == 5
    assert [
        call for call in calls if "--require-hashes -r requirements" not in call
    ] == []
    assert len(re.findall(r"pip install -q \"\$@\"", setup)) == 1  # in pip_install
    assert len(re.findall(r"pip install -q (?!\"\$@\"|--dry-run)", setup)) == 0


def test_torch_is_alone_in_its_lock_and_what_it_asks_for_is_in_the_other() -> None:
    """Or else pip would take what it asks for unseen, gigabytes of CUDA first."""
    [(name, version, after)] = locked("requirements-torch-cpu.txt")
    [of_the_index] = locked("requirements-torch.txt")
    source = (ROOT / "requirements-torch.in").read_text(encoding="utf-8")
    cpu = re.findall(r"^# cpu-hash: (sha256:[0-9a-f]{64})$", source, re.M)
    everything = {each for each, _, _ in locked("requirements-dev.txt")}

    assert f"{name}=={version}" in source
    assert len(cpu) == 1
    assert re.findall(r"--hash=(\S+)", after) == cpu
    assert of_the_index[:2] == (name, version)
    assert cpu[0] not in of_the_index[2]  # pip would take the index's build
    assert {"filelock", "fsspec", "jinja2", "networkx", "sympy"} <= everything
    assert "torch" not in everything


def test_the_lock_of_cuda_repeats_no_other_version() -> None:
    here = {(name, version) for name, version, _ in locked("requirements-dev.txt")}
    names = {name for name, _ in here}
    shared = {
        (name, version)
        for name, version, _ in locked("requirements-torch-cuda.txt")
        if name in names
    }

    assert shared
    assert shared <= here


def test_no_registry_is_named() -> None:
    """Where packages come from is the machine's own setting."""
    files = [*ROOT.glob("requirements*"), ROOT / ".ci" / "setup", ROOT / "Makefile"]

    named = {path.name for path in files if "://" in path.read_text(encoding="utf-8")}

    assert named == set()
