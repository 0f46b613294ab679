"""The learner's wheel carries the kit and the exchange plugins, and nothing that would
give a mark away.
"""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

WHAT_THE_BUILD_READS = ("pyproject.toml", "labs")
SHARED = {f"labs/{name}.py" for name in ("__init__", "language", "outcome", "words")}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built without network from a copy, so that no build folder lands in
    the checkout.
    """
    root = Path(__file__).parents[2]
    copy = tmp_path_factory.mktemp("wheel")
    for name in WHAT_THE_BUILD_READS:
        source = root / name
        if source.is_dir():
            shutil.copytree(
                source, copy / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy(source, copy / name)
    options = ("--no-deps", "--no-build-isolation", "--no-index", "-q", "-w")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *options, str(copy / "dist"), str(copy)],
        check=True,
        capture_output=True,
    )
    return zipfile.ZipFile(next((copy / "dist").glob("*.whl")))


def test_the_wheel_holds_only_the_kit_the_exchange_and_the_outcome_words(
    wheel: zipfile.ZipFile,
) -> None:
    ours = [
        name for name in wheel.namelist() if not name.split("/")[0].endswith("info")
    ]

    strangers = [
        name
        for name in ours
        if not name.startswith(("labs/kit/", "labs/exchange/")) and name not in SHARED
    ]

    assert strangers == []
    assert set(ours) >= SHARED
    assert "labs/kit/checks.py" in ours
    assert "labs/exchange/client.py" in ours
    assert "labs/kit/bar/labextension/creer-son-ia-bar/package.json" in ours


def test_the_wheel_holds_no_solution_and_no_hidden_test(wheel: zipfile.ZipFile) -> None:
    words = (b"BEGIN SOLUTION", b"BEGIN HIDDEN TESTS", b"import hidden")

    told = {
        name: word
        for name in wheel.namelist()
        for word in words
        if word in wheel.read(name)
    }

    assert told == {}
