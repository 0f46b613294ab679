"""Who may import whom (design: house.md 2), read from the imports themselves."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# For each room: the first-party modules it may import besides itself.
ALLOWED = {
    "jupyterhub_config.py": {"hub.configure", "hub.settings"},
    "hub/settings.py": {"hub.site_file"},
    "hub/site_file.py": set(),
    "hub/configure": {"hub.settings", "hub.spawners", "hub.demo", "labs.language"},
    "hub/spawners": {"hub.settings", "labs.exchange", "labs.language"},
    "hub/spawners/learner": {"labs.kit", "labs.exchange"},  # runs in their server
    "hub/record": {"labs.catalogue", "labs.outcome", "labs.language", "labs.words"},
    "autograder": {"labs"},
    "labs": set(),
    # The bar submits through labs.exchange.
    "labs/kit": {"labs.outcome", "labs.language", "labs.words", "labs.exchange"},
    "labs/exchange": {"labs.outcome", "labs.language"},
}
# What goes into the learner's image and imports nothing else of ours.
LEARNER_ROOMS = ("labs/kit", "labs/exchange")
ROOMS = ("hub", "labs", "autograder")


def modules(room: str) -> Iterator[Path]:
    path = ROOT / room
    if path.is_file():
        yield path
        return
    yield from (
        file
        for file in sorted(path.rglob("*.py"))
        if "notebooks" not in file.relative_to(ROOT).parts
    )


def imports_of(file: Path, roots: tuple[str, ...] = ROOMS) -> Iterator[str]:
    """Every module below `roots` that `file` imports, anywhere, made absolute."""
    package = file.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*above, *([node.module] if node.module else [])))
            names = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] in roots)


def inside(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(prefix + ".")


@pytest.mark.parametrize("room", ALLOWED)
def test_a_room_imports_only_what_its_direction_allows(room: str) -> None:
    own = room.removesuffix(".py").replace("/", ".")

    strangers = {
        f"{file.relative_to(ROOT)} imports {name}"
        for file in modules(room)
        for name in imports_of(file)
        if not inside(name, own)
        and not any(inside(name, allowed) for allowed in ALLOWED[room])
    }

    assert strangers == set()


@pytest.mark.parametrize("room", [room for room in ALLOWED if "." not in room])
def test_every_room_in_the_table_has_modules(room: str) -> None:
    assert list(modules(room))


def test_only_course_imports_nbgrader() -> None:
    """One package drives nbgrader; the learner's exchange plugins subclass its own."""
    importers = {
        file.relative_to(ROOT).as_posix()
        for room in ROOMS
        for file in modules(room)
        if any(inside(name, "nbgrader") for name in imports_of(file, ("nbgrader",)))
    }

    assert {
        name
        for name in importers
        if not name.startswith(("autograder/course/", "labs/exchange/"))
    } == set()
