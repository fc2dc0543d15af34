"""How a command ends early: a problem told in one line, or a person (or the system) asking it to stop."""


class Problem(Exception):
    """Something a person can put right; its message is one line that says what and how."""


class Stopped(BaseException):
    """A signal asked the command to end. Not an Exception: no `except Exception` may swallow it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number
