"""What we use of JupyterHub, and of the Tornado below it, that has no public name.

Nothing else in hub/ touches such a part; tests/hub/test_jupyterhub_private.py fails
when upstream changes one, or offers what we miss. What a learner's server replaces in
Jupyter Server stands in spawners/learner/start.py, which runs without this package.
"""

from typing import Any

from jinja2.runtime import Context
from jupyterhub.services import service
from tornado.http1connection import HTTP1Connection
from traitlets import Integer


def look_after_services_every(seconds: int) -> None:
    """A service that died is started again within `seconds`.

    JupyterHub looks every 30 s: half a minute without the record is long for a class.
    It makes its services' spawner with no `parent`, so no setting reaches it; when and
    how a service is restarted is asked for in jupyterhub issue 4981. So its class is
    replaced by one that looks more often.
    """

    class WatchedService(service._ServiceSpawner):
        poll_interval = Integer(seconds)

    service._ServiceSpawner = WatchedService


def tell_no_version() -> None:
    """No answer says which Tornado sends it, nor (through the proxy) which JupyterHub.

    Tornado puts `Server` into every answer, also where no handler of ours is asked.
    Without the proxy only our own parts ask: the Hub compares a server's version.
    """
    HTTP1Connection.write_headers = _write_without_versions  # type: ignore[assignment, method-assign]


_write_headers = HTTP1Connection.write_headers


def _write_without_versions(
    connection: Any, start_line: Any, headers: Any, chunk: bytes | None = None
) -> Any:
    headers.pop("Server", None)
    if "X-Forwarded-For" in (connection._request_headers or ()):
        headers.pop("X-JupyterHub-Version", None)
    return _write_headers(connection, start_line, headers, chunk)


def is_signed_in(handler: Any) -> bool:
    """Is the caller known by now? `current_user` itself would ask the Hub, and wait."""
    return bool(getattr(handler, "_current_user", None))


def handler_of(context: Context) -> Any:
    """The request's handler, in a template of the Hub's own pages.

    JupyterHub's templates know no language (jupyterhub issue 1604) and no request; but
    `static_url` is a bound method of the handler.
    """
    return context["static_url"].__self__
