"""A page with every screenshot of a folder, one row per state."""

from collections import defaultdict
from html import escape
from pathlib import Path

STYLE = """
:root { color-scheme: light dark; font: 14px system-ui, sans-serif; }
body { margin: 24px; }
h2 { font-size: 15px; margin: 32px 0 8px; }
div { display: flex; gap: 12px; overflow-x: auto; align-items: start; }
img { height: 300px; border: 1px solid #8888; }
"""


def contact_sheet(folder: Path) -> Path:
    """Write index.html into the folder. Returns its path."""
    states: defaultdict[str, list[str]] = defaultdict(list)
    for file in sorted(folder.glob("*-[0-9][0-9][0-9][0-9]-*.png")):
        state, _width, _scheme = file.stem.rsplit("-", 2)
        states[state].append(file.name)
    rows = "".join(
        f"<h2>{escape(state)}</h2><div>"
        + "".join(f'<a href="{name}"><img loading="lazy" src="{name}" alt="{name}"></a>' for name in names)
        + "</div>"
        for state, names in states.items()
    )
    sheet = folder / "index.html"
    head = f'<!doctype html><meta charset="utf-8"><title>Quietdesk, screenshots</title><style>{STYLE}</style>'
    sheet.write_text(f"{head}{rows}", encoding="utf-8")
    return sheet
