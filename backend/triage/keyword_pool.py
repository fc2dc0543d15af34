"""The keyword tier for many texts at once: a process pool over all cores."""

import multiprocessing
import os
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from typing import Any, Final

from triage.chain import Triage
from triage.config import TriageConfig
from triage.types import Question, Suggestion

# Starting a process takes about as long as classifying this many texts.
MIN_BATCH: Final = 200


class KeywordPool:
    """Classifies batches of questions in parallel. A context manager: its processes end with the block."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "KeywordPool":
        return self

    def __exit__(self, *error: Any) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def submit(self, questions: Sequence[Question]) -> "Future[list[Suggestion]]":
        """A future of the suggestions for these questions, in their order."""
        if len(questions) < MIN_BATCH and not self._pool:
            done: Future[list[Suggestion]] = Future()
            done.set_result(_answers(questions))
            return done
        if not self._pool:
            # Spawned, not forked: a fork would share this process's database connection.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.workers, context, initializer=_end_with_parent)
        return self._pool.submit(_answers, list(questions))


def _end_with_parent() -> None:
    """End this worker when its parent dies: a killed parent shuts no pool down."""
    parent = multiprocessing.parent_process()
    if parent:

        def wait() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=wait, daemon=True).start()


@cache
def _keywords() -> Triage:
    return Triage(TriageConfig(provider="keywords"))


def _answers(questions: Sequence[Question]) -> list[Suggestion]:
    return [_keywords().keywords(question) for question in questions]
