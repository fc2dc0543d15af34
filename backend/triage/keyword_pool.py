"""The keyword tier for very many texts: on every core, in processes of their own."""

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

# A process takes about as long to start as so many texts to read.
FEW: Final = 200


class KeywordPool:
    """Answers lists of questions, several lists at once; a context, at whose end its processes are gone."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "KeywordPool":
        return self

    def __exit__(self, *error: Any) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def submit(self, questions: Sequence[Question]) -> "Future[list[Suggestion]]":
        """The suggestions for these questions, in their order, once they are there."""
        if len(questions) < FEW and not self._pool:
            done: Future[list[Suggestion]] = Future()
            done.set_result(_answers(questions))
            return done
        if not self._pool:
            # Not forked: a copy of this process would hold its database connection too.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.workers, context, initializer=_end_with_parent)
        return self._pool.submit(_answers, list(questions))


def _end_with_parent() -> None:
    """A parent that was killed tells nobody to stop."""
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
