"""Is the site up? `python -m hub health [--json]`: one line a part; 1 if one fails."""

import argparse
import http.client
import json
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass

import psutil
from rich.console import Console

from hub.leftovers import processes_of, servers_of
from hub.prechecks import FREE_BYTES
from hub.settings import Settings
from hub.spawners import walls


@dataclass(frozen=True)
class ServiceHealth:
    """One service of the site: is it well, and one sentence either way."""

    service: str
    ok: bool
    sentence: str


def main(settings: Settings, arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m hub health")
    parser.add_argument("--json", action="store_true", help="for machines")
    as_json = parser.parse_args(arguments).json
    parts = look(settings)
    if as_json:
        print(json.dumps([asdict(part) for part in parts], indent=1))
    else:
        console = Console(highlight=False, soft_wrap=True)
        for part in parts:
            sign = "[green]✓[/]" if part.ok else "[red]✗[/]"
            console.print(f"{sign} {part.service:<11} {part.sentence}")
    return 0 if all(part.ok for part in parts) else 1


def look(settings: Settings) -> list[ServiceHealth]:
    """Every part, looked at now."""
    network = settings.network
    autograder = _runs(settings, "autograder", "autograder", "serve")
    return [
        _answers("hub", network.hub_port, "/hub/health", "Start it: `make serve`."),
        _answers(
            "proxy", network.port, "/hub/health", "The Hub restarts it by itself."
        ),
        _answers(
            "record",
            network.port,
            "/services/record/",
            f"Read {settings.state / 'logs' / 'hub.log'}; nothing is lost.",
        ),
        autograder,
        _answers("formgrader", network.formgrader_port, "/", "Marking by hand waits."),
        _sandbox(settings),
        _marking(settings, autograder.ok),
        _disk(settings),
        _spawns(settings),
    ]


def status_of(port: int, path: str, timeout_s: float = 5.0) -> int | None:
    """The status of one GET on 127.0.0.1, or None where nobody answers in time."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout_s)
    try:
        connection.request("GET", path, headers={"Accept": "text/html"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _answers(service: str, port: int, path: str, then: str) -> ServiceHealth:
    status = status_of(port, path)
    # The proxy answers 404 for a part that it does not know yet; formgrader has no "/".
    most = 500 if service == "formgrader" else 400
    if status is not None and status < most:
        return ServiceHealth(service, True, f"answers on port {port}")
    said = "does not answer" if status is None else f"answers with error {status}"
    return ServiceHealth(service, False, f"{said} on port {port}. {then}")


def _runs(settings: Settings, service: str, *words: str) -> ServiceHealth:
    for process in processes_of(settings.state):
        with suppress(psutil.Error):
            if all(word in process.cmdline() for word in words):
                return ServiceHealth(service, True, f"runs (process {process.pid})")
    return ServiceHealth(
        service, False, "does not run; submissions wait and are marked when it is back"
    )


def _sandbox(settings: Settings) -> ServiceHealth:
    """The walls of learners' servers; those of marking are the next line's."""
    try:
        program = walls.bwrap_program()
    except walls.NoWalls as error:
        return ServiceHealth("sandbox", False, str(error))
    sentence = walls.what_they_are(program, settings.servers.network)
    return ServiceHealth("sandbox", True, sentence)


def _marking(settings: Settings, is_running: bool) -> ServiceHealth:
    """Behind which walls; the autograder says it in the file that `status` reads."""
    if not is_running:
        return ServiceHealth("marking", False, "nothing is marked now")
    try:
        heartbeat = json.loads(
            (settings.state / "autograder" / "service.json").read_text("utf-8")
        )
        told = str(heartbeat["walls"])
    except (OSError, ValueError, KeyError):
        told = ""
    is_walled = not told.startswith("no bubblewrap")
    is_well = is_walled or settings.marking.allow_unsandboxed
    return ServiceHealth(
        "marking", is_well, told or "has not said yet behind which walls"
    )


def _disk(settings: Settings) -> ServiceHealth:
    place = settings.state if settings.state.exists() else settings.root
    free = shutil.disk_usage(place).free
    return ServiceHealth(
        "disk", free >= FREE_BYTES, f"{free / 2**30:.1f} GB free at {settings.state}"
    )


def _spawns(settings: Settings) -> ServiceHealth:
    running, most = len(servers_of(settings.state)), settings.servers.running_at_once
    sentence = f"{running} of {most} learners' servers running"
    return ServiceHealth("spawns", running < most, sentence)
