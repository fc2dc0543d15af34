"""gunicorn's configuration, for `make run` and compose. Threads, because a request may wait long for a model."""

import os
from pathlib import Path

from server.client_address import networks
from server.server_log import ServerLog


def _count(name: str, default: int, *, least: int = 1, most: int = 1000) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if not (value.isascii() and value.isdecimal() and least <= int(value) <= most):
        raise SystemExit(f"{name} must be a whole number from {least} to {most}, not {value!r}.")
    return int(value)


def _proxies(name: str) -> str:
    value = os.environ.get(name, "")
    try:
        return ",".join(map(str, networks(value)))
    except ValueError:
        raise SystemExit(f"{name} must be addresses or networks, such as 192.0.2.7, not {value!r}.") from None


def _word(name: str, first: str, second: str) -> str:
    value = os.environ.get(name, "").strip() or first
    if value not in (first, second):
        raise SystemExit(f"{name} must be {first} or {second}, not {value!r}.")
    return value


wsgi_app = "config.wsgi:application"
bind = [address.strip() for address in (os.environ.get("BIND", "").strip() or "127.0.0.1:8080").split(",")]

worker_class = "server.worker.BoundedWorker"  # gthread, with bounds for slow clients
workers = _count("WEB_CONCURRENCY", 2)
threads = _count("WEB_THREADS", 16)
# With the files of a worker below 1024, the usual limit of descriptors.
worker_connections = 900
# Of one address to one worker, from the first byte on; 0 for no limit. In compose nginx counts, and its own address is
# that of a trusted proxy, which has no limit.
CONNECTIONS_PER_ADDRESS = _count("CONNECTIONS_PER_ADDRESS", 256, least=0, most=99_999)
# The timeout of a worker's heartbeat, not of requests. The heartbeat file is on a memory file system, because writing
# it must not wait for a busy disk.
timeout = 60
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 (gunicorn uses mkstemp)
# Requests in flight are finished before the server stops. Longer than the timeouts of both models together (30 s) and
# nginx's read timeout (40 s), shorter than compose's stop_grace_period (60 s).
graceful_timeout = 45
keepalive = 15

# 0: gunicorn's maximum of one megabyte. The API itself answers a search that is too long, with 400.
limit_request_line = 0
limit_request_fields = 64
limit_request_field_size = 8190

# The proxies whose X-Forwarded-Proto, and in the log X-Forwarded-For, are trusted. None by default; gunicorn's own
# default trusts loopback.
forwarded_allow_ips = _proxies("TRUSTED_PROXY")
# gunicorn trusts every client of a unix socket. No header may set SCRIPT_NAME.
forwarder_headers = ""

# By default all gunicorns of a user share one control socket in the home directory. It is not needed.
control_socket_disable = True

logger_class = "server.server_log.ServerLog"
loglevel = "warning"
errorlog = "-"
# full: with whole addresses, which name the computer of a person (server_log.py).
ServerLog.whole_addresses = _word("LOG_ADDRESSES", "short", "full") == "full"
accesslog = "-" if os.environ.get("ACCESS_LOG", "").strip() == "1" else None
# Neither query string nor Referer: both may contain search words.
access_log_format = '%(t)s %(h)s "%(m)s %(U)s" %(s)s %(B)s bytes %(M)s ms'

# For numpy, which the classifier multiplies one vector with. By default its BLAS starts a thread for each core in every
# worker, and ends the process where it may not start them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

pythonpath = str(Path(__file__).resolve().parent.parent)


def on_starting(server: object) -> None:
    """Ends with one line for a wrong value, and where the desk would be open to other machines without ACCESS=open."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        refusal = settings.ACCESS_REFUSAL
    except ImproperlyConfigured as error:
        raise SystemExit(f"quietdesk: {error}") from None
    if refusal:
        raise SystemExit(f"quietdesk: {refusal}")


def post_worker_init(worker: object) -> None:
    """Configure the worker's connections and start its threads, which would not survive a fork."""
    from insights.checks import log_time_zone_warning
    from postgres.session import set_session_options
    from suggestions.services import fitting, watcher
    from suggestions.services.chain import triage

    set_session_options()
    log_time_zone_warning()
    triage().warm_up()
    watcher.start()
    fitting.start()
