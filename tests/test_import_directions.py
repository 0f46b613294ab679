"""Who may import whom (design: house.md 2), read from the imports themselves.

Within a room, a module that is named in a text ("autograder.runner.cells", to be run or
imported later) counts as imported: what it needs must stand below all the same.
"""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("hub", "labs", "autograder", "isolation")

# For each room: the first-party modules it may import besides itself.
ALLOWED = {
    "jupyterhub_config.py": {"hub.configure", "hub.private_files", "hub.settings"},
    "hub/settings.py": {"hub.site_file"},
    "hub/site_file.py": set(),
    "hub/guesses.py": set(),
    "hub/logs.py": set(),
    "hub/private_files.py": set(),
    "hub/configure": {
        *("hub.settings", "hub.spawners", "hub.demo", "hub.jupyterhub_private"),
        *("hub.http_server", "labs.language"),
    },
    # labs.exchange: for spawners/learner
    "hub/spawners": {"hub.settings", "labs.exchange", "labs.language", "isolation"},
    "hub/spawners/learner": {"labs.kit", "labs.exchange"},  # runs in their server
    "hub/record": {
        *("hub.settings", "hub.jupyterhub_private"),
        *("hub.private_files", "hub.http_server"),
        *("labs.catalogue", "labs.outcome", "labs.language", "labs.words"),
    },
    "autograder": {"labs", "isolation"},
    "labs": set(),
    # The bar submits through labs.exchange.
    "labs/kit": {"labs.outcome", "labs.language", "labs.words", "labs.exchange"},
    "labs/exchange": {"labs.outcome", "labs.language"},
    "isolation": set(),
}

# From the top down: a part imports only parts that stand below it. A part that is not
# named here may not exist, so that whoever makes a folder says where it stands.
FLOORS = {
    "autograder": (
        "__main__",
        "service commands",
        "regrade",
        "release",
        "grading",
        "sandbox",
        "examiner",
        "runner",
        "wire",
        "formgrader",
        "exchange",
        "gradebook",
        "database",
        "assignment submission",
        "runtime",
    ),
    "hub": (
        "__main__",
        "rotation",
        "serve",
        "health",
        "leftovers prechecks",
        "configure",
        "spawners",
        "record",
        "settings",
        "demo",
        "site_file guesses jupyterhub_private logs private_files http_server",
    ),
    "labs": (
        "__main__",
        "authoring",
        "kit",
        "exchange",
        "catalogue words",
        "outcome",
        "language strict_toml",
    ),
    "labs/kit": (
        "bar",
        "widgets errors",
        "shapes",  # the address of drawings.shapes in released labs
        "drawings attempts models personal",
        "answers noise score_bars",
        "files notice energy",
        "checks",
        "language",
    ),
    "hub/record": (
        "__main__",
        "commands",
        "web",
        "seeding exchange",
        "pace",
        "store",
        "body_pool",
        "body_worker",
        "language secrets_folder",
        "domain",
        "settings strict",
    ),
    "hub/record/web": (
        "server",
        "app",
        "routes",
        "api pages",
        "guards",
        "base",
        "context",
        "bodies",
        "access states long_poll shares arguments",
    ),
}


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


def name_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def every_module() -> frozenset[str]:
    return frozenset(name_of(file) for room in ROOMS for file in modules(room))


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


def named_in(file: Path) -> Iterator[str]:
    """What `file` imports, and the modules that it names in a text."""
    yield from imports_of(file)
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and node.value in every_module():
            yield str(node.value)


def module_in(name: str) -> str | None:
    """`a.b.Thing` is in the module a.b; None when it is in none of ours."""
    while name and name not in every_module():
        name = name.rpartition(".")[0]
    return name or None


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


@pytest.mark.parametrize("package", FLOORS)
def test_imports_run_downwards_only(package: str) -> None:
    floor = floors_of(package)

    upwards = {
        f"{name_of(file)} imports {target}"
        for file in modules(package)
        for target in named_in(file)
        if inside(target, package.replace("/", "."))
        and (there := part_of(target, package))
        and (here := part_of(name_of(file), package))
        and here != there
        and floor[here] >= floor[there]
    }

    assert upwards == set()


@pytest.mark.parametrize("package", FLOORS)
def test_every_part_has_its_floor(package: str) -> None:
    parts = {part_of(name_of(file), package) for file in modules(package)} - {None}

    assert parts == set(floors_of(package))


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {
        name_of(file): set(targets(file)) - {name_of(file)}
        for room in ROOMS
        for file in modules(room)
    }

    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" imports ".join(reversed(circle.args[1])))


def targets(file: Path) -> Iterator[str]:
    """The modules it imports; a package's own `__init__` only if it is named itself."""
    for name in named_in(file):
        module = module_in(name)
        if module is not None and not inside(name_of(file), module):
            yield module


def floors_of(package: str) -> dict[str, int]:
    rows: Iterable[tuple[int, str]] = enumerate(FLOORS[package])
    return {part: row for row, parts in rows for part in parts.split()}


def part_of(name: str, package: str) -> str | None:
    """The folder or file directly below the package; None for the package itself."""
    below = name.removeprefix(package.replace("/", ".")).lstrip(".")
    return below.split(".")[0] or None


def test_only_two_rooms_import_nbgraders_api() -> None:
    """One drives nbgrader, one serves its formgrader; the learner's exchange plugins
    subclass its own."""
    importers = {
        file.relative_to(ROOT).as_posix()
        for room in ROOMS
        for file in modules(room)
        if any(inside(name, "nbgrader") for name in imports_of(file, ("nbgrader",)))
    }
    allowed = ("autograder/gradebook/", "autograder/formgrader/", "labs/exchange/")

    assert {name for name in importers if not name.startswith(allowed)} == set()


# A folder that outgrows this has lost its story: look for the second one.
MOST_MODULES = 13


def test_no_folder_is_crowded() -> None:
    crowded = {
        folder.relative_to(ROOT).as_posix(): len(list(folder.glob("*.py")))
        for room in ROOMS
        for folder in {file.parent for file in modules(room)}
        if len([each for each in folder.glob("*.py") if each.stem[0] != "_"])
        > MOST_MODULES
    }

    assert crowded == {}


def test_no_class_name_stands_twice_in_a_room() -> None:
    twice = {
        f"{room}: {name} in {', '.join(places)}"
        for room in ROOMS
        for name, places in classes_of(room).items()
        if len(places) > 1 and not name.startswith("_")
    }

    assert twice == set()


def classes_of(room: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for file in modules(room):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(name_of(file))
    return found
