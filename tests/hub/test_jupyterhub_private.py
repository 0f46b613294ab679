"""What we use without a public name is still there, and still has none."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from jupyterhub.handlers.base import BaseHandler
from jupyterhub.services import service
from tornado.http1connection import HTTP1Connection
from tornado.web import Application, RequestHandler

from hub import jupyterhub_private as private


@pytest.fixture
def spawner_class() -> Iterator[type]:
    """JupyterHub's own spawner of services; put back afterwards."""
    own = service._ServiceSpawner
    yield own
    service._ServiceSpawner = own


def test_a_service_is_started_by_the_class_that_we_replace(spawner_class: type) -> None:
    private.look_after_services_every(2)

    # `start` looks the name up in its module when a service starts.
    assert "_ServiceSpawner(" in inspect.getsource(service.Service.start)
    assert service._ServiceSpawner().poll_interval == 2
    assert issubclass(service._ServiceSpawner, spawner_class)
    assert "start_polling()" in inspect.getsource(service.Service.start)


def test_jupyterhub_still_has_no_setting_for_how_often_it_looks() -> None:
    """When it has one, replacing the class can go."""
    names = set(service.Service.class_traits()) | set(
        inspect.signature(service.Service.start).parameters
    )

    assert not {name for name in names if "poll" in name or "restart" in name}
    assert "parent=" not in inspect.getsource(service.Service.start)


def test_a_template_of_the_hub_leads_to_its_handler() -> None:
    source = inspect.getsource(BaseHandler.template_namespace.fget)
    handler = handler_for()

    assert "static_url=self.static_url" in source
    assert private.handler_of({"static_url": handler.static_url}) is handler  # type: ignore[arg-type]


def test_somebody_is_signed_in_once_the_handler_knows_them() -> None:
    handler = handler_for()

    assert not private.is_signed_in(handler)
    handler.current_user = {"name": "ada"}
    assert private.is_signed_in(handler)


async def test_tornado_still_sends_its_version_unless_told_otherwise() -> None:
    """When it has a setting for that, replacing the method can go."""
    headers = RequestHandler(Application(), handler_for().request)._headers

    assert headers["Server"].startswith("TornadoServer/")
    assert "headers" in inspect.signature(HTTP1Connection.write_headers).parameters
    assert "_request_headers" in inspect.getsource(HTTP1Connection.__init__)


def test_jupyterhub_still_sends_its_version_unless_told_otherwise() -> None:
    source = inspect.getsource(BaseHandler.set_default_headers)

    assert 'setdefault("X-JupyterHub-Version", __version__)' in source


def handler_for() -> RequestHandler:
    class Connection:
        def set_close_callback(self, callback: Any) -> None:
            pass

    class Request:
        connection = Connection()

    return RequestHandler(Application(), Request())  # type: ignore[arg-type]
