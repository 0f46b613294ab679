"""First program behind the walls: gives the server its address, caps it, becomes it.

Runs as the learner's own user. Arguments: the open descriptor on which the Hub waits
for the server, the port of the Hub's public address, the caps as JSON; then the
server's own arguments.
"""

import json
import os
import resource
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

HUB_SOCKET = "/run/caire/hub.sock"
CHUNK = 2**16


def main() -> None:
    descriptor, port, caps = sys.argv[1:4]
    sys.argv = ["jupyterhub-singleuser", *sys.argv[4:]]
    os.umask(0o077)
    for name, value in json.loads(caps).items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))
    Path(os.environ["JUPYTER_RUNTIME_DIR"]).mkdir(mode=0o700, exist_ok=True)
    if Path(HUB_SOCKET).exists():
        reach_hub(int(port))
    serve_on(socket.socket(fileno=int(descriptor)))


def serve_on(listening: socket.socket) -> None:
    """Become the single-user server, answering on the descriptor the Hub gave us.

    Jupyter Server binds an address of its own choice; it has no setting for a socket
    that is already open (jupyter_server issues 759 and 1591), so this replaces the one
    method that binds.
    """
    from jupyter_server.serverapp import ServerApp
    from jupyterhub.singleuser import extension
    from jupyterhub.singleuser import main as single_user

    def bind(app: ServerApp) -> None:
        listening.setblocking(False)
        app.http_server.add_socket(listening)

    ServerApp._bind_http_server = bind
    # The Hub tells no version through its proxy; both are of one installation.
    extension._check_version = lambda *_: None
    tell_no_version()
    single_user()


def tell_no_version() -> None:
    """As the Hub's own (hub/jupyterhub_private.py), which is not in here."""
    from tornado.http1connection import HTTP1Connection

    write_headers = HTTP1Connection.write_headers

    def without_versions(
        connection: Any, start_line: Any, headers: Any, chunk: bytes | None = None
    ) -> Any:
        headers.pop("Server", None)
        if "X-Forwarded-For" in (connection._request_headers or ()):
            headers.pop("X-JupyterHub-Version", None)
        return write_headers(connection, start_line, headers, chunk)

    HTTP1Connection.write_headers = without_versions  # type: ignore[assignment, method-assign]


def reach_hub(port: int) -> None:
    """Make 127.0.0.1:port lead to the Hub, in a thread of this process.

    A thread, not a process: it costs no memory, and lives as long as the server.
    """
    inside = socket.create_server(("127.0.0.1", port))
    threading.Thread(target=_accept, args=(inside,), name="hub", daemon=True).start()


def _accept(inside: socket.socket) -> None:
    while True:
        caller, _ = inside.accept()
        try:
            hub = socket.socket(socket.AF_UNIX)
            hub.connect(HUB_SOCKET)
        except OSError:  # the Hub restarts: the caller sees a closed connection
            caller.close()
            continue
        for source, target in ((caller, hub), (hub, caller)):
            threading.Thread(target=_copy, args=(source, target), daemon=True).start()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while chunk := source.recv(CHUNK):
            target.sendall(chunk)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


if __name__ == "__main__":
    main()
