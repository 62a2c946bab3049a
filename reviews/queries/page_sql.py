"""The statements behind the page of one review, read as at a date.

They are written in SQL for the reason given in ``reviews.queries.sql``. ``as_at`` is the date, or
the end of time for everything recorded; of dated rows the newest by then stands.
"""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from reviews.models import Review
from reviews.queries.known import FIRST_PHASE

# Whether a paper had named it is the rule of ``reviews_known_on``, for one review.
HEAD = """
    SELECT activity.*, review.*, phase.title AS phase_title,
        (SELECT f.name FROM programme_portfolio f WHERE f.id = review.portfolio_id)
            AS portfolio_name,
        (SELECT p.to_stage_id FROM reviews_gatepassage p
            WHERE p.review_id = activity.id AND p.effective_on <= %(as_at)s
            ORDER BY p.sequence DESC LIMIT 1) AS stage_then,
        coalesce((SELECT c.state FROM reviews_reviewstatechange c
            WHERE c.review_id = activity.id AND c.effective_on <= %(as_at)s
            ORDER BY c.effective_on DESC, c.recorded_at DESC, c.id DESC LIMIT 1), 'ACTIVE')
            AS state_then,
        review.opened_on IS NULL
            AND (SELECT f.number FROM programme_phase f WHERE f.activity_ptr_id = review.phase_id)
                = %(first_phase)s
        OR coalesce(coalesce(
            review.opened_on,
            (SELECT s.known_on FROM records_sourcepaper s WHERE s.id = activity.source_id),
            (SELECT min(p.effective_on) FROM reviews_gatepassage p
                WHERE p.review_id = activity.id)) <= %(as_at)s, true) AS is_known,
        report.rag, report.narrative, report.effective_on AS reported_on,
        (SELECT count(*) FROM reviews_gatecondition c
            JOIN reviews_gatepassage p ON p.id = c.passage_id
            WHERE p.review_id = activity.id AND p.effective_on <= %(as_at)s
                AND coalesce(c.met_on > %(as_at)s, true)) AS conditions_open,
        ARRAY(SELECT ARRAY[a.role, coalesce(nullif(person.name, ''), person.username),
                a.is_demonstration::text]
            FROM programme_assignment a JOIN organisation_user person ON person.id = a.user_id
            WHERE a.activity_id = activity.id AND a.started_on <= %(as_at)s
                AND coalesce(a.ended_on > %(as_at)s, true)
            ORDER BY a.id) AS people,
        ARRAY(SELECT ARRAY[a.user_id::text, a.role] FROM programme_assignment a
            WHERE a.activity_id = activity.id AND a.ended_on IS NULL) AS holders,
        ARRAY(SELECT ARRAY[c.review_id::text, met.code, met.title,
                to_char(c.effective_on, 'YYYY-MM-DD')]
            FROM reviews_scopechange c
            JOIN programme_activity met ON met.id IN (c.review_id, c.other_id)
                AND met.id <> activity.id
            WHERE activity.id IN (c.review_id, c.other_id) AND c.kind = 'MERGE'
                AND c.effective_on <= %(as_at)s
                AND NOT EXISTS (SELECT 1 FROM reviews_scopechange undone
                    WHERE undone.undoes_id = c.id AND undone.effective_on <= %(as_at)s)
            ORDER BY met."order", met.code) AS merges
    FROM reviews_review review
    JOIN programme_activity activity ON activity.id = review.activity_ptr_id
    JOIN programme_activity phase ON phase.id = review.phase_id
    LEFT JOIN LATERAL (
        SELECT s.rag, s.narrative, s.effective_on FROM programme_statusreport s
        WHERE s.activity_id = activity.id AND s.effective_on <= %(as_at)s
        ORDER BY s.effective_on DESC, s.recorded_at DESC, s.id DESC LIMIT 1
    ) report ON true
    WHERE activity.code = %(code)s
"""

STAGES = """
    SELECT id, title, "order", code FROM reviews_stage
    WHERE methodology_id = coalesce(
        (SELECT methodology_id FROM reviews_stage WHERE id = %(stage)s),
        (SELECT m.id FROM reviews_methodology m
            WHERE m.phase_id = %(phase)s AND m.in_force_on <= %(as_at)s
            ORDER BY m.version DESC LIMIT 1),
        %(methodology)s)
    ORDER BY "order"
"""

# Passages and changes of state, each with who or what paper tells it, oldest first.
STEPS = """
    SELECT step.*, coalesce(nullif(person.name, ''), person.username), paper.code, paper.title
    FROM (
        SELECT 'stage' AS what, p.effective_on, p.recorded_at, p.outcome AS word, p.reason,
            p.sequence::bigint AS place, p.from_stage_id, p.to_stage_id, stage.title AS stage,
            p.by_id, p.source_id, p.source_ref, stage.code, methodology.version,
            ARRAY(SELECT s.code::text FROM reviews_stage s
                WHERE s.methodology_id = stage.methodology_id AND p.outcome <> 'MOVED'
                    AND s."order" >= coalesce(before."order", 0)
                    AND s."order" < stage."order") AS behind
        FROM reviews_gatepassage p JOIN reviews_stage stage ON stage.id = p.to_stage_id
        JOIN reviews_methodology methodology ON methodology.id = stage.methodology_id
        LEFT JOIN reviews_stage before ON before.id = p.from_stage_id
        WHERE p.review_id = %(review)s AND p.effective_on <= %(as_at)s
        UNION ALL
        SELECT 'state', c.effective_on, c.recorded_at, c.state, c.reason, c.id, NULL, NULL, '',
            c.by_id, c.source_id, c.source_ref, '', 0, ARRAY[]::text[]
        FROM reviews_reviewstatechange c
        WHERE c.review_id = %(review)s AND c.effective_on <= %(as_at)s
    ) step
    LEFT JOIN organisation_user person ON person.id = step.by_id
    LEFT JOIN records_sourcepaper paper ON paper.id = step.source_id
    ORDER BY step.effective_on, step.recorded_at, step.place
"""

# An item counts from the publication of its agenda when ``known_on`` is given.
ITEMS_TO_COME = """
    SELECT DISTINCT ON (body.kind) body.kind, body.name, meeting.code, meeting.held_on,
        meeting.precision, meeting.printed_date, item.number
    FROM governance_agendaitem item
    JOIN governance_meeting meeting ON meeting.id = item.meeting_id
    JOIN governance_body body ON body.id = meeting.body_id
    WHERE body.kind = ANY(%(kinds)s) AND meeting.held_on >= %(today)s
        AND item.classification = ANY(%(readable)s)
        AND (%(known_on)s::date IS NULL OR meeting.published_on <= %(known_on)s)
        AND EXISTS (SELECT 1 FROM governance_recommendation put
            JOIN governance_recommendation_activities covered
                ON covered.recommendation_id = put.id
            WHERE put.agenda_item_id = item.id AND covered.activity_id = %(review)s)
    ORDER BY body.kind, meeting.held_on, item.number
"""

SERVICES = """
    SELECT service.name, service.code, service.service_type, service.directorate_is_inferred,
        coalesce(
            (SELECT n.name FROM organisation_directoratename n
                WHERE n.directorate_id = directorate.id AND n.effective_on <= %(as_at)s
                ORDER BY n.effective_on DESC, n.id DESC LIMIT 1),
            (SELECT n.name FROM organisation_directoratename n
                WHERE n.directorate_id = directorate.id ORDER BY n.effective_on, n.id LIMIT 1),
            directorate.code),
        budget.gross_gbp, budget.income_gbp, budget.net_gbp,
        paper.code, paper.title, budget.source_ref
    FROM reviews_reviewedservice covered
    JOIN organisation_service service ON service.id = covered.service_id
    LEFT JOIN organisation_directorate directorate ON directorate.id = service.directorate_id
    LEFT JOIN organisation_servicebudget budget
        ON budget.id = covered.budget_id AND budget.effective_on <= %(as_at)s
    LEFT JOIN records_sourcepaper paper ON paper.id = budget.source_id
    WHERE covered.review_id = %(review)s
        AND coalesce(covered.started_on <= %(as_at)s, true)
        AND coalesce(covered.ended_on > %(as_at)s, true)
    ORDER BY covered."order", covered.id
"""

OPTIONS = """
    SELECT option.code, option."order", option.title, option.note, latest.state, latest.reason,
        (SELECT string_agg(model.name, '; ' ORDER BY model."order", model.name)
            FROM reviews_option_delivery_models chosen
            JOIN reviews_deliverymodel model ON model.id = chosen.deliverymodel_id
            WHERE chosen.option_id = option.id),
        (SELECT string_agg('(' || v.letter || ') ' || v.title, '; ' ORDER BY v.letter)
            FROM reviews_optionvariant v WHERE v.option_id = option.id),
        paper.code, paper.title, option.source_ref
    FROM reviews_option option
    LEFT JOIN records_sourcepaper paper ON paper.id = option.source_id
    LEFT JOIN LATERAL (
        SELECT s.state, s.reason FROM reviews_optionstate s
        WHERE s.option_id = option.id AND s.effective_on <= %(as_at)s
        ORDER BY s.effective_on DESC, s.recorded_at DESC, s.id DESC LIMIT 1
    ) latest ON true
    WHERE option.review_id = %(review)s
    ORDER BY option."order"
"""

MILESTONES = """
    SELECT milestone.title,
        baseline."on", baseline.precision, baseline.printed,
        forecast."on", forecast.precision, forecast.printed,
        achieved."on", achieved.precision, achieved.printed,
        (SELECT r.status FROM programme_milestonereport r
            WHERE r.milestone_id = milestone.id AND r.effective_on <= %(as_at)s
            ORDER BY r.effective_on DESC, r.id DESC LIMIT 1),
        paper.code, paper.title, milestone.source_ref
    FROM programme_milestone milestone
    LEFT JOIN records_sourcepaper paper ON paper.id = milestone.source_id
    LEFT JOIN LATERAL (
        SELECT d."on", d.precision, d.printed FROM programme_milestonedate d
        WHERE d.milestone_id = milestone.id AND d.kind = 'BASELINE'
            AND d.effective_on <= %(as_at)s
        ORDER BY d.effective_on DESC, d.id DESC LIMIT 1
    ) baseline ON true
    LEFT JOIN LATERAL (
        SELECT d."on", d.precision, d.printed FROM programme_milestonedate d
        WHERE d.milestone_id = milestone.id AND d.kind = 'FORECAST'
            AND d.effective_on <= %(as_at)s
        ORDER BY d.effective_on DESC, d.id DESC LIMIT 1
    ) forecast ON true
    LEFT JOIN LATERAL (
        SELECT d."on", d.precision, d.printed FROM programme_milestonedate d
        WHERE d.milestone_id = milestone.id AND d.kind = 'ACHIEVED'
            AND d.effective_on <= %(as_at)s
        ORDER BY d.effective_on DESC, d.id DESC LIMIT 1
    ) achieved ON true
    WHERE milestone.activity_id = %(review)s AND coalesce(paper.known_on <= %(as_at)s, true)
    ORDER BY CASE WHEN forecast.precision IS NULL THEN baseline."on" ELSE forecast."on" END,
        milestone."order", milestone.code
"""


class StageLine(NamedTuple):
    """A stage of a methodology."""

    key: int
    title: str
    order: int
    code: str


class Step(NamedTuple):
    """A passage (``what`` is "stage", ``word`` its outcome) or a change of state, by whom.

    ``code`` is that of the stage it leads to, ``version`` the version of the methodology which
    that stage is of, ``behind`` the codes of the stages it left behind.
    """

    what: str
    on: date
    recorded_at: Any
    word: str
    reason: str
    place: int
    from_stage: int | None
    to_stage: int | None
    stage: str
    by_id: int | None
    source_id: int | None
    source_ref: str
    code: str
    version: int
    behind: list[str]
    by: str | None
    paper: str | None
    paper_title: str | None


class ItemToCome(NamedTuple):
    """The next agenda item that puts a review to a kind of body."""

    body_kind: str
    body: str
    meeting: str
    held_on: date
    precision: str
    printed: str
    number: int


class ServiceLine(NamedTuple):
    """A service of a review with the statement it was scoped on; pounds a year, None unknown."""

    name: str
    code: str
    service_type: str
    directorate_is_inferred: bool
    directorate: str | None
    gross_gbp: Decimal | None
    income_gbp: Decimal | None
    net_gbp: Decimal | None
    paper: str | None
    paper_title: str | None
    source_ref: str | None


class OptionLine(NamedTuple):
    """An option with its state, delivery models and variants in words; None where unknown."""

    code: str
    order: int
    title: str
    note: str
    state: str | None
    reason: str | None
    models: str | None
    variants: str | None
    paper: str | None
    paper_title: str | None
    source_ref: str | None


class MilestoneDates(NamedTuple):
    """A milestone with its dates and the status last reported; no precision, no date recorded."""

    title: str
    baseline_on: date | None
    baseline_precision: str | None
    baseline_printed: str | None
    forecast_on: date | None
    forecast_precision: str | None
    forecast_printed: str | None
    achieved_on: date | None
    achieved_precision: str | None
    achieved_printed: str | None
    status: str | None
    paper: str | None
    paper_title: str | None
    source_ref: str | None


def head_of(code: str, *, as_at: date | None) -> Any:
    """The review of this code with what its head says of it on ``as_at``; None without one.

    A Review with ``phase_title``, ``portfolio_name``, ``stage_then``, ``state_then``,
    ``is_known``, ``conditions_open`` (how many are not met), the last status report (``rag``,
    ``narrative``, ``reported_on``), ``people`` (role, name, whether of the demonstration),
    ``holders``, the parts held now (user, role), and ``merges`` with other reviews (key of the
    merged one, code and title of the other, day).
    """
    wanted = {"code": code, "as_at": as_at or date.max, "first_phase": FIRST_PHASE}
    return next(iter(Review.objects.raw(HEAD, wanted)), None)


def stages_of(review: Review, *, as_at: date | None = None) -> list[StageLine]:
    """The stages in order of the version of the methodology that the review followed.

    One that had not been started on ``as_at`` followed the newest version in force by then.
    """
    rows = _read(
        STAGES,
        stage=getattr(review, "stage_then", review.stage_id),
        phase=review.phase_id,
        as_at=as_at,
        methodology=review.methodology_id,
    )
    return [StageLine(*row) for row in rows]


def steps_of(review: Review, *, as_at: date | None) -> list[Step]:
    """What became of the review by ``as_at``: its passages and changes of state, oldest first."""
    return [Step(*row) for row in _read(STEPS, review=review.pk, as_at=as_at or date.max)]


def items_to_come(
    review: Review,
    kinds: Collection[str],
    *,
    as_at: date | None,
    today: date,
    readable: Sequence[str],
) -> dict[str, ItemToCome]:
    """By kind of body, the next agenda item that puts this review to such a body.

    A review is put by a recommendation that covers it. ``readable`` are the classifications this
    person may read; on a past day an agenda counts from its publication.
    """
    rows = _read(
        ITEMS_TO_COME,
        review=review.pk,
        kinds=list(kinds),
        today=as_at or today,
        known_on=as_at,
        readable=list(readable),
    )
    return {row[0]: ItemToCome(*row) for row in rows}


def services_of(review: Review, *, as_at: date | None) -> list[ServiceLine]:
    """The services in order, each with the budget statement it was scoped on if made by then."""
    return [ServiceLine(*r) for r in _read(SERVICES, review=review.pk, as_at=as_at or date.max)]


def options_of(review: Review, *, as_at: date | None) -> list[OptionLine]:
    """The options in their printed order; on a past day those that had a state by then."""
    rows = _read(OPTIONS, review=review.pk, as_at=as_at or date.max)
    return [line for row in rows if (line := OptionLine(*row)).state or as_at is None]


def milestones_of(review: Review, *, as_at: date | None) -> list[MilestoneDates]:
    """The milestones known by ``as_at``, by the date expected, else planned; undated last."""
    rows = _read(MILESTONES, review=review.pk, as_at=as_at or date.max)
    return [MilestoneDates(*row) for row in rows]


def _read(statement: str, **wanted: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, wanted)
        return cursor.fetchall()
