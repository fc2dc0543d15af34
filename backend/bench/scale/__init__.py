"""What a request costs with ten thousand, a hundred thousand and a million tickets, beside the same the naive way."""

from bench.scale.sizes import rows

__all__ = ["rows"]
