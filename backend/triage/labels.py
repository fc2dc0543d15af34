"""The labels of the desk: every category, priority and source of suggestions, in the order people see them."""

from typing import Final, Literal

Category = Literal["billing", "technical", "account", "general"]
Priority = Literal["low", "medium", "high", "critical"]
Source = Literal["ollama", "openai", "keywords"]

CATEGORIES: Final[tuple[Category, ...]] = ("billing", "technical", "account", "general")
PRIORITIES: Final[tuple[Priority, ...]] = ("low", "medium", "high", "critical")
SOURCES: Final[tuple[Source, ...]] = ("ollama", "openai", "keywords")
