"""A browser that signs in, by the real OAuth code and a stand-in Hub."""

from __future__ import annotations

import httpx

from tests.hub.record.classroom_life import Life


class Browser:
    """A browser's cookies and headers, signed in through the real OAuth code."""

    def __init__(self, life: Life, user: str) -> None:
        self.http = httpx.Client(follow_redirects=True, timeout=30)
        self.url = life.server.url
        self.http.get(f"{life.server.origin}/hub/login?user={user}")

    def page(self, path: str) -> httpx.Response:
        return self.http.get(self.url + path, headers={"Sec-Fetch-Mode": "navigate"})

    def post(self, path: str, xsrf: str | None, **form: str) -> httpx.Response:
        data = {**form, **({"_xsrf": xsrf} if xsrf else {})}
        return self.http.post(
            self.url + path, data=data, headers={"Sec-Fetch-Mode": "navigate"}
        )


def xsrf_in(html: str) -> str:
    return html.partition('name="_xsrf" value="')[2].partition('"')[0]


def test_a_browser_signs_in_and_its_forms_need_their_own_token(school: Life) -> None:
    prof = Browser(school, "prof")
    page = prof.page("/class/demo")
    xsrf = xsrf_in(page.text)
    assert page.status_code == 200
    assert xsrf

    refused = prof.post("/class/demo/release", None, lab="N1-00")
    forged = prof.post("/class/demo/release", xsrf[:-4] + "AAAA", lab="N1-00")
    done = prof.post("/class/demo/release", xsrf, lab="N1-00")

    assert (refused.status_code, forged.status_code) == (403, 403)
    assert "expiré" in refused.text
    assert done.status_code == 200
    assert "publication est demandée" in done.text
    prof.http.close()


def test_a_fetch_from_another_page_cannot_use_the_cookie(school: Life) -> None:
    ada = Browser(school, "ada")
    cross = {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"}

    answer = ada.http.get(school.server.url + "/api/assignments", headers=cross)

    assert answer.status_code == 401
    ada.http.close()


def test_our_cookies_are_lax_and_closed_to_scripts(school: Life) -> None:
    ada = Browser(school, "ada")
    answers = [*ada.page("/").history, ada.http.get(school.server.url + "/")]
    set_by_us = " ".join(a.headers.get("set-cookie", "") for a in answers)
    ada.http.close()
    jar = httpx.Client(follow_redirects=True)
    first = jar.get(f"{school.server.origin}/hub/login?user=ada")
    lines = [h for r in first.history for h in r.headers.get_list("set-cookie")]
    token = next(line for line in lines if line.startswith("service-record="))
    jar.close()

    assert "SameSite=Lax" in token
    assert "HttpOnly" in token
    assert "Path=/services/record/" in token
    assert "token-ada" not in set_by_us


def test_signing_in_again_never_blocks_the_service(school: Life) -> None:
    """JupyterHub's callback asks the Hub from inside the loop: here, a deadlock."""
    ada = Browser(school, "ada")
    school.server.context.hub_auth.cache.clear()  # as it is 30 s later

    answer = ada.page("/oauth_callback?code=x&state=y")
    ada.http.close()

    assert answer.status_code == 200
    assert school.http.get("/health").status_code == 200


def test_a_broken_sign_in_is_one_sentence_and_a_way_back(school: Life) -> None:
    answer = school.http.get("/oauth_callback?code=x&state=y")

    assert answer.status_code == 403
    assert "La connexion ne s’est pas terminée" in answer.text
    assert 'href="/services/record/"' in answer.text
