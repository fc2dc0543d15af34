"""The labels of the desk: every category and priority, in the order people see them, and every source.

`Source` lists who can make a suggestion, in the order the chain asks.
"""

from typing import Final, Literal

Category = Literal["billing", "technical", "account", "general"]
Priority = Literal["low", "medium", "high", "critical"]
Source = Literal["ollama", "openai", "classifier", "keywords"]

CATEGORIES: Final[tuple[Category, ...]] = ("billing", "technical", "account", "general")
PRIORITIES: Final[tuple[Priority, ...]] = ("low", "medium", "high", "critical")
SOURCES: Final[tuple[Source, ...]] = ("ollama", "openai", "classifier", "keywords")
