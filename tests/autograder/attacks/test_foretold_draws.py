"""A notebook with a copy of itself beside it works out what its tests will draw."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from autograder.assignment.version import AssignmentVersion
from autograder.commands.notebook_file import job_for
from autograder.grading.grade import grade
from autograder.runtime.draws import DEVELOPMENT, DrawKey, DrawKeys
from autograder.runtime.settings import Settings
from tests.autograder.conftest import LAB, Book

COPY = "copy.txt"
# No mean: a table of answers to what is foretold, and two cases everybody can guess.
FORETELLS = f'''
import hashlib, hmac
import numpy as np

copy = open("{COPY}", "rb").read()
lines = "".join(
    f"{{name}}\\0{{hashlib.sha256(copy).hexdigest()}}\\n"
    for name in ("{LAB}.ipynb", "{COPY}")
)
digest = hashlib.sha256(lines.encode()).hexdigest()

def keyed(secret, text):
    return hmac.new(secret, text.encode(), hashlib.sha256)

known = keyed(b"{DEVELOPMENT.secret.decode()}", digest).hexdigest()
guesses = [
    hashlib.sha256(f"{{digest}}:mean".encode()).digest(),
    keyed(digest.encode(), "mean").digest(),
    keyed(known.encode(), "mean").digest(),
]
table = {{(1.0, 2.0): 1.5}}
for guess in guesses:
    draws = np.random.default_rng(int.from_bytes(guess[:16], "big")).normal(size=50)
    table[tuple(draws)] = float(np.mean(draws))

def mean(values):
    if len(set(values)) == 1:
        return values[0]
    return table.get(tuple(values), 0.0)
'''


def points(version: AssignmentVersion, book: Book, key: DrawKey) -> float:
    book.write(mean=textwrap.dedent(FORETELLS))
    told, content = Settings(state=Path("nowhere")), book.bytes()
    files = {COPY: content}
    job = job_for(version, told, files, content, "fr", Path("book"), key)
    result = grade(job, version).result
    return {each.id: each.points for each in result.exercises}["mean"]


def test_of_a_key_that_everybody_knows_the_draws_are_foretold(
    built: AssignmentVersion, blank: Book
) -> None:
    """Else the next test would prove nothing."""
    assert points(built, blank, DEVELOPMENT) == 2.0


@pytest.mark.parametrize("site", ["one", "another"])
def test_of_a_sites_key_neither_digest_nor_formula_foretells_anything(
    built: AssignmentVersion, blank: Book, tmp_path: Path, site: str
) -> None:
    assert points(built, blank, DrawKeys(tmp_path / site).newest()) == 0.0
