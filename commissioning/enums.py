"""The stages of the commissioning cycle; imports nothing of ours."""

from django.db.models import TextChoices


class CycleStage(TextChoices):
    """Analyse, plan, do, review (County Council, 15 May 2014, item 14, paragraph 2.6)."""

    ANALYSE = "ANALYSE", "Analyse"
    PLAN = "PLAN", "Plan"
    DO = "DO", "Do"
    REVIEW = "REVIEW", "Review"
