"""Reviews, their methodologies, options, evidence and the resolutions that open their gates."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

from ftc.organisation.enums import Role
from ftc.organisation.models import Service, ServiceBudget
from ftc.programme.enums import ActivityKind, AssignmentRole, MilestoneDateKind
from ftc.programme.models import (
    Assignment,
    Milestone,
    MilestoneDate,
    MilestoneReport,
    Phase,
    StatusReport,
)
from ftc.records.enums import Classification
from ftc.records.models import SourcePaper
from governance.enums import BodyKind, MeetingState, Regime, ResolutionKind, Verb
from governance.models import Body, Meeting, Resolution
from reviews.enums import (
    CriterionKind,
    EvidenceKind,
    EvidenceState,
    GateOutcome,
    MethodologyState,
    OptionStateKind,
    ReviewState,
)
from reviews.models import (
    Criterion,
    DeliveryModel,
    Evidence,
    GatePassage,
    Methodology,
    Option,
    OptionState,
    Review,
    ReviewedService,
    ReviewStateChange,
    Stage,
)

STARTED_ON = date(2013, 9, 19)
STAGE_2_ON = date(2013, 12, 12)
SUPPLIED_ON = date(2014, 4, 1)
ACCEPTED_ON = date(2014, 4, 4)
PREFERRED_ON = date(2014, 5, 6)
ENDORSED_ON = date(2014, 5, 15)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

# Stage code, title, and the criteria for leaving it: code, title, kind, kind of body.
PHASE_1_STAGES = [
    (
        "stage-1",
        "Stage 1: Scoping",
        [("scoping-brief", "Scoping brief", CriterionKind.EVIDENCE, "")],
    ),
    (
        "stage-2",
        "Stage 2: Service review and market engagement",
        [
            ("outline-business-case", "Outline business case", CriterionKind.EVIDENCE, ""),
            ("preferred-option", "Preferred option", CriterionKind.PREFERRED_OPTION, ""),
            (
                "council-endorsement",
                "County Council endorsement",
                CriterionKind.RESOLUTION,
                BodyKind.FULL_COUNCIL,
            ),
        ],
    ),
    (
        "stage-3",
        "Stage 3: Full Business Case",
        [
            ("full-business-case", "Full Business Case", CriterionKind.EVIDENCE, ""),
            (
                "pre-scrutiny",
                "Cabinet Committee pre-scrutiny",
                CriterionKind.RESOLUTION,
                BodyKind.CABINET_COMMITTEE,
            ),
        ],
    ),
    ("decision", "Decision", []),
    ("implementation", "Implementation", []),
]

_sequence = count(1)


def make_paper(code="CC-2013-12-12-FTC", *, meeting_on=STAGE_2_ON, published_on=None):
    """A paper to credit a row to; the same one for the same code."""
    paper, _ = SourcePaper.objects.get_or_create(
        code=code,
        defaults={
            "title": f"Paper {code}",
            "body_code": "CC",
            "meeting_on": meeting_on,
            "published_on": published_on,
            "kind": "report",
        },
    )
    return paper


def make_phase(number=1):
    """The phase of that number; the same one when asked again."""
    phase = Phase.objects.filter(number=number).first()
    return phase or Phase.objects.create(
        code=f"PHASE-{number}", kind=ActivityKind.PHASE, title=f"Phase {number}", number=number
    )


def make_methodology(phase=None, *, stages=PHASE_1_STAGES, state=MethodologyState.IN_FORCE):
    """Phase 1's stages with their criteria, or those of ``stages``; one a phase."""
    phase = phase or make_phase()
    methodology = phase.methodologies.first()
    if methodology:
        return methodology
    methodology = Methodology.objects.create(phase=phase, title=f"Reviews of {phase.title}")
    for order, (code, title, criteria) in enumerate(stages, start=1):
        stage = Stage.objects.create(methodology=methodology, order=order, code=code, title=title)
        for position, (criterion_code, criterion_title, kind, body_kind) in enumerate(criteria, 1):
            Criterion.objects.create(
                stage=stage,
                order=position,
                code=criterion_code,
                title=criterion_title,
                kind=kind,
                body_kind=body_kind,
                role=Role.SENIOR_RESPONSIBLE_OWNER if kind == CriterionKind.EVIDENCE else "",
            )
    if state == MethodologyState.IN_FORCE:
        methodology.state = state
        methodology.in_force_on = STARTED_ON
        methodology.save(update_fields=["state", "in_force_on"])
    return methodology


def make_review(code=None, *, phase=1, title=None, stage="", lead=None, sro=None, **fields):
    """A review of the phase (a number); ``stage`` ("stage-2") is one that a paper reports.

    ``lead`` and ``sro`` are users. Without a stage it has not been started.
    """
    number = next(_sequence)
    code = code or f"P{phase}-R{number:02d}"
    methodology = make_methodology(make_phase(phase))
    review = Review.objects.create(
        code=code,
        kind=ActivityKind.REVIEW,
        title=title or f"Review {code}",
        phase=methodology.phase,
        methodology=methodology,
        **fields,
    )
    for user, role in (
        (lead, AssignmentRole.LEAD),
        (sro, AssignmentRole.SENIOR_RESPONSIBLE_OWNER),
    ):
        if user is not None:
            make_assignment(review, user, role)
    if stage:
        report_stage(review, stage)
    return review


def make_assignment(review, user, role=AssignmentRole.LEAD):
    """``user`` leads or owns the review."""
    return Assignment.objects.create(activity=review, user=user, role=role, started_on=STARTED_ON)


def report_stage(review, stage, *, on=STAGE_2_ON):
    """A paper says that the review is at the stage of this code."""
    review.refresh_from_db()
    passage = GatePassage.objects.create(
        review=review,
        sequence=review.passages.count() + 1,
        from_stage=review.stage,
        to_stage=review.methodology.stages.get(code=stage),
        outcome=GateOutcome.REPORTED,
        effective_on=on,
        source=make_paper(),
        source_ref="paragraph 3.2.4",
    )
    review.refresh_from_db()
    return passage


def change_state(review, state=ReviewState.DEFERRED, *, reason="It waits.", on=STAGE_2_ON):
    """Defer, resume or close a review as a paper tells it."""
    change = ReviewStateChange.objects.create(
        review=review, state=state, reason=reason, effective_on=on, source=make_paper()
    )
    review.refresh_from_db()
    return change


def make_service(review, *, code=None, gross="1000.00", net="800.00", on=STAGE_2_ON, **fields):
    """A service that the review covers, with the budget statement it was scoped on."""
    code = code or f"{review.code}-S{next(_sequence):02d}"
    service = Service.objects.create(code=code, name=f"Service {code}", **fields)
    budget = None
    if gross is not None:
        budget = ServiceBudget.objects.create(
            service=service,
            gross_gbp=Decimal(gross),
            net_gbp=Decimal(net),
            income_gbp=Decimal(gross) - Decimal(net),
            effective_on=on,
            source=make_paper(),
            source_ref="paragraph 3.2.2",
        )
    return ReviewedService.objects.create(
        review=review,
        service=service,
        budget=budget,
        order=review.reviewed_services.count() + 1,
        source=make_paper(),
    )


def make_delivery_model(code="LATCO", name="Local Authority Trading Company"):
    model, _ = DeliveryModel.objects.get_or_create(code=code, defaults={"name": name})
    return model


def make_option(
    review,
    state=OptionStateKind.PREFERRED,
    *,
    title=None,
    models=("LATCO",),
    reason="",
    on=PREFERRED_ON,
):
    """An option of the review that stands in ``state`` from ``on``; None leaves it without one."""
    order = review.options.count() + 1
    option = Option.objects.create(
        code=f"{review.code}-{order:02d}",
        review=review,
        order=order,
        title=title or f"Option {order}",
        source=make_paper(),
    )
    option.delivery_models.set([make_delivery_model(code, code) for code in models])
    if state is not None:
        OptionState.objects.create(
            option=option, state=state, reason=reason or f"{state}", effective_on=on
        )
    return option


def make_evidence(review, criterion="outline-business-case", *, by, accepted_by=None, **fields):
    """A note that ``by`` supplied for the criterion; accepted when ``accepted_by`` is given."""
    values = {
        "kind": EvidenceKind.NOTE,
        "title": "Where to find it",
        "note": "In the registry.",
        "classification": Classification.INTERNAL,
        "supplied_on": SUPPLIED_ON,
        "supplied_at": NOON,
        **fields,
    }
    if accepted_by is not None:
        values |= {
            "state": EvidenceState.ACCEPTED,
            "decided_by": accepted_by,
            "decided_at": NOON,
            "decided_on": fields.get("decided_on", ACCEPTED_ON),
        }
    return Evidence.objects.create(
        review=review,
        criterion=Criterion.objects.get(stage__methodology=review.methodology, code=criterion),
        supplied_by=by,
        **values,
    )


def make_body(kind=BodyKind.FULL_COUNCIL, *, code=None, name=None, regime=None, may_decide=False):
    """A formal body of the kind; the same one for the same code."""
    code = code or {"FULL_COUNCIL": "CC", "CABINET_COMMITTEE": "PRCC"}.get(kind, kind[:12])
    body, _ = Body.objects.get_or_create(
        code=code,
        defaults={
            "name": name or BodyKind(kind).label,
            "kind": kind,
            "regime": regime or Regime.LOCAL_GOVERNMENT_ACT_1972,
            "may_decide": may_decide,
        },
    )
    return body


def make_meeting(body=None, *, on=ENDORSED_ON, state=MeetingState.HELD, published_on=None):
    """A meeting of the body on a day; the same one for the same body and day."""
    body = body or make_body()
    meeting, _ = Meeting.objects.get_or_create(
        code=f"MT-{on.isoformat()}-{body.code}",
        defaults={
            "body": body,
            "held_on": on,
            "precision": "day",
            "kind": "meeting",
            "state": state,
            "published_on": published_on,
        },
    )
    return meeting


def make_resolution(
    *reviews,
    body_kind=BodyKind.FULL_COUNCIL,
    verb=Verb.ENDORSE,
    on=ENDORSED_ON,
    kind=ResolutionKind.RESOLUTION,
    body=None,
    **fields,
):
    """A resolution of a body of the kind that covers the reviews, in effect from ``on``."""
    meeting = make_meeting(body or make_body(body_kind), on=on)
    resolution = Resolution.objects.create(
        code=f"RES-{next(_sequence):04d}",
        meeting=meeting,
        kind=kind,
        title=f"{verb.label} the preferred options",
        verb=verb,
        effective_on=on,
        **fields,
    )
    resolution.activities.set(reviews)
    return resolution


def make_milestone(review, *, baseline=None, forecast=None, achieved=None, report="", **fields):
    """A milestone with the dates given, each known to the day since ``STAGE_2_ON``."""
    number = next(_sequence)
    milestone = Milestone.objects.create(
        **({"code": f"M{number}", "activity": review, "title": f"Milestone {number}"} | fields)
    )
    dates = {
        MilestoneDateKind.BASELINE: baseline,
        MilestoneDateKind.FORECAST: forecast,
        MilestoneDateKind.ACHIEVED: achieved,
    }
    for kind, on in dates.items():
        if on is not None:
            date_milestone(milestone, kind, on)
    if report:
        MilestoneReport.objects.create(milestone=milestone, status=report, effective_on=STAGE_2_ON)
    return milestone


def date_milestone(milestone, kind, on, *, known_on=STAGE_2_ON, precision="day", printed=""):
    """A further date of the milestone; ``on`` None needs the text ``printed``."""
    return MilestoneDate.objects.create(
        milestone=milestone,
        kind=kind,
        on=on,
        precision=precision,
        printed=printed,
        effective_on=known_on,
    )


def report_status(review, rag, *, by, on=STAGE_2_ON):
    """What the lead says of the review on a day."""
    return StatusReport.objects.create(
        activity=review, rag=rag, narrative="As it stands.", reported_by=by, effective_on=on
    )
