"""The stock way from a hand-in to feedback: nbgrader's own commands on its own file
exchange, one submission.

Nothing in stock nbgrader starts marking by itself, so what is timed is only the
commands an instructor would type the moment the hand-in is there: `collect`,
`autograde`, `generate_feedback`, `release_feedback`, after the learner's `submit`. Real
classes wait longer.
"""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from labs.authoring.build import build
from labs.catalogue import load

ROOT = Path(__file__).parents[1]
CONFIG = """
c.CourseDirectory.course_id = "stock"
c.CourseDirectory.root = "{course}"
c.Exchange.root = "{exchange}"
c.ExecutePreprocessor.timeout = {timeout_s}
"""


@dataclass(frozen=True)
class StockCourse:
    """An nbgrader course in a folder of its own, with one released assignment."""

    folder: Path
    lab: str

    @property
    def environment(self) -> dict[str, str]:
        bin_folder = Path(sys.executable).parent
        return {
            **os.environ,
            "PATH": f"{bin_folder}:{os.environ['PATH']}",
            "PYTHONPATH": f"{ROOT}:{self.folder}",
            "JUPYTER_CONFIG_DIR": str(self.folder),
            "HOME": str(self.folder),
        }

    def nbgrader(
        self, *words: str, cwd: Path | None = None, limit_s: float = 600
    ) -> float:
        """Wall seconds of one nbgrader command. A non-zero end is kept in the log, not
        raised: stock fails a submission whose cells fail, and that costs its time all
        the same.
        """
        begin = time.perf_counter()
        with (self.folder / "nbgrader.log").open("a") as log:
            subprocess.run(
                ["nbgrader", *words],
                cwd=cwd or self.folder / "course",
                env=self.environment,
                stdout=log,
                stderr=log,
                check=False,
                timeout=limit_s,
            )
        return time.perf_counter() - begin


def make_course(
    folder: Path, lab: str, source: Path, timeout_s: int = 120
) -> StockCourse:
    """A course with `lab` generated and released from its built source folder.

    timeout_s: of one cell.
    """
    course, exchange = folder / "course", folder / "exchange"
    shutil.copytree(source, course / "source" / lab)
    exchange.mkdir()
    exchange.chmod(0o777)  # what nbgrader's own exchange demands
    (folder / "nbgrader_config.py").write_text(
        CONFIG.format(course=course, exchange=exchange, timeout_s=timeout_s)
    )
    known = load().by_id.get(lab)
    if known and (hidden := build(known).hidden):
        # The module of the tests can be imported: what our examiner does for them.
        (folder / "hidden.py").write_bytes(hidden)
    made = StockCourse(folder, lab)
    made.nbgrader("generate_assignment", lab, "--create", "--force")
    made.nbgrader("release_assignment", lab)
    return made


def submit_to_feedback_s(course: StockCourse, notebook: bytes, number: int) -> float:
    """Wall seconds from `nbgrader submit` to released feedback for one notebook."""
    home = course.folder / f"learner-{number}" / course.lab
    home.mkdir(parents=True)
    (home / f"{course.lab}.ipynb").write_bytes(notebook)
    steps = (
        ("submit", course.lab),
        ("collect", course.lab, "--update"),
        ("autograde", course.lab, "--create", "--force"),
        ("generate_feedback", course.lab, "--force"),
        ("release_feedback", course.lab),
    )
    return sum(
        course.nbgrader(*words, cwd=home.parent if words[0] == "submit" else None)
        for words in steps
    )
