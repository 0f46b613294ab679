"""The operator's values: site.toml and the environment, read once, frozen.

This is the only file that parses site.toml. A wrong key or value raises SettingsError,
whose one sentence names the key, the value and how to write it. Sizes are bytes once
they are read.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, cast

from hub.site_file import (
    NOT_STARTED,
    SettingsError,
    Size,
    a_number,
    a_port,
    a_text,
    a_whole,
    how,
    section,
    word,
    wrong,
)

__all__ = ["NOT_STARTED", "Settings", "SettingsError", "load", "settings_of"]


@dataclass(frozen=True)
class Site:
    name: str = a_text("Créer son IA")
    timezone: str = a_text("Europe/Paris")


@dataclass(frozen=True)
class Network:
    port: int = a_port(8000)
    hub_port: int = a_port(8081)
    proxy_api_port: int = a_port(8001)
    record_port: int = a_port(10101)
    formgrader_port: int = a_port(10102)
    public_url: str = how("", "url")
    subdomains: str = how("", "url")

    @property
    def address(self) -> str:
        """Where the proxy listens, as the services and the learners' servers see it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def record_url(self) -> str:
        return f"{self.address}/services/record"

    @property
    def ports(self) -> dict[str, int]:
        """Every port that this site listens on, by its key in site.toml."""
        names = [f.name for f in fields(self) if f.metadata["kind"] == "port"]
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Paths:
    state: Path = how(Path("var"), "path")  # noqa: RUF009 (a field)
    sockets: str = a_text("")


@dataclass(frozen=True)
class Oidc:
    client_id: str = a_text("")
    secret_file: str = a_text("")
    authorize_url: str = how("", "url")
    token_url: str = how("", "url")
    userdata_url: str = how("", "url")
    username_claim: str = a_text("sub")
    groups_claim: str = a_text("groups")
    allowed_groups: tuple[str, ...] = how([], "names")
    button: str = a_text("Établissement")
    secret: str = field(default="", repr=False, metadata={"kind": "secret"})


@dataclass(frozen=True)
class People:
    sign_in: str = word("demo", "demo", "oidc")
    admins: tuple[str, ...] = how(["operateur"], "names")
    oidc: Oidc = field(default_factory=Oidc)


@dataclass(frozen=True)
class Servers:
    spawner: str = word("bubblewrap", "bubblewrap")
    network: str = word("hub", "hub", "host")
    memory: Size = how(Size(2 * 2**30), "size", low=2**28)  # noqa: RUF009 (a field)
    cpu: float = a_number(2.0, low=0.1, high=512)
    processes: int = a_whole(256, low=32, high=65536)
    file: Size = how(Size(2 * 2**30), "size", low=2**20)  # noqa: RUF009 (a field)
    idle_minutes: int = a_whole(60, high=100_000)
    starting_at_once: int = a_whole(4, high=1000)
    running_at_once: int = a_whole(40, high=100_000)
    start_seconds: int = a_whole(90, low=10, high=3600)


@dataclass(frozen=True)
class Record:
    database: str = a_text("")
    grace_seconds: int = a_whole(30, low=0, high=600)


@dataclass(frozen=True)
class Marking:
    engine: str = word("local", "local")
    workers: int = a_whole(2, high=10_000)
    memory_mb: int = a_whole(1024, low=128)
    cpu_s: int = a_whole(60)
    wall_s: int = a_whole(120)
    processes: int = a_whole(64)
    output_mb: int = a_whole(4)
    disk_mb: int = a_whole(64)
    forkserver: bool = how(True, "yes or no", formerly="nursery")
    allow_unsandboxed: bool = how(False, "yes or no")


@dataclass(frozen=True)
class Settings:
    """Everything an operator may change.

    `root` is the checkout; `file` is the site.toml that was read.
    """

    site: Site = field(default_factory=Site)
    network: Network = field(default_factory=Network)
    paths: Paths = field(default_factory=Paths)
    people: People = field(default_factory=People)
    servers: Servers = field(default_factory=Servers)
    record: Record = field(default_factory=Record)
    marking: Marking = field(default_factory=Marking)
    root: Path = field(default=Path(), metadata={"kind": "given"})
    file: Path = field(default=Path("site.toml"), metadata={"kind": "given"})

    @property
    def state(self) -> Path:
        return self.paths.state

    @property
    def record_database(self) -> str:
        """SQLAlchemy's URL of the record: the operator's, else SQLite below state."""
        ours = self.state / "record" / "record.sqlite"
        return self.record.database or f"sqlite:///{ours}"


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this site.

    Reads $CAIRE_SITE (default: site.toml in the checkout); $CAIRE_STATE wins over
    [paths] state.
    Raises SettingsError with one sentence.
    """
    root = Path(__file__).resolve().parents[1]
    file = Path(environ.get("CAIRE_SITE") or root / "site.toml").absolute()
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(
            f"The settings {str(file)!r} cannot be read ({error.strerror}). "
            f"Set CAIRE_SITE to the path of a site.toml. {NOT_STARTED}"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{file.name} is not TOML: {error}. Write `key = value` lines below a "
            f"[section]; texts in double quotes. {NOT_STARTED}"
        ) from None
    return settings_of(table, file=file, root=root, environ=environ)


def settings_of(
    table: Mapping[str, Any],
    *,
    file: Path,
    root: Path,
    environ: Mapping[str, str],
) -> Settings:
    """Settings from a parsed table; relative paths are seen from the file's folder."""
    read = cast(Settings, section(Settings, table, "", file.name))
    state = Path(environ.get("CAIRE_STATE") or file.parent / read.paths.state)
    oidc = Oidc(**{**vars(read.people.oidc), "secret": _oidc_secret(read, environ)})
    settings = Settings(
        **{
            **vars(read),
            "paths": Paths(state=state.absolute(), sockets=read.paths.sockets),
            "people": People(read.people.sign_in, read.people.admins, oidc),
            "root": root,
            "file": file,
        }
    )
    _check_together(settings)
    return settings


def _oidc_secret(read: Settings, environ: Mapping[str, str]) -> str:
    if read.people.sign_in != "oidc":
        return ""
    if secret := environ.get("CAIRE_OIDC_SECRET"):
        return secret
    path = read.people.oidc.secret_file
    try:
        return Path(path).read_text(encoding="utf-8").strip() if path else ""
    except OSError as error:
        raise wrong(
            "site.toml",
            "people.oidc.secret_file",
            path,
            f"the path of a file that the Hub may read ({error.strerror})",
        ) from None


def _check_together(settings: Settings) -> None:
    """Rules between two keys: no port twice; an OIDC sign-in that is complete."""
    seen: dict[int, str] = {}
    for name, number_ in settings.network.ports.items():
        if number_ in seen:
            raise wrong(
                settings.file.name,
                f"network.{name}",
                number_,
                f"a port of its own; network.{seen[number_]} has this one",
            )
        seen[number_] = name
    if settings.people.sign_in == "oidc":
        needed = ("client_id", "authorize_url", "token_url", "userdata_url", "secret")
        for name in needed:
            if not getattr(settings.people.oidc, name):
                key = "secret_file" if name == "secret" else name
                raise wrong(
                    settings.file.name,
                    f"people.oidc.{key}",
                    "",
                    "what your institution gave you; sign_in = 'oidc' needs it",
                )
