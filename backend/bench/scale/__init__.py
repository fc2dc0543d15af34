"""The cost of requests with up to a million tickets, compared with a naive implementation."""

from bench.scale.sizes import rows

__all__ = ["rows"]
