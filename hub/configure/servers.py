"""A learner's server: which walls, which caps, how many at once."""

from traitlets.config import Config

from hub.settings import Settings
from hub.spawners.bubblewrap import BubblewrapSpawner

SPAWNERS = {"bubblewrap": BubblewrapSpawner}


def apply(c: Config, settings: Settings) -> None:
    servers = settings.servers
    c.JupyterHub.spawner_class = SPAWNERS[servers.spawner]
    c.BubblewrapSpawner.settings = settings
    c.Spawner.start_timeout = servers.start_seconds
    c.Spawner.http_timeout = 30  # start() has already had an answer
    c.Spawner.mem_limit = int(servers.memory)
    c.Spawner.cpu_limit = servers.cpu
    c.Spawner.default_url = "/lab"
    c.Spawner.poll_interval = 10
    c.JupyterHub.concurrent_spawn_limit = servers.starting_at_once
    c.JupyterHub.active_server_limit = servers.running_at_once
    c.JupyterHub.spawn_throttle_retry_range = (10, 20)
    # Whoever follows a link to a stopped server wants it started.
    c.JupyterHub.implicit_spawn_seconds = 1
    c.JupyterHub.allow_named_servers = False
    c.JupyterHub.cleanup_servers = True
    c.JupyterHub.shutdown_on_logout = False
