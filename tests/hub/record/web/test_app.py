"""The application: addresses, and files that a browser may keep."""

from __future__ import annotations

import httpx

from tests.hub.record.classroom_life import Life


def test_a_path_out_of_the_static_files_leads_nowhere(school: Life) -> None:
    raw = httpx.Client(base_url=school.server.origin)
    for path in ("static/../app.py", "static/%2e%2e/app.py", "static/"):
        assert raw.get(f"/services/record/{path}").status_code in (403, 404)
    raw.close()
