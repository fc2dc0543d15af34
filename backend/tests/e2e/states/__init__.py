"""Every page in every state it can be in, listed once: axe looks at each, and `make screenshots` takes its picture.

A new state is one function that reaches it and one line in the list of its page's module.
"""

from tests.e2e.states import dashboard, other_pages, queue, submit, ticket
from tests.e2e.states.state import State, World

STATES: tuple[State, ...] = (*queue.STATES, *ticket.STATES, *submit.STATES, *dashboard.STATES, *other_pages.STATES)

__all__ = ["STATES", "State", "World"]
