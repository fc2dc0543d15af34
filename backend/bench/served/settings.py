"""The production settings, with the URLs of the benchmark."""

from config.settings import *

ROOT_URLCONF = "bench.served.urls"
