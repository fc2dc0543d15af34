"""The serializer of who is asking."""

from typing import Any

from rest_framework import serializers


class MeSerializer(serializers.Serializer[Any]):
    """Who is asking, and how the desk is open to them."""

    name = serializers.CharField(help_text="Without sign-in always `desk`.")
    access = serializers.ChoiceField(
        [("auto", "auto"), ("open", "open")], help_text="The setting ACCESS. With `open` every page shows a warning."
    )
