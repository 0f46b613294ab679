"""Who may do what: the Hub says who, the record over whom."""

from traitlets.config import Config

from hub.configure.permissions import BROWSER_SCOPES, SERVER_TOKEN_SCOPES


def test_the_hub_says_who_and_only_the_feed_may_write_marks(config: Config) -> None:
    roles = {role["name"]: role for role in config.JupyterHub.load_roles}

    holders = [n for n, r in roles.items() if "custom:record:feed:write" in r["scopes"]]

    assert holders == ["record-feed"]
    assert roles["record-feed"]["services"] == ["autograder"]
    assert "custom:record:feed:write" not in BROWSER_SCOPES
    assert roles["record-instructor"]["groups"] == ["caire-instructors"]


def test_a_learner_gets_the_record_and_no_more_of_the_hub(config: Config) -> None:
    extra = config.JupyterHub.extra_user_scopes

    assert extra == {"access:services!service=record", "custom:record:self"}
    assert set(SERVER_TOKEN_SCOPES) == {
        "users:activity!user",
        "access:servers!server",
        *extra,
    }
