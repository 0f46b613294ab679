"""`python -m hub serve`: check, start, wait until a person can sign in, stop cleanly.

The Hub runs in its own session, so a Ctrl-C in the terminal reaches only this program,
which then ends everything in order. State stays: the next start goes on where this one
ended, also when the machine was switched off in between.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import IO

import psutil
from rich.console import Console
from rich.markup import escape

from hub import demo, leftovers, logs
from hub.configure.services import environment
from hub.configure.site import private_folder
from hub.health import status_of
from hub.prechecks import problems
from hub.settings import Settings
from hub.spawners.hub_socket import sockets_folder

START_S = 120
STOP_S = 25
SERVICES = ("hub.record", "autograder", "jupyterhub_idle_culler")
LOOK_AT_LOGS_S = 10.0


class CouldNotServe(Exception):
    """One sentence: what stopped the start, and where to read more."""


class Stop(Exception):
    """Ctrl-C or SIGTERM."""


def main(settings: Settings, arguments: list[str]) -> int:
    """0 after a stop that was asked for, 1 when a part failed, 2 for a bad setting."""
    if arguments:
        print("python -m hub serve takes no argument.", file=sys.stderr)
        return 2
    console = Console(highlight=False, soft_wrap=True)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        return _serve(settings, console)
    except Stop:
        return 0
    except CouldNotServe as error:
        console.print(f"[red]✗[/] {escape(str(error))}")
        return 1


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stop


def _serve(settings: Settings, console: Console) -> int:
    with only_one(settings) as is_ours:
        if not is_ours:
            console.print(
                f"A Hub already runs on {settings.state}. Stop it first (Ctrl-C in its "
                "terminal), or set CAIRE_STATE to another folder. Nothing was started."
            )
            return 2
        with _step(console, "Looking for what an earlier run left"):
            ended = leftovers.end_all(settings.state)
        if ended:
            console.print(
                f"  The last run did not end cleanly: {ended} processes ended."
            )
        with _step(console, "Checking this machine"):
            found = list(problems(settings))
        if found:
            _remove_sockets(settings)
            console.print(
                *(f"[red]✗[/] {escape(sentence)}" for sentence in found), sep="\n"
            )
            return 2
        return _run(settings, console)


def _run(settings: Settings, console: Console) -> int:
    accounts = _people(settings, console)
    with _log(settings, "hub").open("ab") as log:
        hub = _start_hub(settings, log)
    try:
        with _step(console, "Starting the Hub and the record (about 10 s)"):
            _until_ready(settings, hub)
        _say_what_next(settings, console, accounts)
        status = _until_it_ends(hub, settings.state / "logs")
        console.print(
            f"[red]✗[/] The Hub ended by itself (status {status}). Read "
            f"{_log(settings, 'hub')}; no work is lost. Start it again: make serve"
        )
        return 1
    finally:
        _end(settings, console, hub)


def _people(settings: Settings, console: Console) -> list[demo.Account]:
    """The demo's accounts and classes; nothing where people sign in by OIDC."""
    if settings.people.sign_in != "demo":
        return []
    accounts = demo.make_accounts(settings.state)
    done = settings.state / "hub" / "demo-seeded"
    if not done.exists():
        with _step(console, "Making the demo's classes"):
            _seed(settings)
        done.touch(mode=0o600)
    return accounts


def _seed(settings: Settings) -> None:
    folder = private_folder(settings.state / "hub")
    file = folder / "demo-seed.json"
    file.write_text(json.dumps(demo.seed(), ensure_ascii=False), encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "hub.record", "seed", str(file)],
        env=os.environ | environment(settings),
        cwd=settings.root,
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode != 0:
        log = _log(settings, "seed")
        log.write_text(told.stdout + told.stderr, encoding="utf-8")
        raise CouldNotServe(
            f"The demo's classes could not be made. Read {log}. "
            "The Hub was not started."
        )


def _start_hub(settings: Settings, log: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterhub"),
            *("-f", str(settings.root / "jupyterhub_config.py")),
        ],
        env=os.environ | environment(settings),
        cwd=settings.root,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def _until_ready(settings: Settings, hub: subprocess.Popen[bytes]) -> None:
    """Until the login page and the record answer through the proxy."""
    log = _log(settings, "hub")
    waiting = ["/hub/login", "/services/record/"]
    end = time.monotonic() + START_S
    while waiting:
        status = status_of(settings.network.port, waiting[0])
        # Below 400: while the Hub is not there yet, its proxy answers 404.
        if status is not None and status < 400:
            waiting.pop(0)
            continue
        if hub.poll() is not None:
            raise CouldNotServe(f"The Hub stopped while it was starting. Read {log}.")
        if time.monotonic() > end:
            raise CouldNotServe(
                f"{waiting[0]} did not answer within {START_S} s. Read {log}."
            )
        time.sleep(0.2)


def _until_it_ends(hub: subprocess.Popen[bytes], folder: Path) -> int:
    """The Hub's exit status. Meanwhile the logs are kept small."""
    while True:
        try:
            return hub.wait(LOOK_AT_LOGS_S)
        except subprocess.TimeoutExpired:
            with suppress(OSError):  # a full disk is told by `hub health`
                logs.keep_small(folder)


def _say_what_next(
    settings: Settings, console: Console, accounts: list[demo.Account]
) -> None:
    address = settings.network.public_url or settings.network.address
    if accounts:
        console.print(
            "\nAccounts, shown once (a new password: `python -m hub demo reset NAME`):"
        )
        wide = max(len(account.name) for account in accounts)
        for account in accounts:
            console.print(
                f"  {account.name:<{wide}}   {account.role:<10}   {account.password}"
            )
    if not settings.network.subdomains:
        console.print(
            "\n[yellow]![/] One address for all: to try, and for classes you trust. "
            "In production set \\[network] subdomains (docs/operators.md)."
        )
    console.print(f"\n[bold]Ready: {address}[/]")
    console.print(
        "Next: open it and sign in; `python -m hub health` in another terminal. "
        f"Logs: {settings.state / 'logs'}. Ctrl-C stops everything."
    )


def _end(settings: Settings, console: Console, hub: subprocess.Popen[bytes]) -> None:
    """Stop the Hub, then whatever carries this site's mark. Never interrupted twice."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    console.print()
    with _step(console, "Stopping: servers, record, marking, proxy"):
        if hub.poll() is None:
            hub.terminate()
            _end_services_at_once(hub)
            try:
                hub.wait(STOP_S)
            except subprocess.TimeoutExpired:
                hub.kill()
                hub.wait()
        leftovers.end_all(settings.state)
        _remove_sockets(settings)
    console.print("Everything has stopped; accounts, work and marks are kept.")


def _end_services_at_once(hub: subprocess.Popen[bytes]) -> None:
    """JupyterHub ends one service after another: here all begin to end together."""
    with suppress(psutil.Error):
        for child in psutil.Process(hub.pid).children():
            if any(word in SERVICES for word in child.cmdline()):
                child.send_signal(signal.SIGINT)


def _remove_sockets(settings: Settings) -> None:
    if settings.paths.sockets:
        return  # the operator's own folder
    folder = sockets_folder("", settings.state)
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
    folder.rmdir()


@contextmanager
def only_one(settings: Settings) -> Iterator[bool]:
    """A lock on the state folder that the system drops by itself if we are killed."""
    try:
        folder = private_folder(settings.state / "hub")
        descriptor = os.open(folder / "serve.lock", os.O_WRONLY | os.O_CREAT, 0o600)
        lock = os.fdopen(descriptor, "w")
    except OSError:
        yield True  # the checks say why the folder cannot be written
        return
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


@contextmanager
def _step(console: Console, name: str) -> Iterator[None]:
    """One line a step: a spinner while it goes on, then how long it took."""
    begun = time.monotonic()
    with console.status(name):
        yield
    console.print(f"[green]✓[/] {name} [dim]({time.monotonic() - begun:.1f} s)[/]")


def _log(settings: Settings, name: str) -> Path:
    """The log of that name; a large one is put aside first."""
    file = private_folder(settings.state / "logs") / f"{name}.log"
    if file.exists() and file.stat().st_size > logs.MOST_BYTES:
        logs.put_aside(file)
        file.replace(file.with_suffix(".log.1"))
    return file
