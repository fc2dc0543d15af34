"""The Django app `conversations`."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """What people write beside a ticket."""

    name = "conversations"
    verbose_name = "Conversations"
