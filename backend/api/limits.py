"""How long the values may be that people send; the database checks the same figures. Lengths are code points."""

from typing import Final

TITLE_MAX: Final = 200
DESCRIPTION_MAX: Final = 50_000
REQUESTER_MAX: Final = 254
NOTE_MAX: Final = 10_000
AUTHOR_MAX: Final = 100
KEY_MAX: Final = 255  # an Idempotency-Key
