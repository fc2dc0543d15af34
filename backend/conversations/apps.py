"""The Django app `conversations`."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Notes on tickets."""

    name = "conversations"
    verbose_name = "Conversations"

    def ready(self) -> None:
        """Register the erasure of notes with their ticket, and their redaction."""
        from conversations.selectors import note_values
        from conversations.services import note_redact, note_text, notes_erase
        from tickets.redaction.services import Redactor, register_redactor
        from tickets.services import register_erase_hook

        register_erase_hook(notes_erase)
        register_redactor(["note"], Redactor(find=note_values, text=note_text, redact=note_redact))
