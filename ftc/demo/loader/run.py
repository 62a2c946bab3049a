"""The order the tables are loaded in; a later one refers to rows of an earlier one."""

import pghistory
from django.apps import apps
from django.db import transaction

from ftc.demo.loader import (
    accounts,
    activities,
    bodies,
    commissioning,
    finance,
    meetings,
    organisation,
    papers,
    programme,
    recommendations,
    resolutions,
    reviews,
    stated,
)
from ftc.demo.loader.tables import Papers

APPS = (
    "records",
    "organisation",
    "programme",
    "governance",
    "reviews",
    "commissioning",
    "finance",
)
KEPT_BY_THE_DATABASE = ("Event", "ReviewStanding")


@transaction.atomic
def load(*, beginning: bool = False) -> dict[str, int]:
    """Load the demonstration programme; gives the number of rows added per table.

    ``beginning`` leaves out what became of it: there is no review yet, no option, and nothing
    that is told of one. Everything or nothing is added; rows there already stay as they are.
    """
    before = count_rows()
    with pghistory.context(action="demo.load", user=None, user_name="", reason=""):
        papers.load()
        register = Papers()
        people = organisation.load(register)
        activities.load(register)
        reviews.load(register, beginning=beginning)
        commissioning.load(register)
        programme.load(register, people)
        bodies.load(register, people)
        meetings.load(register, people)
        recommendations.load(register)
        resolutions.load(register, people)
        finance.load(register)
        stated.load(register)
        accounts.load()
    after = count_rows()
    return {name: after[name] - before[name] for name in after if after[name] > before[name]}


def count_rows() -> dict[str, int]:
    """The number of rows of every table of ours but what the database keeps, by model label."""
    return {
        model._meta.label: model._default_manager.count()
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if not model._meta.proxy and not model.__name__.endswith(KEPT_BY_THE_DATABASE)
    }
