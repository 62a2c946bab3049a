"""Measures of a plan, kinds of saving and bases of a ledger entry; imports nothing of ours."""

from django.db.models import TextChoices


class PlanMeasure(TextChoices):
    REQUIREMENT = "REQUIREMENT", "Savings required"
    UNIDENTIFIED = "UNIDENTIFIED", "Savings not yet identified"


class Cashability(TextChoices):
    """Whether a budget is cut. The three are never added together."""

    CASHABLE = "CASHABLE", "Cashable"
    NON_CASHABLE = "NON_CASHABLE", "Non-cashable"
    COST_AVOIDANCE = "COST_AVOIDANCE", "Cost avoidance"
    NOT_STATED = "NOT_STATED", "Not stated in the papers"


class Recurrence(TextChoices):
    RECURRENT = "RECURRENT", "Recurrent"
    ONE_OFF = "ONE_OFF", "One-off"


class Basis(TextChoices):
    """What a ledger entry says of its pounds."""

    PLAN = "PLAN", "Plan"
    REPROFILE = "REPROFILE", "Re-profiled"
    FORECAST = "FORECAST", "Forecast"
    ACHIEVED = "ACHIEVED", "Achieved"
    VALIDATED = "VALIDATED", "Validated"
    PRESSURE = "PRESSURE", "Pressure"
    WRITTEN_OFF = "WRITTEN_OFF", "Written off"
    REPLACED = "REPLACED", "Replaced"


class Scenario(TextChoices):
    TARGET = "TARGET", "Target"
    STRETCH = "STRETCH", "Stretch"
