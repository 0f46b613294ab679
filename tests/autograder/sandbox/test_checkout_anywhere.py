"""A checkout below /tmp, where a newcomer clones, and below the sandbox's own home.

Both are covered by private disks inside; what is imported late must still be found.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

LATE = "sklearn.gaussian_process", "scipy.fft", "labs.kit.widgets.tour"
MARKED = f"""
import sys
from autograder.grading.budget import Time
from autograder.grading.processes import LearnerProcess
from autograder.runtime.limits import Limits
from autograder.sandbox import warm

assert warm.warm_up(wait=True) is None
for program in ("learner", "light learner"):
    with LearnerProcess(Limits(), "fr", {{}}, [], False, program) as learner:
        print(learner.run("import " + {", ".join(LATE)!r}, Time(20, 60))["error"])
warm.cool_down()
with LearnerProcess(Limits(), "fr", {{}}, [], False) as learner:
    print(learner.run("import " + {", ".join(LATE)!r}, Time(20, 60))["error"])
"""


# A plain user may not write below /home.
PLACES = ["/tmp", *(["/home/learner"] if os.geteuid() == 0 else [])]


@pytest.fixture(scope="module", params=PLACES)
def checkout(request: pytest.FixtureRequest, root: Path) -> Iterator[Path]:
    """What git knows here, and the environment, copied to another place."""
    above = Path(request.param)
    made = [each for each in (above, *above.parents) if not each.exists()]
    above.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=above, prefix="caire-checkout-"))
    try:
        copy(root, folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        for each in made:
            each.rmdir()


def copy(root: Path, folder: Path) -> None:
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(words, cwd=root, capture_output=True, text=True, check=True)
    for name in filter(None, told.stdout.split("\0")):
        if (root / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, folder / name)
    venv = Path(sys.prefix).resolve()
    same_disk = venv.stat().st_dev == folder.stat().st_dev
    linked = "--link" if same_disk else "--reflink=auto"
    subprocess.run(["cp", "-a", linked, str(venv), str(folder / ".venv")], check=True)


@pytest.mark.slow
def test_a_checkout_may_lie_where_the_sandbox_has_a_private_disk(
    checkout: Path,
) -> None:
    told = subprocess.run(
        [checkout / ".venv" / "bin" / "python", "-c", MARKED],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.stderr == ""
    assert told.stdout.split() == ["None"] * 3
