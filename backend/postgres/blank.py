"""The characters that count as blank in the API, the database's constraints and the pages."""

from typing import Final

# Everything that str.strip() removes, and invisible characters: soft hyphen, zero-width characters, BOM, Hangul
# fillers.
BLANKS: Final[str] = "".join(
    map(
        chr,
        [
            *range(0x09, 0x0E),
            *range(0x1C, 0x21),
            0x85,
            0xA0,
            0xAD,
            0x115F,
            0x1160,
            0x1680,
            0x180E,
            *range(0x2000, 0x2010),
            0x034F,
            0x2028,
            0x2029,
            0x202F,
            *range(0x205F, 0x2065),
            0x2800,
            0x3000,
            0x3164,
            0xFEFF,
            0xFFA0,
        ],
    )
)


def is_blank(text: str) -> bool:
    """Whether the text is empty or only holds blank characters.

    >>> is_blank(" \\u3000\\n")
    True
    """
    return not text.strip(BLANKS)
