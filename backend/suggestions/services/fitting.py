"""Fits the classifier for the model of the desk's own server, in a thread. One elected process does it.

The others find the file. Until it is there, the classifier falls through to keywords.
"""

import logging
from functools import cache
from threading import Event, Thread
from threading import enumerate as threads
from typing import Final

from django.conf import settings
from django.db import connection

from evaluation.desk_model import DeskModel, reason_of
from postgres.locks import CLASSIFIER_FITTING
from suggestions.services.watcher import LeaderElection

logger = logging.getLogger(__name__)

THREAD_NAME: Final = "classifier-fitting"
# Seconds between two looks at the model, which also keep it loaded, and after a failure, doubled each time.
INTERVAL: Final = 30.0
FIRST_RETRY: Final = 5.0
MAX_RETRY: Final = 300.0
_STEPS: Final = 10  # lines about the progress


@cache
def start() -> Event | None:
    """Start the thread, once per process. Returns the event that stops it, or None without such a model."""
    config = settings.TRIAGE
    if not config.asks_classifier or not config.embedding_model:
        return None
    stop = Event()
    Thread(target=run, args=(DeskModel(config), stop), name=THREAD_NAME, daemon=True).start()
    return stop


def join() -> None:
    """Wait until the threads of this process have ended; for tests."""
    for thread in threads():
        if thread.name == THREAD_NAME:
            thread.join()


def run(model: DeskModel, stop: Event) -> None:
    """Look at the model, and fit the classifier for it where it is not, until `stop` is set."""
    election = LeaderElection(CLASSIFIER_FITTING)
    pause, retry = 0.0, FIRST_RETRY
    try:
        while not stop.wait(pause):
            pause = INTERVAL
            try:
                if election.is_leader() and not model.is_fitted():
                    _fit(model)
                retry = FIRST_RETRY
            except Exception as error:
                # Nothing that goes wrong may end the thread: the model would never be fitted.
                pause, retry = retry, min(retry * 2, MAX_RETRY)
                logger.warning(
                    "classifier: not fitted for %s (%s), next try in %d s", model.name, reason_of(error), pause
                )
    finally:
        connection.close()


def _fit(model: DeskModel) -> None:
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if done * _STEPS // total > told:
            told = done * _STEPS // total
            logger.info("classifier: reading the training tickets with %s, %d of %d", model.name, done, total)

    logger.info("classifier: fitting for %s; until then keywords answer", model.name)
    model.fit(tell)
    logger.info("classifier: fitted for %s", model.name)
