"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from config.body_limit import BodyLimit
from config.head import NoBodyForHead

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = NoBodyForHead(BodyLimit(get_wsgi_application()))
