"""Who may sign in, and by what."""

from typing import Any

from hub.settings import Settings, settings_of
from tests.hub.conftest import filled


def with_table(settings: Settings, table: dict[str, Any]) -> Settings:
    environ = {"CAIRE_STATE": str(settings.state), "CAIRE_OIDC_SECRET": "s3cret"}
    return settings_of(table, file=settings.file, root=settings.root, environ=environ)


def test_oidc_uses_pkce_an_opaque_name_and_no_demo_account(settings: Settings) -> None:
    urls = {n: f"https://idp.example/{n}" for n in ("authorize_url", "token_url")}
    oidc = {"client_id": "us", "userdata_url": "https://idp.example/me", **urls}
    table = {"people": {"sign_in": "oidc", "oidc": {**oidc, "allowed_groups": ["x"]}}}

    c = filled(with_table(settings, table))

    assert c.JupyterHub.authenticator_class == "generic-oauth"
    assert c.GenericOAuthenticator.enable_pkce
    assert c.GenericOAuthenticator.username_claim == "sub"
    assert c.GenericOAuthenticator.allowed_groups == {"x"}
    assert not c.GenericOAuthenticator.allow_all
    assert c.GenericOAuthenticator.client_secret == "s3cret"
    assert "load_groups" not in c.JupyterHub
