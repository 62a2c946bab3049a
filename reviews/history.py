"""What belongs to a review's history: its evidence, options and resolutions, and dated rows."""

from ftc.records.history import DatedRows, Part, register_parts
from governance.models import Resolution
from governance.queries.agenda import readable_resolutions
from reviews.enums import GateOutcome
from reviews.models import (
    Appraisal,
    AppraisalCriterion,
    BusinessCase,
    BusinessCaseSection,
    BusinessCaseVersion,
    EngagementNote,
    EngagementResponse,
    Evidence,
    GateCondition,
    GatePassage,
    KeyDecisionTest,
    MarketEngagement,
    Option,
    OptionState,
    Review,
    ReviewStateChange,
    SignOff,
)

# A passage or state change that a person made shows as the review's own stage or state.
register_parts(
    Review,
    parts=(
        Part(
            Evidence, lambda review, user: Evidence.objects.filter(review=review).visible_to(user)
        ),
        Part(
            GateCondition,
            lambda review, user: GateCondition.objects.filter(passage__review=review),
        ),
        Part(Option, lambda review, user: Option.objects.filter(review=review)),
        Part(
            MarketEngagement,
            lambda review, user: MarketEngagement.objects.visible_to(user).filter(
                activity=review.pk
            ),
        ),
        Part(
            Appraisal,
            lambda review, user: Appraisal.objects.filter(review=review).visible_to(user),
        ),
        Part(
            AppraisalCriterion,
            lambda review, user: AppraisalCriterion.objects.filter(
                appraisal__in=Appraisal.objects.filter(review=review).visible_to(user)
            ),
        ),
        Part(
            BusinessCase,
            lambda review, user: BusinessCase.objects.visible_to(user).filter(review=review),
        ),
        Part(
            BusinessCaseSection,
            lambda review, user: BusinessCaseSection.objects.filter(
                case__in=BusinessCase.objects.visible_to(user).filter(review=review)
            ),
        ),
        Part(
            Resolution,
            lambda review, user: readable_resolutions(user, None).filter(activities=review.pk),
        ),
    ),
    rows=(
        DatedRows(
            lambda review, user: OptionState.objects.filter(option__review=review).select_related(
                "option", "source", "by"
            ),
            lambda row: (str(row.option), row.get_state_display().lower()),
        ),
        DatedRows(
            lambda review, user: SignOff.objects.filter(review=review).select_related(
                "criterion", "by"
            ),
            lambda row: (str(row.criterion), "given" if row.given else "not given"),
        ),
        DatedRows(
            lambda review, user: KeyDecisionTest.objects.filter(review=review).select_related(
                "source", "by"
            ),
            lambda row: ("Key Decision", "needed" if row.is_needed else "not needed"),
        ),
        DatedRows(
            lambda review, user: GatePassage.objects.filter(
                review=review, outcome=GateOutcome.POSTPONED
            ).select_related("from_stage", "source", "by"),
            lambda row: (f"Gate of {row.from_stage}", "postponed"),
        ),
        DatedRows(
            lambda review, user: GatePassage.objects.filter(
                review=review, source__isnull=False
            ).select_related("to_stage", "source"),
            lambda row: ("Stage", str(row.to_stage)),
        ),
        DatedRows(
            lambda review, user: ReviewStateChange.objects.filter(
                review=review, source__isnull=False
            ).select_related("source"),
            lambda row: ("State", row.get_state_display().lower()),
        ),
    ),
)

register_parts(
    MarketEngagement,
    parts=(
        Part(
            EngagementResponse,
            lambda engagement, user: EngagementResponse.objects.visible_to(user).filter(
                engagement=engagement
            ),
        ),
        Part(
            EngagementNote,
            lambda engagement, user: EngagementNote.objects.visible_to(user).filter(
                engagement=engagement
            ),
        ),
    ),
)

register_parts(
    BusinessCase,
    parts=(
        Part(
            BusinessCaseSection,
            lambda case, user: BusinessCaseSection.objects.filter(
                case__in=BusinessCase.objects.visible_to(user).filter(pk=case.pk)
            ),
        ),
    ),
    rows=(
        DatedRows(
            lambda case, user: BusinessCaseVersion.objects.filter(
                case__in=BusinessCase.objects.visible_to(user).filter(pk=case.pk)
            ).select_related("by"),
            lambda row: (str(row), row.note or "kept"),
        ),
    ),
)
