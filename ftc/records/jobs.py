"""Handing work to the worker once the transaction has committed."""

import logging
from functools import partial
from typing import Any

from django.db import transaction
from kombu.exceptions import KombuError
from kombu.exceptions import OperationalError as BrokerUnreachable
from redis.exceptions import RedisError

from ftc.celery import app

logger = logging.getLogger(__name__)

TRIES = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}


def enqueue(task: str, **arguments: Any) -> None:
    """Send ``task`` with its keyword ``arguments`` to the worker after the commit.

    A broker that does not answer is written to the log and nothing else: whoever enqueues keeps a
    row of what is to be done, and a sweep sends it again.
    """
    transaction.on_commit(partial(_send, task, arguments))


def _send(task: str, arguments: dict[str, Any]) -> None:
    if app.conf.task_always_eager:
        app.loader.import_default_modules()
        app.tasks[task].apply(kwargs=arguments, throw=False)
        return
    try:
        with app.connection_for_write() as connection:
            connection.ensure_connection(timeout=2, **TRIES)
            app.send_task(task, kwargs=arguments, connection=connection, retry=False)
    except (BrokerUnreachable, KombuError, RedisError, OSError) as error:
        logger.warning("The broker did not take %s %s: %s", task, arguments, error)
