"""The production server: threads, because a request may wait long for a model; the same in `make run` and compose."""

import os
from pathlib import Path


def _count(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal() or not 1 <= int(value) <= 1000:
        raise SystemExit(f"{name} must be a whole number from 1 to 1000, not {value!r}.")
    return int(value)


wsgi_app = "config.wsgi:application"
bind = os.environ.get("BIND", "").strip() or "127.0.0.1:8080"

worker_class = "server.request_deadline.PatientWorker"  # gthread, whose patience with a request ends
workers = _count("WEB_CONCURRENCY", 2)
threads = _count("WEB_THREADS", 16)
# A worker's sign of life, not a limit for requests. On a memory file system, since writing it must never wait
# for a busy disk.
timeout = 60
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
# Longer than both models' time together (30 s) and nginx's patience (40 s), shorter than what compose gives (60 s):
# what is in flight when the server is told to stop is answered first.
graceful_timeout = 45
keepalive = 15

# A search may be long, and the API answers that with a 400 of its own. 0: no limit but gunicorn's own megabyte.
limit_request_line = 0
limit_request_fields = 64
limit_request_field_size = 8190

# Whose X-Forwarded-Proto is believed. Nobody's by default, loopback included, which gunicorn would trust.
forwarded_allow_ips = os.environ.get("TRUSTED_PROXY", "").strip()
# Over a unix socket gunicorn trusts whoever can open it; still nobody may choose SCRIPT_NAME by a header.
forwarder_headers = ""

# By default every gunicorn of a user shares one control socket in the home folder; nothing here needs it.
control_socket_disable = True

logger_class = "server.server_log.ServerLog"
loglevel = "warning"
errorlog = "-"
accesslog = "-" if os.environ.get("ACCESS_LOG", "").strip() == "1" else None
# Neither the query nor the referring page: both may hold search words.
access_log_format = '%(t)s %(h)s "%(m)s %(U)s" %(s)s %(B)s bytes %(M)s ms'

pythonpath = str(Path(__file__).resolve().parent.parent)


def post_worker_init(worker: object) -> None:
    """Limit statements, and begin to watch the local model: a thread started before the fork would not live here."""
    from insights.checks import report_other_days
    from postgres.session import limit_statements
    from suggestions.services import watcher
    from suggestions.services.chain import triage

    limit_statements()
    report_other_days()
    triage().warm_up()
    watcher.start()
