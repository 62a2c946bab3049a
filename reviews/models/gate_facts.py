"""What the criteria of gates are judged by, read for many reviews in one statement.

It is written in SQL because a gate is judged on every page and move of a review, and building the
six querysets that say the same costs many times running them.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from governance.enums import ResolutionKind, Verb
from reviews.enums import EvidenceState, OptionStateKind

# As the trigger of passages says.
OPENING_VERBS = (Verb.ENDORSE, Verb.APPROVE, Verb.AGREE)

# One row per review and criterion. Of the evidence for a criterion the first accepted counts,
# else the newest that waits, else the newest; of resolutions, the first that opens the gate.
GATE_FACTS = """
    SELECT asked.review_id, c.id, c.code, c.title, c.kind, c.body_kind,
        evidence.id, evidence.state, evidence.decided_on, evidence.number,
        evidence.classification, chosen.met_on, chosen.titles,
        resolution.id, resolution.verb, resolution.effective_on, resolution.code,
        CASE WHEN c.body_kind <> '' THEN (
            SELECT CASE count(*) WHEN 1 THEN min(b.name) END FROM governance_body b
            WHERE b.kind = c.body_kind) END,
        ARRAY(SELECT a.role::text FROM programme_assignment a
            WHERE a.activity_id = asked.review_id AND a.ended_on IS NULL)
    FROM unnest(%(reviews)s::bigint[], %(stages)s::bigint[]) AS asked(review_id, stage_id)
    JOIN reviews_criterion c ON c.stage_id = asked.stage_id
    LEFT JOIN LATERAL (
        SELECT e.id, known.state, e.decided_on, e.classification, (
            SELECT count(*) FROM reviews_evidence earlier
            WHERE earlier.review_id = e.review_id AND earlier.id <= e.id) AS number
        FROM reviews_evidence e
        CROSS JOIN LATERAL (SELECT CASE WHEN e.decided_on > %(on)s THEN %(supplied)s
            ELSE e.state END AS state) known
        WHERE e.review_id = asked.review_id AND e.criterion_id = c.id AND e.supplied_on <= %(on)s
        ORDER BY known.state = %(accepted)s DESC, known.state = %(supplied)s DESC,
            CASE WHEN known.state = %(accepted)s THEN e.decided_on END,
            CASE WHEN known.state = %(accepted)s THEN e.id END,
            e.supplied_at DESC, e.id DESC
        LIMIT 1
    ) evidence ON c.kind = 'EVIDENCE'
    LEFT JOIN LATERAL (
        SELECT min(latest.effective_on) AS met_on,
            string_agg(o.title, '; ' ORDER BY o."order") AS titles
        FROM reviews_option o
        CROSS JOIN LATERAL (
            SELECT s.state, s.effective_on FROM reviews_optionstate s
            WHERE s.option_id = o.id AND s.effective_on <= %(on)s
            ORDER BY s.effective_on DESC, s.recorded_at DESC, s.id DESC LIMIT 1
        ) latest
        WHERE o.review_id = asked.review_id AND latest.state = %(preferred)s
    ) chosen ON c.kind = 'PREFERRED_OPTION'
    LEFT JOIN LATERAL (
        SELECT r.id, r.verb, r.effective_on, m.code FROM governance_resolution r
        JOIN governance_resolution_activities covered ON covered.resolution_id = r.id
        JOIN governance_meeting m ON m.id = r.meeting_id
        JOIN governance_body b ON b.id = m.body_id
        WHERE covered.activity_id = asked.review_id AND b.kind = c.body_kind
            AND r.kind = %(resolution)s AND r.verb = ANY(%(verbs)s) AND r.effective_on <= %(on)s
        ORDER BY r.effective_on, r.id LIMIT 1
    ) resolution ON c.kind = 'RESOLUTION'
    ORDER BY asked.review_id, c."order"
"""


class GateFact(NamedTuple):
    """One criterion of one review with what meets it, or what has been done about it so far.

    ``number`` is the place of the evidence in the review's count; ``body`` the name of the one
    body of the kind asked for, None where there are several; ``held`` the roles somebody holds.
    """

    review: int
    criterion: int
    code: str
    title: str
    kind: str
    body_kind: str
    evidence: int | None
    evidence_state: str | None
    decided_on: date | None
    number: int | None
    classification: str | None
    preferred_on: date | None
    preferred: str | None
    resolution: int | None
    verb: str | None
    resolved_on: date | None
    meeting: str | None
    body: str | None
    held: tuple[str, ...]


def gate_facts(stages: Mapping[int, int], on: date | None) -> list[GateFact]:
    """The criteria of the stages that reviews are at (``stages`` by review), review by review.

    As on a date; without one everything recorded counts.
    """
    if not stages:
        return []
    wanted: dict[str, Any] = {
        "reviews": list(stages),
        "stages": list(stages.values()),
        "on": on or date.max,
        "supplied": EvidenceState.SUPPLIED.value,
        "accepted": EvidenceState.ACCEPTED.value,
        "preferred": OptionStateKind.PREFERRED.value,
        "resolution": ResolutionKind.RESOLUTION.value,
        "verbs": [verb.value for verb in OPENING_VERBS],
    }
    with connection.cursor() as cursor:
        cursor.execute(GATE_FACTS, wanted)
        rows: list[Any] = cursor.fetchall()
    return [GateFact._make((*row[:-1], tuple(row[-1]))) for row in rows]
