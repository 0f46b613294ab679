"""The addresses below `{base_url}labs/`: thin, for LabActions does the work.

    GET  open?cohort&lab&lang   fetch if missing, then the notebook (a page)
    GET  state?lab              what the bar shows
    GET  result?id&seen         where a submission stands, as soon as it moves
    POST submit, check  {lab}   send the folder as it is on disk
    POST again     {lab, lang}  start again; the old work is kept in a copy

Cross-site requests are refused by Jupyter's own XSRF check, as for its API.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler, JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from labs.exchange.problem import Problem
from labs.kit.bar.actions import LabActions
from labs.kit.bar.page import trouble_page

LONGEST_WAIT_S = 25.0  # below the 30 s after which some proxies give up
# The record itself waits for a change of state, this long; a change of place in the
# queue is seen between two such waits. Short, for a thread waits with it.
_ONE_WAIT_S = 3
_PAUSE_S = 0.2  # so that a record that answers at once is not asked without end


def routes(base_url: str, actions: LabActions) -> list[tuple[str, Any, dict[str, Any]]]:
    def at(name: str) -> str:
        return re.escape(str(url_path_join(base_url, "labs", name)))

    shared: dict[str, Any] = {"actions": actions}
    return [
        (at("open"), OpenHandler, shared),
        (at("state"), StateHandler, shared),
        (at("result"), ResultHandler, shared),
        (at("submit"), SubmitHandler, shared),
        (at("check"), CheckHandler, shared),
        (at("again"), AgainHandler, shared),
    ]


class OpenHandler(JupyterHandler):
    """The way in from the learner's home page: ends in a notebook, or says why not."""

    auth_resource = "contents"

    def initialize(self, actions: LabActions) -> None:
        self.actions = actions

    @web.authenticated
    @authorized
    async def get(self) -> None:
        lang = self.get_query_argument("lang", self.actions.lang)
        lang = "en" if lang == "en" else "fr"
        cohort = self.get_query_argument("cohort", "")
        lab = self.get_query_argument("lab", "")
        try:
            path = await asyncio.to_thread(self.actions.open, cohort, lab, lang)
        except Problem as problem:
            self.log.warning("labs open | %s", problem)
            self.set_status(problem.status)
            again = self.request.uri or ""
            self.finish(trouble_page(problem, lang, self.actions.my_labs, again))
            return
        self.redirect(url_path_join(self.base_url, "doc/tree", quote(path)))


class _BarHandler(APIHandler):
    """Answers the bar in JSON; a Problem becomes its sentence in both languages."""

    auth_resource = "contents"

    def initialize(self, actions: LabActions) -> None:
        self.actions = actions

    async def answer(self, ask: Callable[..., dict[str, Any]], *given: Any) -> None:
        try:
            found = await asyncio.to_thread(ask, *given)
        except Problem as problem:
            self.refuse(problem)
            return
        self.finish(json.dumps({"ok": True, **found}))

    def refuse(self, problem: Problem) -> None:
        self.log.warning("labs bar | %s", problem)
        self.set_status(problem.status)
        if problem.retry_after_s is not None:
            self.set_header("Retry-After", str(problem.retry_after_s))
        said = {"fr": problem.fr, "en": problem.en, "error": problem.fr}
        self.finish(json.dumps({"ok": False, "status": problem.status, **said}))

    def asked(self) -> dict[str, str]:
        """The JSON object that was posted, its texts only."""
        body = self.get_json_body() or {}
        if not isinstance(body, dict):
            raise web.HTTPError(400, "an object was expected")
        return {key: value for key, value in body.items() if isinstance(value, str)}


class StateHandler(_BarHandler):
    _track_activity = False

    @web.authenticated
    @authorized
    async def get(self) -> None:
        await self.answer(self.actions.state, self.get_query_argument("lab", ""))


class SubmitHandler(_BarHandler):
    kind = "submit"

    @web.authenticated
    @authorized
    async def post(self) -> None:
        await self.answer(self.actions.send, self.asked().get("lab", ""), self.kind)


class CheckHandler(SubmitHandler):
    kind = "check"


class AgainHandler(_BarHandler):
    @web.authenticated
    @authorized
    async def post(self) -> None:
        asked = self.asked()
        lang = asked.get("lang") if asked.get("lang") in ("fr", "en") else None
        now = datetime.now().astimezone()
        await self.answer(self.actions.again, asked.get("lab", ""), lang, now)


class ResultHandler(_BarHandler):
    """Holds the question until the submission moves, so that the bar asks rarely."""

    _track_activity = False
    _gone = False

    def on_connection_close(self) -> None:
        self._gone = True

    @web.authenticated
    @authorized
    async def get(self) -> None:
        submission = self.get_query_argument("id", "")
        seen = self.get_query_argument("seen", "")
        try:
            found = await self._moved(submission, seen)
        except Problem as problem:
            self.refuse(problem)
            return
        if not self._gone:
            self.finish(json.dumps({"ok": True, "submission": found}))

    async def _moved(self, submission: str, seen: str) -> dict[str, Any]:
        """The submission, once it is not as `seen` any more or the wait is over."""
        until = time.monotonic() + LONGEST_WAIT_S
        state = seen.partition(":")[0]
        ask = self.actions.status
        found = await asyncio.to_thread(ask, submission, "", 0)
        while _tag(found) == seen and time.monotonic() < until and not self._gone:
            await asyncio.sleep(_PAUSE_S)
            found = await asyncio.to_thread(ask, submission, state, _ONE_WAIT_S)
        return found


def _tag(submission: dict[str, Any]) -> str:
    """What the bar shows of a submission on its way, in a word."""
    place = submission.get("place")
    return f"{submission.get('state')}:{'' if place is None else place}"
