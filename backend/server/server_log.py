"""gunicorn's own log, without what people typed: addresses lose their query, refused requests their content."""

import logging
from typing import Any

from gunicorn.glogging import Logger

from server.logs import QuietFormatter

REFUSED = "Invalid request from ip="


class ServerLog(Logger):
    """Writes what gunicorn has to say in the form of the application's log."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(QuietFormatter())

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """gunicorn quotes the request that it could not read; only whom it came from is kept."""
        if isinstance(msg, str) and msg.startswith(REFUSED):
            # The address may itself hold colons, but no ": ", which ends it.
            msg, args = "%s", (msg.partition(": ")[0],)
        super().warning(msg, *args, **kwargs)

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Arguments are a method and an address, whose query holds search words."""
        cut = tuple(arg.partition("?")[0] if isinstance(arg, str) else arg for arg in args)
        self.error_log.log(logging.ERROR, msg, *cut, exc_info=True, **kwargs)
