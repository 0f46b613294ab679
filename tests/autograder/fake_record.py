"""A record that speaks the contract of the feed over real HTTP, in memory.

It keeps what it is told in plain lists, so that a test can say what arrived. It
outlives the services that tests kill. `trouble` makes it misbehave.
"""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "feed-token-of-the-test"


class FakeRecord:
    """Use as `with FakeRecord() as record`; `record.url` is where it answers."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.submissions: dict[str, dict[str, Any]] = {}
        self.archives: dict[str, bytes] = {}
        self.results: dict[str, dict[int, dict[str, Any]]] = {}
        self.feedback: dict[str, str] = {}
        self.versions: dict[tuple[str, str], dict[str, Any]] = {}
        self.releases: list[dict[str, Any]] = []
        self.jobs: dict[str, dict[str, Any]] = {}
        self.failed_jobs: dict[str, dict[str, Any]] = {}
        self.cohorts = {"demo": [{"name": "ada", "display": "Ada Lovelace"}]}
        self.staff = {("prof", "demo")}
        self.trouble: list[int] = []  # the next answers to a PUT have these statuses
        self.fetches: list[str] = []
        self.is_pending: Callable[[str], bool] = self._is_owed

    def __enter__(self) -> "FakeRecord":
        record = self

        class Handler(_Handler):
            house = record

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.url = f"http://127.0.0.1:{self._server.server_port}/services/record"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def submit(self, archive: bytes, learner: str = "ada", **about: Any) -> str:
        """Someone hands something in. Returns the submission's id."""
        with self.changed:
            id = f"s{len(self.submissions) + 1:03}"
            moment = datetime(2026, 12, 1, 9, tzinfo=UTC) + timedelta(
                seconds=len(self.submissions)
            )
            item = {
                "type": "mark",
                "id": id,
                "cohort": "demo",
                "lab": "N1-00",
                "lang": "fr",
                "version": "small-1",
                "learner": learner,
                "kind": "submit",
                "received_at": moment.isoformat(),
                # Not the content's alone here: tests count marks by it.
                "digest": hashlib.sha256(id.encode()).hexdigest(),
            }
            self.submissions[id] = {**item, **about}
            self.archives[id] = archive
            self.changed.notify_all()
        return id

    def ask_for_release(self, lab: str, cohort: str, due: str | None = None) -> str:
        with self.changed:
            id = str(len(self.jobs) + 1)
            job = {
                "type": "release",
                "id": id,
                "cohort": cohort,
                "lab": lab,
                "due": due,
            }
            self.jobs[id] = job
            self.changed.notify_all()
        return id

    def send_again(self, id: str, received_at: str) -> None:
        """The same bytes once more, later."""
        with self.changed:
            arrival = self.submissions[id].get("arrival", 1) + 1
            self.submissions[id] |= {"arrival": arrival, "received_at": received_at}
            self.changed.notify_all()

    def _is_owed(self, id: str) -> bool:
        marked = [each.get("arrival", 1) for each in self.results.get(id, {}).values()]
        return bool(max(marked, default=0) < self.submissions[id].get("arrival", 1))

    def pending(self) -> list[dict[str, Any]]:
        marks = [item for id, item in self.submissions.items() if self.is_pending(id)]
        return [*self.jobs.values(), *marks]

    def handed_in(self, query: dict[str, str]) -> dict[str, Any]:
        """Two at a time, so that a client must ask again."""
        cohort = query.get("cohort")
        mine = [
            {**item, "result": revs[max(revs)]["result"] if revs else None}
            for id, item in sorted(self.submissions.items())
            if item["lab"] == query["lab"]
            and item["kind"] == "submit"
            and cohort in (None, item["cohort"])
            and id > query.get("after", "")
            for revs in [self.results.get(id, {})]
        ]
        open_to = {
            each["cohort"]: each
            for each in self.releases
            if each["lab"] == query["lab"] and cohort in (None, each["cohort"])
        }
        return {"submissions": mine[:2], "releases": list(open_to.values())}

    def states(self, id: str) -> list[str]:
        """The states of the newest result's exercises."""
        newest = self.results[id][max(self.results[id])]
        return [each["state"] for each in newest["result"]["exercises"]]

    def wait_until(self, condition: Any, timeout_s: float = 180) -> None:
        """Until `condition()` holds; the wait of a test, not a measurement."""
        with self.changed:
            end = time.monotonic() + timeout_s
            while not condition():
                left = end - time.monotonic()
                assert left > 0, "the record waited in vain"
                self.changed.wait(min(left, 0.2))


class _Handler(BaseHTTPRequestHandler):
    house: FakeRecord
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None: ...

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_PUT(self) -> None:
        self._answer(self._put)

    def do_POST(self) -> None:
        self._answer(self._post)

    def _answer(self, route: Any) -> None:
        address = urlsplit(self.path)
        parts = address.path.removeprefix("/services/record/api/feed/").split("/")
        query = {key: values[0] for key, values in parse_qs(address.query).items()}
        length = int(self.headers.get("Content-Length") or 0)
        self.body = self.rfile.read(length)
        if self.headers.get("Authorization") != f"token {TOKEN}":
            return self._send(403, {"ok": False, "error": "who are you", "status": 403})
        status, answer = route(parts, query)
        return self._send(status, answer)

    def _get(self, parts: list[str], query: dict[str, str]) -> tuple[int, Any]:
        house = self.house
        with house.changed:
            match parts:
                case ["work"]:
                    end = time.monotonic() + min(float(query.get("wait", 0)), 25)
                    known = query.get("after")
                    while _cursor(house.pending()) == (known or _cursor([])):
                        if time.monotonic() >= end:
                            break
                        house.changed.wait(0.1)
                    work = house.pending()[:200]
                    return 200, {"ok": True, "work": work, "cursor": _cursor(work)}
                case ["handed-in"]:
                    return 200, house.handed_in(query)
                case ["submissions", id, "files"]:
                    house.fetches.append(id)
                    return 200, house.archives[id]
                case ["results", id]:
                    return 200, {"ok": True, "rev": max(house.results.get(id, {0: 0}))}
                case ["staff"]:
                    allowed = (query["user"], query["cohort"]) in house.staff
                    return 200, {"ok": True, "allowed": allowed}
                case ["roster"]:
                    if query["cohort"] not in house.cohorts:
                        return 404, {"ok": False, "error": "no", "status": 404}
                    return 200, {"ok": True, "learners": house.cohorts[query["cohort"]]}
        return 404, {"ok": False, "error": "not here", "status": 404}

    def _put(self, parts: list[str], query: dict[str, str]) -> tuple[int, Any]:
        house = self.house
        with house.changed:
            if house.trouble:
                return house.trouble.pop(0), {"ok": False, "error": "trouble"}
            house.changed.notify_all()
            match parts:
                case ["results", id, rev]:
                    given = json.loads(self.body)
                    known = house.results.setdefault(id, {})
                    if int(rev) not in known:
                        known[int(rev)] = given
                        return 201, {"ok": True}
                    return (200 if known[int(rev)] == given else 409), {"ok": False}
                case ["feedback", id]:
                    house.feedback[id] = self.body.decode()
                    return 200, {"ok": True}
                case ["versions", lab, version]:
                    given = json.loads(self.body)
                    for each in given["files"].values():
                        base64.b64decode(each, validate=True)
                    house.versions[lab, version] = given
                    return 200, {"ok": True}
        return 404, {"ok": False, "error": "not here", "status": 404}

    def _post(self, parts: list[str], query: dict[str, str]) -> tuple[int, Any]:
        house = self.house
        given = json.loads(self.body)
        with house.changed:
            house.changed.notify_all()
            match parts:
                case ["releases"]:
                    house.releases.append(given)
                    house.jobs.pop(str(given["job"]), None)
                    return 201, {"ok": True}
                case ["jobs", id]:
                    house.failed_jobs[id] = given
                    house.jobs.pop(id, None)
                    return 200, {"ok": True}
        return 404, {"ok": False, "error": "not here", "status": 404}

    def _send(self, status: int, answer: Any) -> None:
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the test killed who asked


def _cursor(pending: list[dict[str, Any]]) -> str:
    return hashlib.sha256(json.dumps([e["id"] for e in pending]).encode()).hexdigest()
