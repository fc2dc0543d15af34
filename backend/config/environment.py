"""Reads settings from environment variables. Every error names its variable."""

import os
from collections.abc import Collection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from config.origin import origin
from postgres.zone_names import zone_names

# A database that is gone without a word, as behind a firewall that drops packets, is noticed within a minute.
_KEEPALIVES = {"keepalives_idle": 20, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 30_000}


class Environment:
    """Typed getters that raise ImproperlyConfigured. An empty variable counts as unset, for compose's `${NAME:-}`."""

    def __init__(self) -> None:
        self._env = environ.Env()

    def text(self, name: str, *, default: str) -> str:
        return os.environ.get(name, "").strip() or default

    def path(self, name: str, *, default: Path) -> Path:
        return Path(self.text(name, default=str(default))).absolute()

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.text(name, default=str(default)).lower()
        if value not in {"true", "1", "yes", "on", "false", "0", "no", "off"}:
            raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
        return value in {"true", "1", "yes", "on"}

    def choice(self, name: str, *, choices: Collection[str], default: str) -> Any:
        value = self.text(name, default=default)
        if value not in choices:
            raise ImproperlyConfigured(f"{name} must be one of {', '.join(sorted(choices))}; it is {value!r}.")
        return value

    def word(self, name: str, word: str) -> bool:
        """Whether the variable has this one word. Any other is refused, so that a misspelt one is noticed."""
        value = self.text(name, default="")
        if value not in ("", word):
            raise ImproperlyConfigured(f"{name} must be {word}, or empty; it is {value!r}.")
        return bool(value)

    def time_zone(self, name: str, *, default: str) -> str:
        value = self.text(name, default=default)
        if value not in zone_names():
            raise ImproperlyConfigured(
                f"{name} must be UTC or an area and a place, such as Europe/Berlin, not {value!r}."
            )
        return value

    def seconds(self, name: str, *, default: float) -> float:
        return self._number(name, default, low=0.1, high=3600, unit="seconds")

    def count(self, name: str, *, default: int, minimum: int = 1) -> int:
        return int(self._number(name, default, low=minimum, high=1000, unit="a whole number", whole=True))

    def url(self, name: str, *, default: str, allow_off: bool = False) -> str:
        """An http or https URL without its trailing slash. With `allow_off`, "" for the value off."""
        value = self.text(name, default=default).rstrip("/")
        if allow_off and value.lower() == "off":
            return ""
        try:
            parts = urlsplit(value)
            usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise ImproperlyConfigured(f"{name} must be an address such as https://desk.example.org.")
        return value

    def origin(self, name: str, *, default: str) -> str:
        """An origin: scheme, host and port; see config/origin.py."""
        try:
            return origin(self.text(name, default=default))
        except ValueError:
            raise ImproperlyConfigured(
                f"{name} must be scheme, host and port alone, such as https://desk.example.org."
            ) from None

    def secret(self, name: str, *, minimum: int, default: str | None = None) -> str:
        """The value of NAME, or the content of the file named by NAME_FILE. No error shows it."""
        value = os.environ.get(name, "").strip()
        file = os.environ.get(f"{name}_FILE", "").strip()
        if value and file:
            raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: keep one.")
        if file:
            try:
                value = Path(file).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                raise ImproperlyConfigured(f"{name}_FILE names a file that cannot be read.") from error
        if not value:
            if default is None:
                raise ImproperlyConfigured(f"{name} is not set (nor {name}_FILE).")
            return default
        if len(value) < minimum:
            raise ImproperlyConfigured(f"{name} must have at least {minimum} characters.")
        return value

    def database(self, name: str, *, credentials_file: str) -> dict[str, Any]:
        """Django's connection settings from a postgres:// URL."""
        if not os.environ.get(name, "").strip():
            raise ImproperlyConfigured(
                f"{name} is not set; `make run` sets it, or give postgres://user:password@host/name."
            )
        try:
            settings = dict(self._env.db_url(name))
        except Exception:
            # Without its cause, which would print the URL and the password in it.
            raise ImproperlyConfigured(f"{name} cannot be read as postgres://user:password@host/name.") from None
        if settings.get("ENGINE") != "django.db.backends.postgresql":
            raise ImproperlyConfigured(f"{name} must begin with postgres:// (no other database is supported).")
        if os.environ.get(credentials_file, "").strip():
            settings["PASSWORD"] = self.secret(credentials_file.removesuffix("_FILE"), minimum=1)
        options = {"connect_timeout": 5, "application_name": "quietdesk"} | _KEEPALIVES | settings.get("OPTIONS", {})
        # Connecting costs more than most queries, so connections are persistent and checked before they are reused.
        persistent = {"ENGINE": "postgres.backend", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
        return settings | persistent | {"OPTIONS": options}

    def _number(self, name: str, default: float, *, low: float, high: float, unit: str, whole: bool = False) -> float:
        value = self.text(name, default=str(default))
        try:
            number = float(int(value)) if whole else float(value)
        except ValueError:
            raise ImproperlyConfigured(f"{name} must be {unit}, not {value!r}.") from None
        if not low <= number <= high:
            raise ImproperlyConfigured(f"{name} must be between {low:g} and {high:g}; it is {value}.")
        return number
