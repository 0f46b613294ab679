"""That what we put in nbgrader's place is still what nbgrader would answer."""

from pathlib import Path

import pytest
from nbgrader import api
from sqlalchemy import text

from autograder.gradebook.database_version import (
    newest_revision,
    version_looked_up_here,
)


@pytest.mark.slow  # nbgrader's import and the program `alembic`
def test_nbgrader_would_have_found_the_same() -> None:
    assert api.get_alembic_version() == newest_revision()


def test_a_new_gradebook_asks_us(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")  # no program to ask
    url = f"sqlite:///{tmp_path}/gradebook.db"

    with version_looked_up_here(), api.Gradebook(url) as book:
        found = book.db.execute(text("SELECT version_num FROM alembic_version"))
        assert found.scalar() == newest_revision()

    assert api.get_alembic_version is not newest_revision
