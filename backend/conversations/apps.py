"""The Django app `conversations`."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """What people write beside a ticket."""

    name = "conversations"
    verbose_name = "Conversations"

    def ready(self) -> None:
        """Have notes go with their ticket."""
        from conversations.services import notes_erase
        from tickets.services import register_eraser

        register_eraser(notes_erase)
