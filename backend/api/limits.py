"""Maximum lengths of user input in code points. Check constraints enforce the same limits."""

from typing import Final

TITLE_MAX: Final = 200
DESCRIPTION_MAX: Final = 50_000
REQUESTER_MAX: Final = 254
NOTE_MAX: Final = 10_000
AUTHOR_MAX: Final = 100
TOKEN_MAX: Final = 4_096
IDEMPOTENCY_KEY_MAX: Final = 255
