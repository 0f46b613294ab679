"""Who may sign in: the demo's accounts, or an institution's sign-in by OIDC."""

from traitlets.config import Config

from hub import demo
from hub.settings import Settings


def apply(c: Config, settings: Settings) -> None:
    c.Authenticator.admin_users = set(settings.people.admins)
    c.Authenticator.allow_existing_users = False
    c.JupyterHub.token_expires_in_max_seconds = 90 * 24 * 3600
    {"demo": _demo, "oidc": _oidc}[settings.people.sign_in](c, settings)


def _demo(c: Config, settings: Settings) -> None:
    c.JupyterHub.authenticator_class = demo.DemoAuthenticator
    c.DemoAuthenticator.passwords_file = str(demo.passwords_file(settings.state))
    c.DemoAuthenticator.is_behind_another = bool(settings.network.public_url)
    c.Authenticator.allowed_users = set(demo.names())
    # Only here: load_groups adds members and never removes one (record.md 1).
    c.JupyterHub.load_groups = {
        group: {"users": members} for group, members in demo.groups().items()
    }


def _oidc(c: Config, settings: Settings) -> None:
    """One broker for every institution; PKCE on; people are known by an opaque id."""
    oidc = settings.people.oidc
    address = settings.network.public_url or settings.network.address
    c.JupyterHub.authenticator_class = "generic-oauth"
    c.GenericOAuthenticator.client_id = oidc.client_id
    c.GenericOAuthenticator.client_secret = oidc.secret
    c.GenericOAuthenticator.authorize_url = oidc.authorize_url
    c.GenericOAuthenticator.token_url = oidc.token_url
    c.GenericOAuthenticator.userdata_url = oidc.userdata_url
    c.GenericOAuthenticator.oauth_callback_url = f"{address}/hub/oauth_callback"
    c.GenericOAuthenticator.login_service = oidc.button
    c.GenericOAuthenticator.username_claim = oidc.username_claim
    c.GenericOAuthenticator.scope = ["openid", "profile"]
    c.GenericOAuthenticator.enable_pkce = True
    c.GenericOAuthenticator.enable_auth_state = True
    c.GenericOAuthenticator.manage_groups = True
    c.GenericOAuthenticator.auth_state_groups_key = f"oauth_user.{oidc.groups_claim}"
    c.GenericOAuthenticator.allowed_groups = set(oidc.allowed_groups)
    c.GenericOAuthenticator.allow_all = not oidc.allowed_groups
