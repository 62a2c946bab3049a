"""Methodologies, the reviews of both phases, their options and the market engagement counts."""

import re

from ftc.demo.loader.organisation import sub_service_code
from ftc.demo.loader.tables import Papers, Row, add_missing, optional_int, rows
from ftc.organisation.models import Service, ServiceBudget
from ftc.programme.enums import ActivityKind
from ftc.programme.models import Activity, Phase
from reviews.enums import GateOutcome, MethodologyState, OptionStateKind, ReviewState
from reviews.models import (
    Criterion,
    DeliveryModel,
    EngagementCount,
    GatePassage,
    Methodology,
    Option,
    OptionState,
    OptionVariant,
    Review,
    ReviewedService,
    ReviewStateChange,
    Stage,
)

DO_NOTHING = "STATUS_QUO"

# What the papers report of the Phase 1 reviews' stages (facts, section 4.2).
REPORTED_STAGES = (
    (
        "stage-1",
        "CC-2013-12-12-FTC",
        "para 3.2.4",
        "The service returned its questionnaire and has a scoping brief",
    ),
    ("stage-2", "CC-2014-05-15-12", "para 2.5", "The review has done the work of Stage 2"),
)
OUTTURN = "CC-2014-05-15-12"
DEFERRAL_REASON = (
    "The decision waits for the Accommodation Strategy and its implementation plans "
    "(FSC Commissioning)"
)
ENGAGEMENT_SCOPES = {"ME04": "P1-LIB"}
VARIANT = re.compile(r"\(([a-z])\)\s*([^,(]+)")


def load(papers: Papers, *, beginning: bool = False) -> None:
    """Load the reviewing side: how it is done, what is reviewed, and what came of it.

    At the ``beginning`` only how it is done, and what was counted of a phase as a whole.
    """
    methodologies = _methodologies(papers)
    models = _delivery_models()
    if not beginning:
        _phase_1(papers, methodologies["1"])
        _phase_2(papers, methodologies["2"])
        _options(papers, models)
    activities = {activity.code: activity for activity in Activity.objects.all()}
    add_missing(
        EngagementCount,
        "code",
        (
            EngagementCount(
                code=row["engagement_id"],
                activity=activities[
                    ENGAGEMENT_SCOPES.get(row["engagement_id"], f"PH{row['phase']}")
                ],
                kind=row["kind"],
                measure=row["measure"],
                value=optional_int(row["value"]),
                unit=row["unit"],
                effective_on=papers.known_on(row),
                **papers.credit(row),
            )
            for row in rows("market_engagement")
            if not beginning or row["engagement_id"] not in ENGAGEMENT_SCOPES
        ),
    )


def _methodologies(papers: Papers) -> dict[str, Methodology]:
    found: dict[str, Methodology] = {}
    phases = {str(phase.number): phase for phase in Phase.objects.all()}
    for row in rows("methodologies"):
        phase = phases[row["phase"]]
        if row["phase"] not in found:
            found[row["phase"]], _ = Methodology.objects.get_or_create(
                phase=phase,
                version=1,
                defaults={"title": f"{phase.title} reviews", **papers.credit(row)},
            )
        stage, _ = Stage.objects.get_or_create(
            methodology=found[row["phase"]],
            code=row["stage_code"],
            defaults={
                "order": int(row["stage_order"]),
                "title": row["stage_title"],
                "description": row["stage_description"],
                "runs_market_engagement": row["market_engagement"] == "yes",
                **papers.credit(row),
            },
        )
        if row["criterion_code"]:
            Criterion.objects.get_or_create(
                stage=stage,
                code=row["criterion_code"],
                defaults={
                    "order": int(row["criterion_order"]),
                    "title": row["criterion_title"],
                    "kind": row["criterion_kind"],
                    "body_kind": row["body_kind"],
                    "role": row["role"],
                    "only_if_key": row["only_if_key"] == "yes",
                    **papers.credit(row),
                },
            )
    for methodology in found.values():
        if methodology.state == MethodologyState.DRAFT and methodology.source:
            methodology.state = MethodologyState.IN_FORCE
            methodology.in_force_on = methodology.source.known_on
            methodology.save(update_fields=["state", "in_force_on"])
    return found


def _phase_1(papers: Papers, methodology: Methodology) -> None:
    by_review: dict[str, list[Row]] = {}
    for row in rows("reviews"):
        by_review.setdefault(row["review_code"], []).append(row)
    services = {service.code: service for service in Service.objects.all()}
    budgets = {
        budget.service.code: budget for budget in ServiceBudget.objects.select_related("service")
    }
    for code, covered in by_review.items():
        first = covered[0]
        review, is_new = Review.objects.get_or_create(
            code=code,
            defaults={
                "kind": ActivityKind.REVIEW,
                "title": first["outturn_title"] or first["service_name"],
                "parent": methodology.phase,
                "order": int(first["order_in_table"]),
                "phase": methodology.phase,
                "methodology": methodology,
                "outturn_letter": first["outturn_section"],
                "description": first["note"] if len(covered) == 1 else "",
                **papers.credit(first),
            },
        )
        if not is_new:
            continue
        ReviewedService.objects.bulk_create(
            ReviewedService(
                review=review,
                service=services[row["service_code"]],
                budget=budgets[row["service_code"]],
                order=int(row["order_in_table"]),
                **papers.credit(row),
            )
            for row in covered
        )
        _reported_stages(papers, review, methodology, first)
        if first["outcome_status"] == "deferred":
            ReviewStateChange.objects.create(
                review=review,
                state=ReviewState.DEFERRED,
                reason=DEFERRAL_REASON,
                effective_on=papers[OUTTURN].known_on,
                source=papers[OUTTURN],
                source_ref=f"para {first['outturn_paragraphs']}",
            )


def _reported_stages(papers: Papers, review: Review, methodology: Methodology, row: Row) -> None:
    stages = {stage.code: stage for stage in methodology.stages.all()}
    ReviewStateChange.objects.create(
        review=review,
        state=ReviewState.ACTIVE,
        reason="Listed for review",
        effective_on=papers.known_on(row),
        **papers.credit(row),
    )
    before = None
    for sequence, (code, paper, paragraph, reason) in enumerate(REPORTED_STAGES, start=1):
        GatePassage.objects.create(
            review=review,
            sequence=sequence,
            from_stage=before,
            to_stage=stages[code],
            outcome=GateOutcome.REPORTED,
            reason=reason,
            effective_on=papers[paper].known_on,
            source=papers[paper],
            source_ref=paragraph,
        )
        before = stages[code]


def _phase_2(papers: Papers, methodology: Methodology) -> None:
    services = {service.code: service for service in Service.objects.all()}
    for row in rows("phase2_services"):
        review, is_new = Review.objects.get_or_create(
            code=row["review_code"],
            defaults={
                "kind": ActivityKind.REVIEW,
                "title": row["review_name"],
                "parent": methodology.phase,
                "order": 100 + int(row["order"]),
                "phase": methodology.phase,
                "methodology": methodology,
                "description": "" if row["sub_service"] else row["note"],
                **papers.credit(row),
            },
        )
        if is_new:
            ReviewStateChange.objects.create(
                review=review,
                state=ReviewState.ACTIVE,
                reason="Listed for review",
                effective_on=papers.known_on(row),
                **papers.credit(row),
            )
        if row["sub_service"]:
            ReviewedService.objects.get_or_create(
                review=review,
                service=services[sub_service_code(row)],
                defaults={"order": int(row["sub_order"]), **papers.credit(row)},
            )


def _delivery_models() -> dict[str, DeliveryModel]:
    return add_missing(
        DeliveryModel,
        "code",
        (
            DeliveryModel(code=row["code"], name=row["name"], order=int(row["order"]))
            for row in rows("delivery_models")
        ),
    )


def _options(papers: Papers, models: dict[str, DeliveryModel]) -> None:
    reviews = {review.code: review for review in Review.objects.all()}
    known = set(Option.objects.values_list("code", flat=True))
    for row in rows("review_options"):
        if row["option_id"] in known:
            continue
        option = Option.objects.create(
            code=row["option_id"],
            review=reviews[row["review_codes"]],
            order=int(row["order_in_list"]),
            title=row["option_name"],
            note=row["note"],
            is_do_nothing=row["delivery_model_type"] == DO_NOTHING,
            **papers.credit(row),
        )
        option.delivery_models.set([models[code] for code in row["delivery_model_type"].split("|")])
        OptionState.objects.create(
            option=option,
            state=OptionStateKind(row["role"].upper()),
            effective_on=papers.known_on(row),
            **papers.credit(row),
        )
        if "variants" in row["note"]:
            OptionVariant.objects.bulk_create(
                OptionVariant(
                    option=option,
                    letter=letter,
                    title=title.strip()[:1].upper() + title.strip()[1:],
                )
                for letter, title in VARIANT.findall(row["note"])
            )
