"""HTML of other desks becomes the text that a browser would show."""

import pytest

from transfer.services.html_text import text_from_html


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<div>Guten Tag,<br>zweimal abgebucht &amp; storniert</div>", "Guten Tag,\nzweimal abgebucht & storniert"),
        ("<p>One</p>\n<p>Two <b>bold</b>, three</p>", "One\nTwo bold, three"),
        ("<p>a<br/><br />b</p>", "a\n\nb"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\nTwo"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<style>p {}</style><p>x</p><script>alert('<p>y</p>')</script><!-- z -->", "x"),
        ("<html><head><title>t</title></head><body>\n  line\n  goes on\n</body></html>", "line goes on"),
        ("x &lt;b&gt; &amp;amp; <i>y</i>", "x <b> &amp; y"),
        ("<p>never closed <b>bold", "never closed bold"),
        ("<a href='http://example.org'>here</a>", "here"),
        (
            "Stra\u00dfe &uuml;ber&nbsp;alles <br> \ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
            "Stra\u00dfe \u00fcber\u00a0alles\n\U0001f600",
        ),
        ("two lines\nand a < b, c > d & e", "two lines\nand a < b, c > d & e"),
        ("two lines\nof a &amp; b", "two lines\nof a & b"),
        ("<ada@example.org> wrote", "<ada@example.org> wrote"),
        ("line 1\nline 2 <a href='x'>here</a>\r\n\r\nlast", "line 1\nline 2 here\n\nlast"),
        ("<p>a</p><pre>x = 1\n  <b>y\n= 2</b></pre>b", "a\nx = 1\ny\n= 2\nb"),
        ("a\n<p>b\nc</p>", "a\nb c"),
        ("<div></div>", ""),
        ("", ""),
    ],
)
def test_html_becomes_text(source: str, text: str) -> None:
    assert text_from_html(source) == text


def test_deeply_nested_html_is_read() -> None:
    assert text_from_html("<div>" * 20_000 + "deep") == "deep"
