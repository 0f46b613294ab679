"""`python -m hub serve | health | rotate-secrets | demo reset NAME`."""

import sys

from hub.private_files import keep_new_files_private

USAGE = """python -m hub serve            start the site; Ctrl-C stops it
python -m hub health [--json]  is every part of it up? 1 if not
python -m hub rotate-secrets   every secret anew; the site must be stopped
python -m hub demo reset NAME  a new password for an account of the demo"""


def main(arguments: list[str]) -> int:
    """Dispatch; 2 for a command or a setting that is not as it should be."""
    if sys.version_info < (3, 11):  # noqa: UP036 (said in one sentence, not a traceback)
        have = ".".join(map(str, sys.version_info[:3]))
        print(f"Python is {have}; 3.11 or newer is needed. The Hub was not started.")
        return 2
    # Only now: these need Python 3.11.
    from hub import settings as site

    match arguments:
        case ["serve" | "health" | "rotate-secrets" as command, *rest]:
            from hub import health, rotation, serve

            try:
                settings = site.load()
            except site.SettingsError as error:
                print(error, file=sys.stderr)
                return 2
            commands = {
                "serve": serve.main,
                "health": health.main,
                "rotate-secrets": rotation.main,
            }
            return commands[command](settings, rest)
        case ["demo", "reset", name]:
            return reset(name)
    print(USAGE, file=sys.stderr)
    return 2


def reset(name: str) -> int:
    from hub import demo
    from hub import settings as site

    try:
        settings = site.load()
        account = demo.reset(settings.state, name)
    except site.SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyError:
        known = ", ".join(demo.names())
        print(
            f"There is no demo account {name!r}. Known: {known}. Nothing was changed.",
            file=sys.stderr,
        )
        return 2
    print(f"  {account.name}   {account.role}   {account.password}")
    return 0


if __name__ == "__main__":
    keep_new_files_private()
    sys.exit(main(sys.argv[1:]))
