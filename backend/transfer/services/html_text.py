"""Turns the HTML in which some desks keep descriptions into plain text."""

import html
import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser

_UNSEEN: Final = "head, script, style, template, noscript, iframe, object"
_BLOCKS: Final = (
    "address, article, aside, blockquote, dd, div, dl, dt, figure, footer, form, h1, h2, h3, h4, h5, h6, header, hr,"
    " li, main, nav, ol, p, pre, section, table, tr, ul"
)
# Private characters, which stand for line ends until the blanks of the source are gone.
_BREAK: Final = "\ue000"
_BLOCK: Final = "\ue001"
_PRE: Final = re.compile(r"<pre\b.*?(?:</pre\b|\Z)", re.IGNORECASE | re.DOTALL)
_LINE_TAG: Final = re.compile(rf"</?(?:html|body|br|{_BLOCKS.replace(', ', '|')})\b", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)


def looks_like_html(text: str) -> bool:
    """
    >>> looks_like_html("<div>Hello<br>"), looks_like_html("a < b and c > d")
    (True, False)
    """
    return _TAG.search(text) is not None


def text_from_html(source: str) -> str:
    """The text that a browser would show. Without tags that begin a line, a text keeps its own lines.

    >>> text_from_html("<div>Hello,<br>charged twice &amp; cancelled</div><script>x</script>")
    'Hello,\\ncharged twice & cancelled'
    """
    if not looks_like_html(source):
        return html.unescape(source)
    source = source.replace(_BREAK, " ").replace(_BLOCK, " ")
    if not _LINE_TAG.search(source):
        source = _with_breaks(source)
    source = _PRE.sub(lambda match: _with_breaks(match[0]), source)
    tree = LexborHTMLParser(source)
    for node in tree.css(_UNSEEN):
        node.decompose()
    for node in tree.css("br"):
        node.replace_with(_BREAK)
    for node in tree.css(_BLOCKS):
        node.insert_before(_BLOCK)
        node.insert_after(_BLOCK)
    for node in tree.css("td, th"):
        node.insert_after(" ")
    text = re.sub(r"[ \t\r\n\f]+", " ", tree.body.text() if tree.body else "")
    text = re.sub(rf" ?{_BLOCK}[ {_BLOCK}]*", "\n", text)
    text = re.sub(rf" ?{_BREAK} ?", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _with_breaks(source: str) -> str:
    return re.sub(r"\r\n?|\n", _BREAK, source)
