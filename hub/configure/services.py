"""What runs beside the Hub: the record, the marking, formgrader, the idle clean-up."""

import json
import os
import sys
from pathlib import Path

from traitlets.config import Config

from hub.configure.permissions import BROWSER_SCOPES
from hub.configure.site import private_folder, secret
from hub.jupyterhub_private import look_after_services_every
from hub.settings import Settings

# Every process of this site carries this, so that none is ever left (hub/leftovers.py).
MARK = "CAIRE_STARTED_FOR"
THREADS = ("OMP", "MKL", "OPENBLAS")
LOOK_EVERY_S = 2


def apply(c: Config, settings: Settings) -> None:
    network = settings.network
    token = secret(settings, "feed-token")
    write_connection(settings, token)
    look_after_services_every(LOOK_EVERY_S)
    common = {
        "cwd": str(settings.root),
        "environment": environment(settings),
    }
    c.JupyterHub.default_url = "/services/record/"
    c.JupyterHub.services = [
        {
            "name": "record",
            "url": f"http://127.0.0.1:{network.record_port}",
            "command": [sys.executable, "-m", "hub.record"],
            "oauth_no_confirm": True,
            "oauth_client_allowed_scopes": BROWSER_SCOPES,
            **common,
        },
        {
            "name": "autograder",
            "api_token": token,
            "command": [sys.executable, "-m", "autograder", "serve"],
            **common,
        },
        {
            "name": "formgrader",
            "url": f"http://127.0.0.1:{network.formgrader_port}",
            "command": [sys.executable, "-m", "autograder", "formgrader"],
            "oauth_no_confirm": True,
            # formgrader asks for this one; a learner's session never has it.
            "oauth_client_allowed_scopes": ["custom:record:cohort:read"],
            "display": False,
            **common,
        },
        {
            "name": "idle-culler",
            "command": [
                *(sys.executable, "-m", "jupyterhub_idle_culler"),
                f"--timeout={settings.servers.idle_minutes * 60}",
                f"--cull-every={min(300, settings.servers.idle_minutes * 30)}",
            ],
            **common,
        },
    ]


def environment(settings: Settings) -> dict[str, str]:
    """What every program of this site finds in its environment; no secret."""
    values = {
        MARK: str(settings.state),
        "CAIRE_SITE": str(settings.file),
        "CAIRE_STATE": str(settings.state),
        "CAIRE_SITE_NAME": settings.site.name,
        "CAIRE_TIMEZONE": settings.site.timezone,
        "CAIRE_RECORD_DB": settings.record_database,
        "CAIRE_FR_FIRST": "1",
        "PATH": os.pathsep.join([str(Path(sys.prefix) / "bin"), os.environ["PATH"]]),
        "PYTHONPATH": os.pathsep.join([str(shim(settings)), str(settings.root)]),
        "LANG": "C.UTF-8",
        "JUPYTERHUB_COOKIE_OPTIONS": json.dumps(cookie_options(settings)),
    }
    return values | {f"{name}_NUM_THREADS": "1" for name in THREADS}


def shim(settings: Settings) -> Path:
    """The folder that keeps a slow import out of every Jupyter process."""
    return settings.root / "hub" / "spawners" / "shim"


def cookie_options(settings: Settings) -> dict[str, str | bool]:
    """JupyterHub sets no SameSite by itself; Secure when there is TLS in front."""
    secure = settings.network.public_url.startswith("https://")
    return {"SameSite": "Lax", **({"Secure": True} if secure else {})}


def write_connection(settings: Settings, token: str) -> None:
    """What the autograder reads: where the record is, and the feed's token."""
    marking = settings.marking
    limits = ("memory_mb", "cpu_s", "wall_s", "processes", "output_mb", "disk_mb")
    values = {
        "record_url": settings.network.record_url,
        "token": token,
        "engine": marking.engine,
        "workers": marking.workers,
        "limits": {name: getattr(marking, name) for name in limits},
        "allow_unsandboxed": marking.allow_unsandboxed,
        "forkserver": marking.forkserver,
        "timezone": settings.site.timezone,
    }
    folder = private_folder(settings.state / "autograder")
    new = folder / ".connection.json.new"
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(values, file, ensure_ascii=False, indent=1)
    new.replace(folder / "connection.json")
