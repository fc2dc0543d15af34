"""How a command ends early: with an error that is told in one line, or because of a signal."""


class ToolError(Exception):
    """An error that the user can correct. Its message is one line: what is wrong, and what to do."""


class SignalInterrupt(BaseException):
    """A signal ended the command. Like KeyboardInterrupt it is no Exception: `except Exception` must not catch it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number
