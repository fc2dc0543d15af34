"""The JSON of a tombstone."""

from typing import Any

from rest_framework import serializers


class RedactedSerializer(serializers.Serializer[Any]):
    """When a value was redacted, and by whom."""

    at = serializers.DateTimeField()
    by = serializers.CharField(
        help_text="`admin:NAME`, `command`, `system`, or `list`: again, after the restore of an older backup."
    )
