"""`python -m tools COMMAND`: what each target of the Makefile runs."""

import os
import sys
from collections.abc import Callable

from tools import bench, check, console, manage, processes, run, run_tests, schema, screenshots
from tools.base_images import renew
from tools.errors import SignalInterrupt, ToolError
from tools.sbom import command as sbom
from tools.stack import __main__ as stack

COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": lambda _: run.main(demo=False),
    "demo": lambda _: run.main(demo=True),
    "manage": manage.main,
    "test": run_tests.main,
    "bench": bench.main,
    "screenshots": screenshots.main,
    "check": lambda _: check.main(),
    "fix": lambda _: check.fix(),
    "schema": lambda _: schema.main(),
    "images": lambda _: renew.main(),
    "sbom": lambda _: sbom.main(),
    "stack": stack.main,
}
# A signal is the normal end of a server. Any other command is incomplete after one.
SERVERS = {"run", "demo"}


def main(arguments: list[str]) -> int:
    command, *rest = arguments or [""]
    if command not in COMMANDS:
        console.error(f"there is no command {command!r}; `make help` lists them.")
        return 2
    # As root, the database server runs as another user, who has to read what we create.
    os.umask(0o022)
    processes.handle_signals()
    try:
        return COMMANDS[command](rest)
    except ToolError as error:
        console.error(str(error))
        return 1
    except SignalInterrupt as interrupt:
        return 0 if command in SERVERS else 128 + interrupt.number


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
