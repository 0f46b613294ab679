"""The first program behind the walls: it replaces one method, and carries bytes."""

import inspect
import socket
import threading
from pathlib import Path

import pytest
from jupyter_server.serverapp import ServerApp
from jupyterhub.singleuser import extension

from hub.spawners import walls
from hub.spawners.learner import start


def test_jupyter_server_binds_by_the_one_method_that_we_replace() -> None:
    source = inspect.getsource(ServerApp)

    assert list(inspect.signature(ServerApp._bind_http_server).parameters) == ["self"]
    assert "add_callback(self._bind_http_server)" in source
    assert "self.http_server.add_socket(" in source


def test_jupyter_server_still_has_no_setting_for_an_open_socket() -> None:
    """When it has one, replacing the method can go."""
    names = set(ServerApp.class_traits())

    assert {name for name in names if name.startswith("sock")} == {"sock", "sock_mode"}
    assert not {name for name in names if "descriptor" in name or name.endswith("_fd")}


def test_a_server_still_asks_the_hub_for_its_version_by_the_name_we_replace() -> None:
    asks = inspect.getsource(extension.JupyterHubSingleUser.check_hub_version)

    assert "_check_version(hub_version, __version__, self.log)" in asks


def test_both_sides_of_the_walls_name_the_same_socket() -> None:
    assert Path(start.HUB_SOCKET) == walls.HUB_SOCKET


def test_the_address_inside_leads_to_the_hubs_socket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "hub.sock"
    monkeypatch.setattr(start, "HUB_SOCKET", str(path))
    with socket.socket(socket.AF_UNIX) as hub, socket.socket() as trial:
        hub.bind(str(path))
        hub.listen()
        threading.Thread(target=answer_one, args=(hub,), daemon=True).start()
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
        trial.close()

        start.reach_hub(port)

        with socket.create_connection(("127.0.0.1", port), timeout=5) as caller:
            caller.sendall(b"who is there?")
            assert caller.recv(100) == b"the Hub, which heard: who is there?"


def answer_one(hub: socket.socket) -> None:
    connection, _ = hub.accept()
    with connection:
        connection.sendall(b"the Hub, which heard: " + connection.recv(100))
