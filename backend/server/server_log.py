"""gunicorn's logger without user input: URLs lose their query string, invalid requests their content.

Addresses are shortened to the network, unless LOG_ADDRESSES=full.
"""

import logging
from typing import Any, ClassVar

from gunicorn.glogging import Logger

from server.client_address import client_address, shortened
from server.logs import RedactingFormatter

INVALID_REQUEST = "Invalid request from ip="


class ServerLog(Logger):
    """Formats gunicorn's messages like the application's log. `whole_addresses` is set by the configuration."""

    whole_addresses: ClassVar[bool] = False

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(RedactingFormatter())

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> Any:
        """The values of a line of the access log, with the client in place of the proxies before it."""
        values = super().atoms(resp, req, environ, request_time)
        trusted = self.cfg.forwarded_allow_networks()
        values["h"] = self._shown(client_address(values["h"], environ.get("HTTP_X_FORWARDED_FOR", ""), trusted))
        return values

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """gunicorn quotes the request that it could not parse. Only the client's address is logged."""
        if isinstance(msg, str) and msg.startswith(INVALID_REQUEST):
            # An IPv6 address contains colons, but not ": ".
            address = msg.removeprefix(INVALID_REQUEST).partition(": ")[0]
            msg, args = "%s", (INVALID_REQUEST + self._shown(address),)
        super().warning(msg, *args, **kwargs)

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """The arguments are method and URL. The query string, which may hold search words, is cut off."""
        without_query = tuple(arg.partition("?")[0] if isinstance(arg, str) else arg for arg in args)
        self.error_log.log(logging.ERROR, msg, *without_query, exc_info=True, **kwargs)

    def _shown(self, address: str) -> str:
        return address if self.whole_addresses else shortened(address)
