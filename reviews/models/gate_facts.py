"""What the criteria of gates are judged by, read for many reviews in one statement.

It is written in SQL because a gate is judged on every page and move of a review, and building the
querysets that say the same costs many times running them. The trigger of passages
(``triggers.PASSAGE_IS_ALLOWED``) judges by the same rows.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from governance.enums import Verb
from reviews.enums import EvidenceState, OptionStateKind

# As the trigger of passages says; advice opens a gate by more words than a resolution does.
OPENING_VERBS = (Verb.ENDORSE, Verb.APPROVE, Verb.AGREE)
ADVISING_VERBS = (*OPENING_VERBS, Verb.RECOMMEND, Verb.NOTE)

# One row per review and criterion. What met a criterion meets it under every version of the
# methodology, so rows are found by the codes of stage and criterion. Of the evidence the first
# accepted counts, else the newest that waits, else the newest; of resolutions and decisions, the
# first that opens the gate. ``back`` is when the review last went back to this stage or before it:
# what was recorded earlier counts no more. ``entered`` is the passage it came with: sign-offs
# given before it count no more.
GATE_FACTS = """
    SELECT asked.review_id, c.id, c.code, c.title, c.kind, c.body_kind, c.role, c.field,
        c.milestone_title, c.only_if_key, back.at IS NOT NULL,
        evidence.id, evidence.state, evidence.is_fresh, evidence.decided_on, evidence.number,
        evidence.classification,
        chosen.met_on, chosen.titles,
        recorded.met, recorded.met_on,
        achieved.met_on,
        signed.given, signed.effective_on, signed.by,
        resolution.id, resolution.verb, resolution.effective_on, resolution.code,
        decision.id, decision.number, decision.taken_on, decision.effective_on,
        decision.is_effective,
        tested.is_needed, tested.effective_on,
        CASE WHEN c.body_kind <> '' THEN (
            SELECT CASE count(*) WHEN 1 THEN min(b.name) END FROM governance_body b
            WHERE b.kind = c.body_kind) END,
        ARRAY(SELECT a.role::text FROM programme_assignment a
            WHERE a.activity_id = asked.review_id AND a.ended_on IS NULL)
    FROM unnest(%(reviews)s::bigint[], %(stages)s::bigint[]) AS asked(review_id, stage_id)
    JOIN reviews_stage here ON here.id = asked.stage_id
    CROSS JOIN LATERAL (
        SELECT max(p.recorded_at) AS at, max(p.effective_on) AS on_day
        FROM reviews_gatepassage p
        JOIN reviews_stage f ON f.id = p.from_stage_id
        JOIN reviews_stage t ON t.id = p.to_stage_id
        WHERE p.review_id = asked.review_id AND p.outcome = 'RETURNED'
            AND p.effective_on <= %(on)s AND t."order" < f."order" AND t."order" <= here."order"
    ) back
    CROSS JOIN LATERAL (
        SELECT max(p.sequence) AS sequence FROM reviews_gatepassage p
        WHERE p.review_id = asked.review_id AND p.outcome NOT IN ('POSTPONED', 'MOVED')
            AND p.effective_on <= %(on)s
    ) entered
    JOIN reviews_criterion c ON c.stage_id = asked.stage_id
    LEFT JOIN LATERAL (
        SELECT e.id, known.state, known.is_fresh, e.decided_on, e.classification, (
            SELECT count(*) FROM reviews_evidence earlier
            WHERE earlier.review_id = e.review_id AND earlier.id <= e.id) AS number
        FROM reviews_evidence e
        JOIN reviews_criterion met ON met.id = e.criterion_id AND met.code = c.code
        JOIN reviews_stage s ON s.id = met.stage_id AND s.code = here.code
        CROSS JOIN LATERAL (SELECT
            CASE WHEN e.decided_on > %(on)s THEN %(supplied)s ELSE e.state END AS state,
            coalesce(e.decision_recorded_at > back.at, true) AS is_fresh) known
        CROSS JOIN LATERAL (
            SELECT known.state = %(accepted)s AND known.is_fresh AS counts) judged
        WHERE e.review_id = asked.review_id AND e.supplied_on <= %(on)s
        ORDER BY judged.counts DESC, known.state = %(supplied)s DESC,
            CASE WHEN judged.counts THEN e.decided_on END,
            CASE WHEN judged.counts THEN e.id END,
            e.supplied_at DESC, e.id DESC
        LIMIT 1
    ) evidence ON c.kind = 'EVIDENCE'
    LEFT JOIN LATERAL (
        SELECT min(latest.effective_on) AS met_on,
            string_agg(o.title, '; ' ORDER BY o."order") AS titles
        FROM reviews_option o
        CROSS JOIN LATERAL (
            SELECT s.state, s.effective_on, s.recorded_at FROM reviews_optionstate s
            WHERE s.option_id = o.id AND s.effective_on <= %(on)s
            ORDER BY s.effective_on DESC, s.recorded_at DESC, s.id DESC LIMIT 1
        ) latest
        WHERE o.review_id = asked.review_id AND latest.state = %(preferred)s
            AND coalesce(latest.recorded_at > back.at, true)
    ) chosen ON c.kind = 'PREFERRED_OPTION'
    LEFT JOIN LATERAL (
        SELECT NULL::date AS met_on, CASE c.field
            WHEN 'LEAD' THEN EXISTS (SELECT 1 FROM programme_assignment a
                WHERE a.activity_id = asked.review_id AND a.role = c.field
                    AND a.ended_on IS NULL)
            WHEN 'SENIOR_RESPONSIBLE_OWNER' THEN EXISTS (SELECT 1 FROM programme_assignment a
                WHERE a.activity_id = asked.review_id AND a.role = c.field
                    AND a.ended_on IS NULL)
            WHEN 'PORTFOLIO' THEN r.portfolio_id IS NOT NULL
            WHEN 'NEXT_STEPS' THEN r.next_steps <> ''
            WHEN 'DESCRIPTION' THEN EXISTS (SELECT 1 FROM programme_activity a
                WHERE a.id = asked.review_id AND a.description <> '')
            ELSE EXISTS (SELECT 1 FROM reviews_reviewedservice v
                WHERE v.review_id = asked.review_id AND v.ended_on IS NULL) END AS met
        FROM reviews_review r
        WHERE r.activity_ptr_id = asked.review_id AND c.field <> 'BUDGETS'
        UNION ALL
        SELECT max(budget.known_on), coalesce(bool_and(budget.known_on IS NOT NULL), false)
        FROM reviews_reviewedservice v
        CROSS JOIN LATERAL (
            SELECT min(b.effective_on) AS known_on FROM organisation_servicebudget b
            WHERE b.service_id = v.service_id AND b.effective_on <= %(on)s
        ) budget
        WHERE v.review_id = asked.review_id AND v.ended_on IS NULL AND c.field = 'BUDGETS'
        HAVING c.field = 'BUDGETS'
    ) recorded ON c.kind = 'FIELD'
    LEFT JOIN LATERAL (
        SELECT min(greatest(d."on", d.effective_on)) AS met_on
        FROM programme_milestone m
        JOIN programme_milestonedate d ON d.milestone_id = m.id
        WHERE m.activity_id = asked.review_id AND lower(m.title) = lower(c.milestone_title)
            AND d.kind = 'ACHIEVED' AND d."on" <= %(on)s AND d.effective_on <= %(on)s
    ) achieved ON c.kind = 'MILESTONE'
    LEFT JOIN LATERAL (
        SELECT g.given, g.effective_on, coalesce(nullif(u.name, ''), u.username) AS by
        FROM reviews_signoff g
        JOIN reviews_gatepassage p ON p.id = g.passage_id AND p.sequence >= entered.sequence
        JOIN reviews_criterion met ON met.id = g.criterion_id AND met.code = c.code
        JOIN reviews_stage s ON s.id = met.stage_id AND s.code = here.code
        JOIN organisation_user u ON u.id = g.by_id
        WHERE g.review_id = asked.review_id AND g.effective_on <= %(on)s
        ORDER BY g.recorded_at DESC, g.id DESC LIMIT 1
    ) signed ON c.kind = 'SIGN_OFF'
    LEFT JOIN LATERAL (
        SELECT r.id, r.verb, r.effective_on, m.code FROM governance_resolution r
        JOIN governance_resolution_activities covered ON covered.resolution_id = r.id
        JOIN governance_meeting m ON m.id = r.meeting_id
        JOIN governance_body b ON b.id = m.body_id
        WHERE covered.activity_id = asked.review_id AND b.kind = c.body_kind
            AND CASE c.kind
                WHEN 'RESOLUTION' THEN r.kind = 'RESOLUTION' AND r.verb = ANY(%(opening)s)
                ELSE r.verb = ANY(%(advising)s) END
            AND r.effective_on <= %(on)s AND coalesce(r.recorded_at > back.at, true)
        ORDER BY r.effective_on, r.id LIMIT 1
    ) resolution ON c.kind IN ('RESOLUTION', 'ADVICE')
    LEFT JOIN LATERAL (
        SELECT d.id, d.number, d.taken_on, d.effective_on,
            coalesce(d.effective_on <= %(on)s, false) AS is_effective
        FROM governance_decision d
        JOIN governance_decision_activities covered ON covered.decision_id = d.id
        JOIN governance_body b ON b.id = d.maker_id
        WHERE covered.activity_id = asked.review_id AND d.state <> 'PROPOSED'
            AND (b.kind = c.body_kind
                OR (c.body_kind = 'EXECUTIVE' AND b.kind = 'EXECUTIVE_INDIVIDUAL'))
            AND least(d.taken_on, d.effective_on) <= %(on)s
            AND coalesce(d.taken_on >= back.on_day, true)
        ORDER BY coalesce(d.effective_on <= %(on)s, false) DESC, d.effective_on, d.id LIMIT 1
    ) decision ON c.kind = 'DECISION'
    LEFT JOIN LATERAL (
        SELECT k.is_needed, k.effective_on FROM reviews_keydecisiontest k
        WHERE k.review_id = asked.review_id AND k.effective_on <= %(on)s
        ORDER BY k.effective_on DESC, k.recorded_at DESC, k.id DESC LIMIT 1
    ) tested ON c.kind = 'DECISION' AND c.only_if_key
    ORDER BY asked.review_id, c."order"
"""


class GateFact(NamedTuple):
    """One criterion of one review with what meets it, or what has been done about it so far.

    ``went_back`` says that the review came back to its stage, so that only what was recorded since
    counts; ``is_fresh`` that the decision on the evidence does. ``number`` is the place of the
    evidence in the review's count; ``body`` the name of the one body of the kind asked for, None
    where there are several; ``held`` the parts in the review that somebody holds.
    """

    review: int
    criterion: int
    code: str
    title: str
    kind: str
    body_kind: str
    role: str
    field: str
    milestone_title: str
    only_if_key: bool
    went_back: bool
    evidence: int | None
    evidence_state: str | None
    is_fresh: bool | None
    decided_on: date | None
    number: int | None
    classification: str | None
    preferred_on: date | None
    preferred: str | None
    is_recorded: bool | None
    recorded_on: date | None
    achieved_on: date | None
    signed: bool | None  # the newest sign-off: given, or refused or taken back
    signed_on: date | None
    signed_by: str | None
    resolution: int | None
    verb: str | None
    resolved_on: date | None
    meeting: str | None
    decision: int | None
    decision_number: str | None
    taken_on: date | None
    decision_effective_on: date | None
    is_effective: bool | None
    is_key: bool | None
    key_since: date | None
    body: str | None
    held: tuple[str, ...]


def gate_facts(stages: Mapping[int, int], on: date | None) -> list[GateFact]:
    """The criteria of the stages that reviews are at (``stages`` by review), review by review.

    As on a date; without one everything recorded counts. What a review says of itself now (its
    lead, its portfolio) is not dated, so a past day has it as well.
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
        "opening": [verb.value for verb in OPENING_VERBS],
        "advising": [verb.value for verb in ADVISING_VERBS],
    }
    with connection.cursor() as cursor:
        cursor.execute(GATE_FACTS, wanted)
        rows: list[Any] = cursor.fetchall()
    return [GateFact._make((*row[:-1], tuple(row[-1]))) for row in rows]
