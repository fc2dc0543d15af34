"""Every state of every page, listed once: axe checks each, and `make screenshots` takes its screenshot.

A new state is a function that reaches it, and a line in STATES of its page's module.
"""

from tests.e2e.states import dashboard, meaning, other_pages, queue, submit, ticket
from tests.e2e.states.state import State, World

STATES: tuple[State, ...] = (
    *queue.STATES,
    *ticket.STATES,
    *submit.STATES,
    *meaning.STATES,
    *dashboard.STATES,
    *other_pages.STATES,
)

__all__ = ["STATES", "State", "World"]
