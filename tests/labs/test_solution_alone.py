"""The reference solution is complete in code: alone, with no file, it earns it all."""

from pathlib import Path

import pytest

from autograder.commands.autograde import mark
from labs.authoring.build import build_all
from labs.catalogue import load

LABS = load()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    build_all(LABS.labs, folder)
    return folder


@pytest.mark.slow  # four real markings: the promise that authors and checks rely on
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("lab", [lab.id for lab in LABS.labs])
def test_the_solution_notebook_alone_earns_every_automatic_point(
    built: Path, lab: str, lang: str
) -> None:
    notebook = built / "source" / lang / lab / f"{lab}.ipynb"

    result = mark(lab, notebook, lang, None).result

    assert result.points == LABS.lab(lab).automatic_points
