"""The living figures of governance: a recorded vote by name."""

from datetime import date
from decimal import Decimal
from typing import Any

from ftc.records.enums import Unit
from ftc.records.figures import (
    BadParameter,
    Computed,
    Line,
    Parameter,
    figure,
    integer,
    one_of,
    text,
)
from governance.enums import VoteChoice
from governance.models import Meeting, Vote
from governance.queries.agenda import readable_resolutions


@figure(
    "governance.votes",
    title="Members who voted one way in a recorded vote",
    unit=Unit.VOTES,
    parameters=(
        Parameter("meeting", text, required=True, description="code, such as MT-2014-03-27-CC"),
        Parameter("minute", integer, required=True, description="number of the minute"),
        Parameter(
            "choice",
            one_of("for", "against", "abstain"),
            required=True,
            choices=("for", "against", "abstain"),
        ),
    ),
)
def votes(*, as_at: date | None, user: Any, meeting: str, minute: int, choice: str) -> Computed:
    """Count the names listed under one choice, one line a Member, by surname.

    It counts from the day of the meeting, where the vote was taken in public. Not known before,
    or when no vote by name was recorded.
    Raises BadParameter for a meeting that is not there.
    Source: minute 71(2) of County Council, 27 March 2014.
    """
    held = Meeting.objects.filter(code=meeting).first()
    if held is None:
        raise BadParameter(f"There is no meeting called {meeting!r}.")
    resolution = (
        readable_resolutions(user, as_at)
        .filter(meeting=held, minute__number=minute, has_recorded_vote=True)
        .first()
    )
    if resolution is None:
        return Computed(None, note="No vote by name is recorded there as at this date.")
    listed = (
        Vote.objects.filter(resolution=resolution, choice=VoteChoice[choice.upper()])
        .select_related("person", "source")
        .order_by("person__surname", "person__forenames", "pk")
    )
    lineage = [
        Line(
            label=vote.printed_name or str(vote.person),
            url=f"{held.get_absolute_url()}#minute-{minute}",
            value=Decimal(1),
            source=vote.credit,
        )
        for vote in listed
    ]
    return Computed(Decimal(len(lineage)), lineage=lineage)
