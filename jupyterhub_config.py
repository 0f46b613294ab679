"""JupyterHub's configuration: the operator's values, then one apply() per concern.

Values are in site.toml; what they turn into is in hub/configure/. Nothing here or there
appends to a setting: config is only ever set, so that reading it twice changes nothing.
"""

import sys

from hub import configure
from hub.private_files import keep_new_files_private
from hub.settings import SettingsError, load

c = get_config()  # type: ignore[name-defined]

try:
    settings = load()
except SettingsError as error:
    sys.exit(str(error))

keep_new_files_private()
configure.site.apply(c, settings)  # addresses, database, secrets, log
configure.people.apply(c, settings)  # who signs in, and how
configure.permissions.apply(c, settings)  # who may do what
configure.servers.apply(c, settings)  # a learner's server, and how many
configure.services.apply(c, settings)  # the record, the marking, the clean-up
configure.pages.apply(c, settings)  # the Hub's own pages
