"""The day the site stands on: today, unless a demonstration sets another."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def working_date() -> date:
    """Drives "next", "overdue", "in n days" and the default ``effective_on``; nothing else."""
    return settings.WORKING_DATE or timezone.localdate()
