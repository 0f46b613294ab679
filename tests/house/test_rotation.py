"""A whole site whose secrets are replaced between two runs."""

import httpx

from tests.house.house import House, until


def status(house: House, token: str) -> int:
    answer = httpx.get(
        f"{house.record_url}/api/assignments",
        headers={"Authorization": f"token {token}"},
        trust_env=False,
        timeout=60,
    )
    return answer.status_code


def test_after_a_rotation_older_tokens_are_worth_nothing_and_everything_works(
    own_house: House,
) -> None:
    own_house.start()
    older = own_house.token_of("ada")
    assert status(own_house, older) == 200
    while_running = own_house.run("hub", "rotate-secrets")
    own_house.stop()

    done = own_house.run("hub", "rotate-secrets")
    own_house.start()

    assert (while_running.returncode, done.returncode) == (2, 0), done.stderr
    assert status(own_house, older) in (401, 403)
    assert status(own_house, own_house.token_of("ada")) == 200
    until("all is well", lambda: own_house.run("hub", "health").returncode == 0, 90, 1)
    own_house.stop()
