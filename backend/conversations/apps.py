"""The Django app `conversations`."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Notes on tickets."""

    name = "conversations"
    verbose_name = "Conversations"

    def ready(self) -> None:
        """Register the erasure of notes with their ticket."""
        from conversations.services import notes_erase
        from tickets.services import register_erase_hook

        register_erase_hook(notes_erase)
