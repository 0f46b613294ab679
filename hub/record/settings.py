"""What site.toml and the environment say, read once at the start.

The Hub passes JUPYTERHUB_* to a managed service; an external one (systemd, a
container) sets the same names itself. Ours are CAIRE_SITE and CAIRE_STATE, as for every
command of this site; CAIRE_SITE_NAME, CAIRE_RECORD_DB and CAIRE_TIMEZONE win over
site.toml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import hub.settings


class BadSetting(ValueError):
    """A value that cannot be used; the message names it and says what to write."""


@dataclass(frozen=True)
class RecordSettings:
    """Where the record lives and how it is reached.

    state: the site's state folder; ours is `state/record`. database: SQLAlchemy
    URL. prefix, hub_base: URL paths that end with a slash. grace: after a deadline, for
    what was begun before it.
    """

    state: Path
    database: str
    host: str
    port: int
    prefix: str
    hub_base: str
    site_name: str
    timezone: ZoneInfo
    grace: timedelta

    @property
    def folder(self) -> Path:
        return self.state / "record"


def from_environment(env: Mapping[str, str]) -> RecordSettings:
    """Raises BadSetting for a value that cannot be used."""
    site = _site(env)
    url = urlsplit(env.get("JUPYTERHUB_SERVICE_URL") or "http://127.0.0.1:10101")
    return RecordSettings(
        state=site.state,
        database=env.get("CAIRE_RECORD_DB") or site.record_database,
        host=url.hostname or "127.0.0.1",
        port=url.port or 10101,
        prefix=_slashed(env.get("JUPYTERHUB_SERVICE_PREFIX") or "/services/record/"),
        hub_base=_slashed(env.get("JUPYTERHUB_BASE_URL") or "/"),
        site_name=env.get("CAIRE_SITE_NAME") or site.site.name,
        timezone=_zone(env.get("CAIRE_TIMEZONE") or site.site.timezone),
        grace=timedelta(seconds=site.record.grace_seconds),
    )


def _site(env: Mapping[str, str]) -> hub.settings.Settings:
    try:
        return hub.settings.load(env)
    except hub.settings.SettingsError as error:
        sentence = str(error).removesuffix(hub.settings.NOT_STARTED)
        raise BadSetting(f"{sentence}Nothing was done.") from None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise BadSetting(
            f"CAIRE_TIMEZONE is {name!r} (without it: [site] timezone in site.toml). "
            "Write a place of the tz database, for example 'Europe/Paris'. "
            "The record was not started."
        ) from None


def _slashed(path: str) -> str:
    return "/" + path.strip("/") + "/" if path.strip("/") else "/"
