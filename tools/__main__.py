"""`python -m tools COMMAND`: what each target of the Makefile runs."""

import os
import sys
from collections.abc import Callable

from tools import bench, check, children, manage, run, say, schema, screenshots, suite
from tools.errors import Problem, Stopped
from tools.sbom import command as sbom
from tools.stack import __main__ as stack

COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": lambda _: run.main(demo=False),
    "demo": lambda _: run.main(demo=True),
    "manage": manage.main,
    "test": suite.main,
    "bench": bench.main,
    "screenshots": screenshots.main,
    "check": lambda _: check.main(),
    "fix": lambda _: check.fix(),
    "schema": lambda _: schema.main(),
    "sbom": lambda _: sbom.main(),
    "stack": stack.main,
}
# Being told to stop is how serving ends well; any other command was cut short.
ENDS_BY_SIGNAL = {"run", "demo"}


def main(arguments: list[str]) -> int:
    command, *rest = arguments or [""]
    if command not in COMMANDS:
        say.problem(f"there is no command {command!r}; `make help` lists them.")
        return 2
    # As root, what we make must stay readable for the database server, which is not root.
    os.umask(0o022)
    children.watch_signals()
    try:
        return COMMANDS[command](rest)
    except Problem as problem:
        say.problem(str(problem))
        return 1
    except Stopped as stopped:
        return 0 if command in ENDS_BY_SIGNAL else 128 + stopped.number


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
