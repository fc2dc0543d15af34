"""The production settings, with the bench's addresses beside the desk's."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.served.urls"
