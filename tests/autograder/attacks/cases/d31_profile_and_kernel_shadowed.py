"""D31. Hands in an IPython profile and a kernelspec of its own; mean must fail."""

_STARTUP = b"get_ipython().showtraceback = lambda *a, **k: None\n"
_KERNEL = b'{"argv": ["/bin/true"], "display_name": "Python 3", "language": "python"}'
FILES = {
    "profile_default/startup/00.py": _STARTUP,
    "ipython_config.py": b"c.InteractiveShell.ast_node_interactivity = 'none'\n",
    "kernels/python3/kernel.json": _KERNEL,
    "jupyter_config.py": b"raise SystemExit\n",
    "nbgrader_config.py": b"raise SystemExit\n",
}
MEAN = "def mean(values): return -1.0"
