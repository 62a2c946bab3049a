"""The Celery application; tasks live in each app's ``tasks.py``."""

import os

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ftc.settings")

app = Celery("ftc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def say_alive(**_: object) -> None:
    """Beat once at the start: the schedule beats ten seconds later for the first time."""
    app.send_task("records.record_heartbeat", ignore_result=True)
