"""`python3 -m tools.stack COMMAND`: what the Makefile runs; in a bundle it replaces make."""

import sys

from tools import console
from tools.errors import ToolError


def main(arguments: list[str]) -> int:
    command, *rest = arguments or [""]
    try:
        match command:
            case "backup":
                from tools.stack import backup

                return backup.main()
            case "restore":
                from tools.stack import restore

                return restore.main()
            case "bundle":
                from tools.stack import bundle

                return bundle.main()
            case "test":
                from tools.stack import run_tests

                return run_tests.main(rest)
        console.error(f"there is no command {command!r}: backup, restore, bundle or test.")
        return 2
    except ToolError as error:
        console.error(str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
