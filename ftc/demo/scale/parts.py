"""The rows of the scale data, kind by kind; ``n`` is the number of a review and decides the rest.

Each loader takes the first and the last number and returns how many rows it added.
"""

from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from ftc.demo.scale.insert import insert, run
from ftc.organisation.models import Service, ServiceBudget, User
from ftc.programme.enums import ActivityKind, AssignmentRole, MilestoneDateKind
from ftc.programme.models import (
    Activity,
    Assignment,
    Milestone,
    MilestoneDate,
    MilestoneReport,
    Phase,
    StatusReport,
)
from ftc.records.models import SourcePaper
from reviews.enums import CriterionKind, GateOutcome, MethodologyState, OptionStateKind, ReviewState
from reviews.models import (
    Criterion,
    DeliveryModel,
    GatePassage,
    Methodology,
    Option,
    OptionState,
    Review,
    ReviewedService,
    ReviewStateChange,
    Stage,
)

REVIEW = "SCALE-"
PAPER = "SCALE-DATA"
NOTE = "Scale data: made up, and nothing of the council's."
STAGES = ("Stage 1", "Stage 2", "Stage 3", "Decision", "Implementation")
FIRST_PHASE, PHASES = 91, 2
LEADS, OWNERS = 50, 20
NAMES = "{Highways,Libraries,Registration,Property,Catering,Transport,Adult learning,Youth work}"
STEPS = (
    "{Scoping brief,Baseline agreed,Service review,Market engagement,Options appraised,"
    "Outline business case,Full Business Case,Decision taken,Contract signed,Service starts}"
)
FILLED = (
    Activity,
    Review,
    Service,
    ServiceBudget,
    ReviewedService,
    Assignment,
    GatePassage,
    ReviewStateChange,
    Milestone,
    MilestoneDate,
    MilestoneReport,
    StatusReport,
    Option,
    OptionState,
)

_NUMBERS = "generate_series(%(first)s, %(last)s) AS n"
_CODE = "'SCALE-' || lpad(n::text, 5, '0')"
_ACTIVITY = f"programme_activity a ON a.code = {_CODE}"
_SERVICE = "'SCALE-S' || lpad(n::text, 5, '0')"
_ON = "(SELECT meeting_on FROM records_sourcepaper WHERE code = 'SCALE-DATA')"
_PAPER = "(SELECT id FROM records_sourcepaper WHERE code = 'SCALE-DATA')"
_STAGE = "(n / 2 %% 6)"  # none, then each of the five


def begin(on: date) -> None:
    """What the reviews stand on: a paper to credit, people, phases and their methodologies."""
    SourcePaper.objects.get_or_create(
        code=PAPER,
        defaults={"title": NOTE, "body_code": "SCALE", "meeting_on": on, "kind": "scale data"},
    )
    held = [(f"scale-lead-{n:02d}", f"Scale lead {n:02d}") for n in range(LEADS)]
    held += [(f"scale-owner-{n:02d}", f"Scale owner {n:02d}") for n in range(OWNERS)]
    User.objects.bulk_create(
        (
            User(
                username=username,
                name=name,
                password=make_password(None),
                is_active=False,
                is_demonstration=True,
            )
            for username, name in held
        ),
        ignore_conflicts=True,
    )
    if not DeliveryModel.objects.exists():
        DeliveryModel.objects.create(code="SCALE-DM", name="Scale delivery model")
    for number in range(FIRST_PHASE, FIRST_PHASE + PHASES):
        if not Phase.objects.filter(number=number).exists():
            _methodology(number, on)


def _methodology(number: int, on: date) -> None:
    """A phase with five stages, each left on accepted evidence; no body stands in the way."""
    phase = Phase.objects.create(
        code=f"{REVIEW}PH{number}",
        kind=ActivityKind.PHASE,
        title=f"Scale data, phase {number}",
        number=number,
    )
    methodology = Methodology.objects.create(phase=phase, title=f"Scale data, phase {number}")
    for order, title in enumerate(STAGES, start=1):
        stage = Stage.objects.create(
            methodology=methodology, order=order, code=title.lower().replace(" ", "-"), title=title
        )
        if order < len(STAGES):
            Criterion.objects.create(
                stage=stage,
                order=1,
                code="evidence",
                title=f"Evidence of {title}",
                kind=CriterionKind.EVIDENCE,
                role=AssignmentRole.SENIOR_RESPONSIBLE_OWNER,
            )
    methodology.state = MethodologyState.IN_FORCE
    methodology.in_force_on = on - timedelta(days=600)
    methodology.save()


def services(first: int, last: int) -> int:
    """One service a review, a second for each fifth; budgets of most, restated for each third."""
    many = {"first": first, "last": last}
    nth = f"{_SERVICE} || CASE k WHEN 1 THEN '' ELSE '-B' END"
    pairs = f"{_NUMBERS} CROSS JOIN generate_series(1, 2) AS k WHERE k = 1 OR n %% 5 = 0"
    added = insert(
        Service,
        {
            "code": nth,
            "name": f"({NAMES!r}::text[])[1 + n %% 8] || ' service ' || n || CASE k WHEN 1 "
            "THEN '' ELSE ' (second)' END",
            "directorate_id": "(SELECT d.id FROM organisation_directorate d ORDER BY d.code "
            "OFFSET n %% greatest((SELECT count(*) FROM organisation_directorate), 1) LIMIT 1)",
            "note": "%(note)s",
        },
        pairs,
        note=NOTE,
        **many,
    )
    for restated, condition in ((0, "n %% 20 <> 7"), (1, "n %% 3 = 0")):
        added += insert(
            ServiceBudget,
            {
                "service_id": "s.id",
                "gross_gbp": "100000 + n * 10 + %(restated)s * 500",
                "income_gbp": "n %% 1000",
                "net_gbp": "100000 + n * 10 + %(restated)s * 500 - n %% 1000",
                "effective_on": f"{_ON} - 145 + %(restated)s * 100",
                "source_id": _PAPER,
            },
            f"{_NUMBERS} JOIN organisation_service s ON s.code IN ({_SERVICE}, {_SERVICE} || '-B')"
            f" WHERE {condition}",
            restated=restated,
            **many,
        )
    return added


def reviews(first: int, last: int) -> int:
    """The reviews, half of them in each phase, most of them in a change portfolio."""
    many = {"first": first, "last": last}
    added = insert(
        Activity,
        {
            "code": _CODE,
            "kind": "%(kind)s",
            "title": f"({NAMES!r}::text[])[1 + (n * 7) %% 8] || ', scale review ' || n",
            "parent_id": "p.activity_ptr_id",
            "order": "least(n, 32000)",
            "description": "%(note)s",
        },
        f"{_NUMBERS} JOIN programme_phase p ON p.number = {FIRST_PHASE} + n %% {PHASES}",
        kind=ActivityKind.REVIEW,
        note=NOTE,
        **many,
    )
    insert(
        Review,
        {
            "activity_ptr_id": "a.id",
            "phase_id": "m.phase_id",
            "methodology_id": "m.id",
            "portfolio_id": "(SELECT f.id FROM programme_portfolio f ORDER BY f.code "
            "OFFSET n %% 5 LIMIT 1)",
        },
        f"{_NUMBERS} JOIN {_ACTIVITY} JOIN reviews_methodology m ON m.phase_id = a.parent_id",
        **many,
    )
    return added


def coverage(first: int, last: int) -> int:
    """Each review covers its services; each hundredth shares one with the review before it."""
    return insert(
        ReviewedService,
        {
            "review_id": "a.id",
            "service_id": "s.id",
            "order": "row_number() OVER (PARTITION BY a.id ORDER BY s.id)",
            "budget_id": "(SELECT min(b.id) FROM organisation_servicebudget b "
            "WHERE b.service_id = s.id)",
        },
        f"{_NUMBERS} JOIN {_ACTIVITY} JOIN organisation_service s "
        f"ON s.code IN ({_SERVICE}, {_SERVICE} || '-B') "
        "OR (n %% 100 = 0 AND s.code = 'SCALE-S' || lpad((n - 1)::text, 5, '0'))",
        first=first,
        last=last,
    )


def people(first: int, last: int) -> int:
    """A lead and an owner for nearly every review, out of a few who have many."""
    added = 0
    for role, who, number in (
        (AssignmentRole.LEAD, "lead", LEADS),
        (AssignmentRole.SENIOR_RESPONSIBLE_OWNER, "owner", OWNERS),
    ):
        added += insert(
            Assignment,
            {
                "activity_id": "a.id",
                "user_id": "u.id",
                "role": "%(role)s",
                "is_demonstration": "true",
                "started_on": f"{_ON} - 420",
            },
            f"{_NUMBERS} JOIN {_ACTIVITY} JOIN organisation_user u "
            "ON u.username = 'scale-' || %(who)s || '-' || lpad((n %% %(number)s)::text, 2, '0')"
            " WHERE n %% 11 <> 3",
            role=role,
            who=who,
            number=number,
            first=first,
            last=last,
        )
    return added


def passages(first: int, last: int) -> int:
    """Stage by stage as a paper would report it, from which the database moves the reviews."""
    added = 0
    for order in range(1, len(STAGES) + 1):
        added += insert(
            GatePassage,
            {
                "review_id": "a.id",
                "sequence": "%(order)s",
                "from_stage_id": "r.stage_id",
                "to_stage_id": "s.id",
                "outcome": "%(reported)s",
                "effective_on": f"{_ON} - 400 + %(order)s * 70 + n %% 30",
                "source_id": _PAPER,
            },
            f"{_NUMBERS} JOIN {_ACTIVITY} JOIN reviews_review r ON r.activity_ptr_id = a.id "
            'JOIN reviews_stage s ON s.methodology_id = r.methodology_id AND s."order" = %(order)s'
            f" WHERE {_STAGE} >= %(order)s",
            order=order,
            reported=GateOutcome.REPORTED,
            first=first,
            last=last,
        )
    return added


def states(first: int, last: int) -> int:
    """Some reviews deferred, a few withdrawn."""
    added = 0
    for state, condition in (
        (ReviewState.DEFERRED, "n %% 40 = 9"),
        (ReviewState.WITHDRAWN, "n %% 97 = 5"),
    ):
        added += insert(
            ReviewStateChange,
            {
                "review_id": "a.id",
                "state": "%(state)s",
                "reason": "%(note)s",
                "effective_on": f"{_ON} - 30",
                "source_id": _PAPER,
            },
            f"{_NUMBERS} JOIN {_ACTIVITY} WHERE {condition}",
            state=state,
            note=NOTE,
            first=first,
            last=last,
        )
    return added


_MILESTONES = (
    f"{_NUMBERS} CROSS JOIN generate_series(1, 10) AS k JOIN programme_milestone m "
    f"ON m.code = {_CODE} || '-M' || lpad(k::text, 2, '0')"
)
_PLANNED = f"({_ON} - 300 + k * 60 + n %% 45)"


def milestones(first: int, last: int) -> int:
    """Ten a review."""
    return insert(
        Milestone,
        {
            "code": "a.code || '-M' || lpad(k::text, 2, '0')",
            "activity_id": "a.id",
            "title": f"({STEPS!r}::text[])[k]",
            "order": "k",
        },
        f"{_NUMBERS} JOIN {_ACTIVITY} CROSS JOIN generate_series(1, 10) AS k",
        first=first,
        last=last,
    )


def milestone_dates(first: int, last: int) -> int:
    """A baseline each, a forecast for a third, and when most of those that are due were met."""
    kinds = {
        MilestoneDateKind.BASELINE: (_PLANNED, f"{_ON} - 420", "true"),
        MilestoneDateKind.FORECAST: (
            f"{_PLANNED} + (n * k) %% 40 - 10",
            f"{_ON} - 100",
            "(n + k) %% 3 = 0",
        ),
        MilestoneDateKind.ACHIEVED: (
            _PLANNED,
            _PLANNED,
            f"{_PLANNED} < {_ON} - 10 AND (n + k) %% 7 <> 0",
        ),
    }
    return sum(
        insert(
            MilestoneDate,
            {
                "milestone_id": "m.id",
                "kind": "%(kind)s",
                "on": day,
                "precision": "'day'",
                "effective_on": known,
            },
            f"{_MILESTONES} WHERE {condition}",
            kind=kind,
            first=first,
            last=last,
        )
        for kind, (day, known, condition) in kinds.items()
    )


def milestone_reports(first: int, last: int) -> int:
    """What was last reported of each fifth."""
    return insert(
        MilestoneReport,
        {
            "milestone_id": "m.id",
            "status": f"CASE WHEN {_PLANNED} < {_ON} - 10 THEN 'MET' ELSE 'ON_TRACK' END",
            "effective_on": f"{_ON} - 20",
        },
        f"{_MILESTONES} WHERE (n + k) %% 5 = 0",
        first=first,
        last=last,
    )


def status_reports(first: int, last: int) -> int:
    """Half of the reviews were reported on, half of those twice."""
    return sum(
        insert(
            StatusReport,
            {
                "activity_id": "a.id",
                "rag": "('{GREEN,AMBER,RED}'::text[])[1 + (n / %(each)s + %(each)s) %% 3]",
                "narrative": "%(note)s",
                "reported_by_id": "(SELECT u.id FROM organisation_user u WHERE u.username = "
                "'scale-lead-' || lpad((n %% 50)::text, 2, '0'))",
                "effective_on": f"{_ON} - 80 + %(each)s * 10",
            },
            f"{_NUMBERS} JOIN {_ACTIVITY} WHERE n %% %(each)s = 0",
            each=each,
            note=NOTE,
            first=first,
            last=last,
        )
        for each in (2, 4)
    )


def options(first: int, last: int) -> int:
    """Three options for half of the reviews; the first is preferred by half of those."""
    many = {"first": first, "last": last}
    rows = (
        f"{_NUMBERS} JOIN {_ACTIVITY} CROSS JOIN generate_series(1, 3) AS k "
        "LEFT JOIN reviews_option o ON o.code = a.code || '-' || k WHERE n %% 2 = 0"
    )
    added = insert(
        Option,
        {
            "code": "a.code || '-' || k",
            "review_id": "a.id",
            "order": "k",
            "title": "'Option ' || k",
        },
        rows,
        **many,
    )
    added += run(
        "INSERT INTO reviews_option_delivery_models (option_id, deliverymodel_id) SELECT o.id, "
        "(SELECT d.id FROM reviews_deliverymodel d ORDER BY d.code OFFSET (n + k) %% greatest("
        f"(SELECT count(*) FROM reviews_deliverymodel), 1) LIMIT 1) FROM {rows}",
        **many,
    )
    added += insert(
        OptionState,
        {
            "option_id": "o.id",
            "state": "CASE WHEN k = 1 AND n %% 4 = 0 THEN %(preferred)s ELSE %(considered)s END",
            "reason": "%(note)s",
            "effective_on": f"{_ON} - 90",
        },
        rows,
        preferred=OptionStateKind.PREFERRED,
        considered=OptionStateKind.CONSIDERED,
        note=NOTE,
        **many,
    )
    return added


STANDS = ("reviews.Methodology:stands", "reviews.Stage:stands", "reviews.Criterion:stands")
_REVIEWS = "(SELECT id FROM programme_activity WHERE code LIKE 'SCALE-%%' AND kind = 'REVIEW')"
_SERVICES = "(SELECT id FROM organisation_service WHERE code LIKE 'SCALE-S%%')"
_OPTIONS = f"(SELECT id FROM reviews_option WHERE review_id IN {_REVIEWS})"
_MILESTONE = f"(SELECT id FROM programme_milestone WHERE activity_id IN {_REVIEWS})"
_METHODS = "(SELECT id FROM reviews_methodology WHERE title LIKE 'Scale data, phase %%')"
_STAGES = f"(SELECT id FROM reviews_stage WHERE methodology_id IN {_METHODS})"
_PHASES = "(SELECT id FROM programme_activity WHERE code LIKE 'SCALE-PH%%' AND kind = 'PHASE')"
_USERS = "(SELECT id FROM organisation_user WHERE username LIKE 'scale-%%')"
# In this order: what refers to a row goes before it, and its history with it.
REMOVALS = tuple(
    f"DELETE FROM {table} WHERE {column} IN {keys}"
    for table, column, keys in (
        ("reviews_reviewstanding", "review_id", _REVIEWS),
        ("reviews_optionstate", "option_id", _OPTIONS),
        ("reviews_option_delivery_models", "option_id", _OPTIONS),
        ("reviews_optionevent", "review_id", _REVIEWS),
        ("reviews_option", "review_id", _REVIEWS),
        ("programme_statusreportevent", "activity_id", _REVIEWS),
        ("programme_statusreport", "activity_id", _REVIEWS),
        ("programme_milestonereport", "milestone_id", _MILESTONE),
        ("programme_milestonedate", "milestone_id", _MILESTONE),
        ("programme_milestoneevent", "activity_id", _REVIEWS),
        ("programme_milestone", "activity_id", _REVIEWS),
        ("reviews_reviewstatechange", "review_id", _REVIEWS),
        ("reviews_gatepassage", "review_id", _REVIEWS),
        ("programme_assignmentevent", "activity_id", _REVIEWS),
        ("programme_assignment", "activity_id", _REVIEWS),
        ("reviews_reviewedservice", "review_id", _REVIEWS),
        ("reviews_reviewevent", "pgh_obj_id", _REVIEWS),
        ("reviews_review", "activity_ptr_id", _REVIEWS),
        ("programme_activityevent", "pgh_obj_id", _REVIEWS),
        ("programme_activity", "id", _REVIEWS),
        ("organisation_servicebudgetevent", "service_id", _SERVICES),
        ("organisation_servicebudget", "service_id", _SERVICES),
        ("organisation_service", "id", _SERVICES),
        ("reviews_criterion", "stage_id", _STAGES),
        ("reviews_stage", "methodology_id", _METHODS),
        ("reviews_methodologyevent", "pgh_obj_id", _METHODS),
        ("reviews_methodology", "id", _METHODS),
        ("programme_activityevent", "pgh_obj_id", _PHASES),
        ("programme_phase", "activity_ptr_id", _PHASES),
        ("programme_activity", "id", _PHASES),
        ("organisation_user", "id", _USERS),
        ("records_sourcepaper", "code", "('SCALE-DATA')"),
        ("reviews_deliverymodelevent", "code", "('SCALE-DM')"),
        ("reviews_deliverymodel", "code", "('SCALE-DM')"),
    )
)
