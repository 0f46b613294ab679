"""What a running site keeps is closed to every other account of the machine."""

import stat
from pathlib import Path

from hub.private_files import READ_BEHIND_WALLS
from tests.house.house import House, until


def test_nothing_below_the_state_folder_can_be_read_by_another_account(
    house: House,
) -> None:
    """The database, gradebooks, logs, secrets, and what a learner's server writes."""
    with house.browserless("driss") as driss:
        driss.get("/hub/spawn/driss")
        lab = "/user/driss/lab"
        until("a server", lambda: driss.get(lab).url.path == lab, 90)
        xsrf = driss.cookies.get("_xsrf", path="/user/driss/") or ""
        made = driss.post(
            "/user/driss/api/contents",
            json={"type": "notebook"},
            headers={"X-XSRFToken": xsrf},
        )
        assert made.status_code == 201, made.text

    state = house.state
    there = [state, *state.rglob("*")]
    names = {str(path.relative_to(state)) for path in there}
    assert {"record/record.sqlite", "logs/hub.log"} <= names
    assert f"homes/driss/{made.json()['name']}" in names
    assert [str(path) for path in there if can_be_opened(path, state)] == []


def test_what_is_read_behind_walls_lies_below_a_closed_folder(house: House) -> None:
    for name, reason in READ_BEHIND_WALLS.items():
        folder = house.state / name

        assert reason
        assert folder.is_dir()
        assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700


def can_be_opened(path: Path, state: Path) -> bool:
    """By its own mode; `lstat`, for what a learner links to is not of this site.

    In a home IPython copies a file with the mode it was installed with: there it is
    the home itself that is closed.
    """
    below = path.relative_to(state)
    if below.match("homes/*/.ipython/*/startup/README"):
        return bool((state / Path(*below.parts[:2])).stat().st_mode & 0o077)
    if any(below.is_relative_to(name) for name in READ_BEHIND_WALLS):
        return False
    try:
        found = path.lstat().st_mode
    except FileNotFoundError:  # a file of a moment, gone again
        return False
    return not stat.S_ISLNK(found) and bool(found & 0o077)
