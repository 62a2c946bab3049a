"""The recorded vote by name."""

from collections import Counter
from datetime import datetime

from django.db import transaction

from ftc.organisation.models import User
from ftc.records import history
from governance import policies
from governance.enums import VoteChoice
from governance.models import Resolution, Vote
from governance.permissions import check_may_record

history.describe_actions(governance_record_vote="recorded the vote by name")


@transaction.atomic
def record_vote(
    *, resolution: Resolution, votes: policies.NamedVotes, by: User, now: datetime
) -> Resolution:
    """Record how each Member present voted; the counts follow from the names.

    ``votes`` is pairs of person and choice. Writes the counts on the resolution, then one row a
    Member in order of choice and surname. Raises NotPermitted or VoteRefused.
    Source: minute 71(2) of County Council, 27 March 2014; SI 2014/165.
    """
    check_may_record(by)
    resolution = (
        Resolution.objects.select_for_update(of=("self",))
        .select_related("meeting")
        .get(pk=resolution.pk)
    )
    policies.check_votes(resolution, votes)
    counts = Counter(choice for _, choice in votes)
    with history.recording(action="governance.record_vote", by=by, at=now):
        resolution.has_recorded_vote = True
        resolution.votes_for = counts[VoteChoice.FOR]
        resolution.votes_abstain = counts[VoteChoice.ABSTAIN]
        resolution.votes_against = counts[VoteChoice.AGAINST]
        resolution.save(
            update_fields=["has_recorded_vote", "votes_for", "votes_abstain", "votes_against"]
        )
        listed = sorted(
            votes,
            key=lambda pair: (
                VoteChoice.values.index(pair[1]),
                pair[0].surname,
                pair[0].forenames,
                pair[0].pk,
            ),
        )
        Vote.objects.bulk_create(
            Vote(
                resolution=resolution,
                person=person,
                choice=choice,
                printed_name=str(person),
                order=order,
            )
            for order, (person, choice) in enumerate(listed, start=1)
        )
    return resolution
