"""gunicorn's logger without user input: URLs lose their query string, invalid requests their content."""

import logging
from typing import Any

from gunicorn.glogging import Logger

from server.logs import RedactingFormatter

INVALID_REQUEST = "Invalid request from ip="


class ServerLog(Logger):
    """Formats gunicorn's messages like the application's log."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(RedactingFormatter())

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """gunicorn quotes the request that it could not parse. Only the client's address is logged."""
        if isinstance(msg, str) and msg.startswith(INVALID_REQUEST):
            # An IPv6 address contains colons, but not ": ".
            msg, args = "%s", (msg.partition(": ")[0],)
        super().warning(msg, *args, **kwargs)

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """The arguments are method and URL. The query string, which may hold search words, is cut off."""
        without_query = tuple(arg.partition("?")[0] if isinstance(arg, str) else arg for arg in args)
        self.error_log.log(logging.ERROR, msg, *without_query, exc_info=True, **kwargs)
