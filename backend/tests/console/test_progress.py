"""The progress bar: drawn on a terminal, silent in a file."""

import io

from console.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_the_bar() -> None:
    now = iter([0.0, 10.0])
    stream = Terminal()
    progress = Progress(stream, "m", 4, clock=lambda: next(now))
    progress.show(1)
    assert "m [#######.......................] 1/4, 30 s left" in stream.getvalue()
    progress.end()
    assert stream.getvalue().endswith("\r\033[K")


def test_a_file_gets_nothing() -> None:
    stream = io.StringIO()
    progress = Progress(stream, "m", 4)
    progress.show(1)
    progress.end()
    assert stream.getvalue() == ""
