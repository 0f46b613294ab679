"""Copies what the pages ship from node_modules, so that no page names another site."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[4]
TARGET = Path(__file__).parents[1] / "static" / "vendor"
FONT = "node_modules/@fontsource/atkinson-hyperlegible-next"
WEIGHTS = ("400", "600", "700")

FILES = {
    "node_modules/htmx.org/dist/htmx.min.js": "htmx.min.js",
    "node_modules/htmx.org/LICENSE": "htmx-LICENSE",
    f"{FONT}/LICENSE": "atkinson-LICENSE",
    **{
        f"{FONT}/files/atkinson-hyperlegible-next-{part}-{weight}-normal.woff2": (
            f"atkinson-{part}-{weight}.woff2"
        )
        for part in ("latin", "latin-ext")
        for weight in WEIGHTS
    },
}


def vendor(root: Path = ROOT, target: Path = TARGET) -> int:
    """Copy the files; how many. Raises FileNotFoundError before copying any."""
    sources = {root / source: target / name for source, name in FILES.items()}
    for source in sources:
        if not source.is_file():
            raise FileNotFoundError(2, "missing", str(source))
    target.mkdir(parents=True, exist_ok=True)
    for source, copy in sources.items():
        shutil.copyfile(source, copy)
    return len(sources)
