"""The production settings, with the URLs of the benchmark."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.served.urls"
