"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from server.body_limit import BodyLimit
from server.head_requests import NoBodyForHead

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = NoBodyForHead(BodyLimit(get_wsgi_application()))
