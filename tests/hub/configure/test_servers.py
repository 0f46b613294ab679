"""A learner's server: how many at once."""

from traitlets.config import Config


def test_a_full_hub_has_a_limit_and_a_busy_one_too(config: Config) -> None:
    assert config.JupyterHub.concurrent_spawn_limit == 4
    assert config.JupyterHub.active_server_limit == 40
