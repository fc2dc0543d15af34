"""PUBLIC_URL is normalized to an origin or rejected."""

import pytest

from config.origin import host_of, origin


@pytest.mark.parametrize(
    ("url", "normalized", "host"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", "127.0.0.1"),
        ("https://Desk.Example.org/", "https://desk.example.org", "desk.example.org"),
        ("https://desk.example.org:443", "https://desk.example.org", "desk.example.org"),
        ("http://desk:80", "http://desk", "desk"),
        ("https://desk:8443", "https://desk:8443", "desk"),
        ("https://büro.example", "https://xn--bro-hoa.example", "xn--bro-hoa.example"),
        ("http://[FD00::5]:8080", "http://[fd00::5]:8080", "[fd00::5]"),
        ("https://[fd00::5]", "https://[fd00::5]", "[fd00::5]"),
    ],
)
def test_a_url_is_normalized(url: str, normalized: str, host: str) -> None:
    assert origin(url) == normalized
    assert host_of(normalized) == host


@pytest.mark.parametrize(
    "invalid",
    [
        *("", "desk", "ftp://desk", "https://", "http://*", "https://a, https://b", "https://a b"),
        *("https://user:word@desk", "https://desk/path", "https://desk?x", "https://desk#x"),
        *("https://desk:port", "https://desk:99999", "https://-desk", "https://[x:y]"),
    ],
)
def test_anything_else_is_rejected(invalid: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (the message does not matter: the caller reports the variable)
        origin(invalid)
