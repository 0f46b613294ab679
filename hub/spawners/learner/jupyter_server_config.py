"""A learner's JupyterLab: what it loads, and what it leaves out (figures.md 7, c)."""

import json
import os
from pathlib import Path

c = get_config()  # type: ignore[name-defined]  # noqa: F821

BAR = Path("/opt/lab/python/labs/kit/bar")

# Every extension left out saves start-up time and memory, and a learner needs none of
# these in a browser. The nbgrader commands work without nbgrader's server extensions.
c.ServerApp.jpserver_extensions = {
    "jupyterlab": True,
    "labs.kit.bar": (BAR / "__init__.py").is_file(),
    "jupyter_lsp": False,
    "jupyter_server_terminals": False,
    "nbgrader.server_extensions.formgrader": False,
    "nbgrader.server_extensions.validate_assignment": False,
    "nbgrader.server_extensions.assignment_list": False,
    "nbgrader.server_extensions.course_list": False,
    "notebook": False,
    "notebook_shim": False,
}
c.ServerApp.terminals_enabled = False
# Sockets in the private /tmp: a kernel has no port, so nobody else can talk to it.
c.KernelManager.transport = "ipc"
# A kernel that nobody looks at for this long gives its memory back.
c.MappingKernelManager.cull_idle_timeout = 2 * 3600
c.MappingKernelManager.cull_interval = 300
c.FileContentsManager.delete_to_trash = False
c.FileContentsManager.use_atomic_writing = True

for app in (c.LabApp, c.LabServerApp, c.SingleUserLabApp):
    app.extra_labextensions_path = [str(BAR / "labextension")]
c.LabApp.extension_manager = "readonly"
# The brand colour: learner/custom/custom.css.
c.LabApp.custom_css = True
COOKIES = json.loads(os.environ.get("JUPYTERHUB_COOKIE_OPTIONS", "{}"))
# Each page would otherwise ask whether JupyterLab is to be rebuilt: 3 s of CPU a look.
c.ServerApp.tornado_settings = {
    # A learner's files and pages are not kept; JupyterLab's own files say they may be.
    "headers": {"Cache-Control": "no-store"},
    "xsrf_cookie_kwargs": {name.lower(): value for name, value in COOKIES.items()},
    "page_config_data": {"buildAvailable": False, "buildCheck": False},
}
