"""The engine as a process of its own, which may die: `python -m embedding.server --socket PATH --weights FILE`."""
