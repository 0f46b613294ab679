"""Who may do what. The Hub says who and what kind; the record says over whom.

So there is one scope per capability and no role per cohort (design: record.md 1).
"""

from traitlets.config import Config

from hub.settings import Settings

RECORD = "access:services!service=record"
FORMGRADER = "access:services!service=formgrader"

CUSTOM_SCOPES = {
    "custom:record:self": {"description": "see my own progress and badges"},
    "custom:record:cohort:read": {"description": "see the cohorts I am staff of"},
    "custom:record:cohort:write": {
        "description": "override, excuse, attest attendance",
        "subscopes": ["custom:record:cohort:read"],
    },
    "custom:record:institution:read": {"description": "aggregates of my institution"},
    "custom:record:research:export": {
        "description": "pseudonymised exports of approved studies"
    },
    "custom:record:feed:write": {"description": "post marks (service tokens only)"},
    "custom:record:ops": {"description": "health, queues, replays; no learner data"},
}
# What a browser session with the record may carry: everything but writing marks.
BROWSER_SCOPES = sorted(set(CUSTOM_SCOPES) - {"custom:record:feed:write"})
# A learner's server: itself, and the record as this learner. Nothing else of the Hub.
SERVER_TOKEN_SCOPES = [
    "users:activity!user",
    "access:servers!server",
    RECORD,
    "custom:record:self",
]


def apply(c: Config, settings: Settings) -> None:
    c.JupyterHub.custom_scopes = CUSTOM_SCOPES
    c.JupyterHub.extra_user_scopes = {RECORD, "custom:record:self"}
    c.Spawner.server_token_scopes = SERVER_TOKEN_SCOPES
    c.JupyterHub.load_roles = [
        {
            "name": "record-instructor",
            "groups": ["caire-instructors"],
            "scopes": ["custom:record:cohort:write", FORMGRADER],
        },
        {
            "name": "record-operator",
            "users": list(settings.people.admins),
            "scopes": ["custom:record:ops", "custom:record:institution:read"],
        },
        {
            "name": "record-feed",
            "services": ["autograder"],
            "scopes": ["custom:record:feed:write", RECORD],
        },
        {
            "name": "idle-culler",
            "services": ["idle-culler"],
            "scopes": [
                "list:users",
                "read:users:activity",
                "read:servers",
                "delete:servers",
            ],
        },
    ]
