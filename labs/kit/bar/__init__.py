"""The bar at the top of a lab: Prepare, Check, Submit, and what came back.

Two halves. The server half (`handlers`, below `{base_url}labs/`) runs in the
learner's Jupyter server and speaks to the record with the learner's own token.
The browser half (`labextension/`, plain ES modules, no build step) draws the bar
in JupyterLab and speaks only to the server half.

The one rule: Submit never depends on the kernel, and nothing here overwrites work.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

LABEXTENSIONS = Path(__file__).parent / "labextension"
PACKAGE = "creer-son-ia-bar"


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "labs.kit.bar"}]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": f"labextension/{PACKAGE}", "dest": PACKAGE}]


def _load_jupyter_server_extension(server: ServerApp) -> None:
    """Adds the handlers. Reads the environment here, once, and nowhere else."""
    from labs.kit.bar.actions import LabActions
    from labs.kit.bar.handlers import routes

    settings: dict[str, Any] = server.web_app.settings
    home = Path(settings["server_root_dir"]).expanduser()
    actions = LabActions.from_environment(home, os.environ)
    server.web_app.add_handlers(".*$", routes(settings["base_url"], actions))
    server.log.info(
        "labs.kit.bar | the record is at %s", actions.record_url or "nowhere"
    )
