"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

from server.body_limit import BodyLimitMiddleware
from server.head_requests import HeadMiddleware

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = HeadMiddleware(BodyLimitMiddleware(get_wsgi_application()))
