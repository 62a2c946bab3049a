"""Versions of methodologies: drafts begun by the real action, and further versions in force."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from reviews.actions import methodologies as actions
from reviews.enums import CriterionKind
from reviews.models import Methodology
from tests.factories.reviews import make_body, make_methodology, make_phase

TODAY = date(2014, 5, 6)
NOW = datetime(2014, 5, 6, 10, 0, tzinfo=ZoneInfo("Europe/London"))


def begin_draft(by, *, phase=1, blank=False):
    """The draft of the next version of the phase's methodology, as the portfolio office begins it.

    Version 1 is that of ``make_methodology``, put in force; ``blank`` begins without its stages.
    """
    newest = make_methodology(make_phase(phase))
    newest = Methodology.objects.filter(phase=newest.phase).order_by("-version").first()
    return actions.draft_methodology(
        phase=newest.phase, copied_from=None if blank else newest, by=by, now=NOW
    )


def edits_of(draft):
    """How often the draft has been edited by now."""
    return Methodology.objects.get(pk=draft.pk).edits


def edit(draft, act, by, **fields):
    """Do one act to the draft as whoever has just opened it."""
    return act(methodology=draft, expected_edits=edits_of(draft), by=by, now=NOW, **fields)


def make_fit(draft, by):
    """Ask something at every gate of the draft, and have the bodies that are asked for."""
    make_body("FULL_COUNCIL")
    make_body("CABINET_COMMITTEE")
    for stage in list(draft.stages.all())[:-1]:
        if not stage.criteria.exists():
            asked = actions.CriterionText(
                code="lead", title="A lead", kind=CriterionKind.FIELD, field="LEAD"
            )
            edit(draft, actions.add_criterion, by, stage=stage.code, criterion=asked, paper=None)
    return draft


def put_in_force(draft, by, *, today=TODAY, **fields):
    """Put the draft in force as it stands."""
    return actions.put_in_force(
        methodology=draft,
        expected_edits=edits_of(draft),
        reason="What was learnt from the first reviews.",
        by=by,
        now=NOW,
        today=today,
        **fields,
    )


def make_version(by, *, phase=1, drop=(), add=()):
    """A further version in force: without the stages ``drop``, with ``add`` (place, code)."""
    draft = begin_draft(by, phase=phase)
    for code in drop:
        edit(draft, actions.remove_stage, by, code=code)
    for place, code in add:
        stage = actions.StageText(code=code, title=code.capitalize())
        edit(draft, actions.add_stage, by, stage=stage)
        for _ in range(draft.stages.count() - place):
            edit(draft, actions.move_stage, by, code=code, direction="up")
    return put_in_force(make_fit(draft, by), by)
