"""Where the Hub listens, and where it keeps what must survive. Only 127.0.0.1."""

import os
import secrets
import shutil
import sys
from pathlib import Path

from tornado.httpserver import HTTPServer
from traitlets.config import Config

from hub.http_server import BoundedServer, Bounds
from hub.settings import Settings

PROXY = Path("node_modules/configurable-http-proxy/bin/configurable-http-proxy")
# Loaded into the proxy's process before it starts.
ADDRESSES = Path(__file__).parent / "proxy_addresses.cjs"
PRIVATE = 0o700


class NodeMissing(Exception):
    """The proxy cannot run; the sentence says what to install."""


def apply(c: Config, settings: Settings) -> None:
    # JupyterHub has no setting for this; Tornado's class takes its own arguments here.
    HTTPServer.configure(BoundedServer, bounds=Bounds())
    folder = private_folder(settings.state / "hub")
    network = settings.network
    c.JupyterHub.bind_url = network.address
    c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{network.hub_port}"
    c.JupyterHub.public_url = network.public_url
    c.JupyterHub.subdomain_host = network.subdomains
    c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{network.proxy_api_port}"
    c.ConfigurableHTTPProxy.command = proxy_command(settings.root)
    c.ConfigurableHTTPProxy.pid_file = str(folder / "proxy.pid")
    c.JupyterHub.db_url = f"sqlite:///{folder / 'jupyterhub.sqlite'}"
    c.JupyterHub.cookie_secret_file = str(folder / "cookie-secret")
    c.JupyterHub.pid_file = str(folder / "jupyterhub.pid")
    c.JupyterHub.data_files_path = str(Path(sys.prefix) / "share" / "jupyterhub")
    # A fresh 32 bytes a site: sign-in details of institutions are stored encrypted.
    c.CryptKeeper.keys = [bytes.fromhex(key) for key in crypt_keys(settings)]
    # The proxy's own password, the same after a crash so that the Hub finds it again.
    c.ConfigurableHTTPProxy.auth_token = secret(settings, "proxy-token")


def proxy_command(root: Path) -> list[str]:
    """Node from the virtual environment or the system, and the proxy beside it.

    Node loads our file first: an address that is no text would end as the proxy's 500.
    """
    here = str(Path(sys.prefix) / "bin")
    node = shutil.which("node", path=os.pathsep.join([here, os.environ["PATH"]]))
    if node is None:
        raise NodeMissing(
            "Node is missing, and the proxy runs on it. Install Node 20 or newer "
            "(`apt install nodejs`). The Hub was not started."
        )
    if not (root / PROXY).is_file():
        raise NodeMissing(
            "The proxy configurable-http-proxy is not installed. "
            "Run `make setup`. The Hub was not started."
        )
    return [node, "--require", str(ADDRESSES), str(root / PROXY)]


def private_folder(folder: Path) -> Path:
    """A folder that only the Hub's own user can open, made if it is not there."""
    folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    folder.chmod(PRIVATE)
    return folder


def crypt_keys(settings: Settings) -> list[str]:
    """The key that locks, then the older ones, which open (hub/rotation.py)."""
    newest = secret(settings, "crypt-key")
    try:
        older = (settings.state / "secrets" / "crypt-keys-older").read_text("ascii")
    except FileNotFoundError:
        older = ""
    return list(dict.fromkeys([newest, *older.split()]))


def secret(settings: Settings, name: str) -> str:
    """64 hexadecimal digits, random, kept in state/secrets/<name> (0600) for good."""
    file = private_folder(settings.state / "secrets") / name
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w") as new:
        new.write(secrets.token_hex(32))
    return file.read_text(encoding="ascii")
