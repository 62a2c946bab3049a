"""Reviews moved to another version: to which stage, all or none, and back."""

from contextlib import suppress
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from ftc.errors import NotPermitted
from reviews import policies
from reviews.actions import accept_evidence, defer_review, methodologies, move_to_next_stage
from reviews.actions.methodologies import MoveOf, move_to_methodology
from reviews.asks import asked_of
from reviews.calculations.methodologies import landing
from reviews.enums import (
    CriterionKind,
    EvidenceState,
    GateOutcome,
    MethodologyState,
    ReviewState,
)
from reviews.errors import DateRefused, EvidenceRefused, MethodologyRefused
from reviews.models import Criterion, GatePassage, Methodology, Review, Stage
from reviews.policies.methodologies import shape_of
from reviews.queries.methodology_moves import move_previews, to_be_moved
from reviews.queries.page_sql import stages_of, steps_of
from reviews.queries.stages import stage_bar
from reviews.reports.reads import read_phase
from tests.factories.methodologies import (
    NOW,
    TODAY,
    begin_draft,
    edit,
    make_fit,
    make_version,
    put_in_force,
)
from tests.factories.reviews import (
    PHASE_1_STAGES,
    STAGE_2_ON,
    STARTED_ON,
    change_state,
    make_evidence,
    make_methodology,
    make_option,
    make_phase,
    make_review,
    report_stage,
)

pytestmark = pytest.mark.django_db
WHY = "The first reviews taught us."


def move(reviews, version, by, *, today=TODAY, stages=None, reason=WHY, **fields):
    rows = Review.objects.in_bulk([review.pk for review in reviews])
    return move_to_methodology(
        moves=[
            MoveOf(rows[review.pk], rows[review.pk].version, (stages or {}).get(review.code, ""))
            for review in reviews
        ],
        methodology=version,
        reason=reason,
        by=by,
        now=NOW,
        today=today,
        **fields,
    )


def where(review):
    saved = Review.objects.select_related("stage", "methodology").get(pk=review.pk)
    return saved.methodology.version, saved.stage.code if saved.stage else None


def test_a_review_stays_at_its_stage_under_the_new_version(portfolio_officer):
    review = make_review(stage="stage-2")
    version = make_version(portfolio_officer, add=[(1, "mandate")])

    (passage,) = move([review], version, portfolio_officer)

    assert where(review) == (2, "stage-2")
    assert (passage.outcome, passage.sequence, passage.by, passage.reason) == (
        GateOutcome.MOVED, 2, portfolio_officer, WHY,
    )  # fmt: skip
    assert (passage.from_stage, passage.effective_on) == (review.stage, TODAY)
    assert Review.objects.get(pk=review.pk).version == 2


def test_a_review_whose_stage_is_gone_goes_back(portfolio_officer):
    review = make_review(stage="stage-2")
    version = make_version(portfolio_officer, drop=["stage-2"])

    move([review], version, portfolio_officer)

    assert where(review) == (2, "stage-1")


def test_the_stage_it_goes_to_is_chosen(portfolio_officer):
    review = make_review()
    report_stage(review, "stage-2")
    version = make_version(portfolio_officer, drop=["stage-2"], add=[(2, "review")])

    move([review], version, portfolio_officer, stages={review.code: "stage-1"})

    assert where(review) == (2, "stage-1")


def test_a_review_is_moved_back(portfolio_officer):
    review = make_review(stage="stage-2")
    first = review.methodology
    version = make_version(portfolio_officer, add=[(1, "mandate")])
    move([review], version, portfolio_officer)

    move([review], first, portfolio_officer)

    assert where(review) == (1, "stage-2")
    assert [p.outcome for p in review.passages.order_by("sequence")] == [
        "REPORTED", "MOVED", "MOVED",
    ]  # fmt: skip


def test_a_review_goes_on_under_the_new_version(portfolio_officer, officer, sro):
    review = make_review(lead=officer, sro=sro, stage="stage-1")
    make_evidence(review, "scoping-brief", by=officer, accepted_by=sro)
    version = make_version(portfolio_officer, drop=["stage-2"])
    move([review], version, portfolio_officer)
    review.refresh_from_db()

    passage = move_to_next_stage(
        review=review, expected_version=review.version, by=officer, now=NOW, today=TODAY
    )

    assert (passage.to_stage.code, passage.to_stage.methodology) == ("stage-3", version)


def refused(reviews, version, by, **fields):
    with pytest.raises(MethodologyRefused) as refusal:
        move(reviews, version, by, **fields)
    return refusal.value


def test_all_are_moved_or_none(portfolio_officer):
    good = make_review(title="Good", stage="stage-2")
    merged = make_review(title="Closed", stage="stage-2")
    change_state(merged, ReviewState.CLOSED)
    waiting = make_review(title="Waiting")
    version = make_version(portfolio_officer, add=[(1, "mandate")])
    first = make_methodology(make_phase(1))
    late = make_review(title="Late")
    other = make_review(title="Of phase 2", phase=2, stage="stage-1")
    already = make_review(title="Already", stage="stage-2")
    move([already], version, portfolio_officer)

    told = refused([good, merged, other, already], version, portfolio_officer)

    assert str(told) == "No review has been moved."
    assert told.problems == [
        "Closed: it is closed, so it stays with the version it followed.",
        "Of phase 2: it is a review of Phase 2.",
        "Already: it follows version 2 already.",
    ]
    assert where(good) == (1, "stage-2")
    assert refused([waiting], first, portfolio_officer).problems == [
        "Waiting: it has not been started, so it follows the newest version in force."
    ]
    assert where(late)[1] is None


def test_a_deferred_review_is_moved(portfolio_officer):
    review = make_review(stage="stage-2")
    change_state(review, ReviewState.DEFERRED)
    version = make_version(portfolio_officer, add=[(1, "mandate")])

    move([review], version, portfolio_officer)

    assert where(review) == (2, "stage-2")


def test_whoever_comes_second_is_told_which_review(portfolio_officer):
    review = make_review(title="Property", stage="stage-2")
    version = make_version(portfolio_officer, add=[(1, "mandate")])
    defer_review(
        review=review, expected_version=1, by=portfolio_officer, now=NOW, today=TODAY, reason="R"
    )

    with pytest.raises(MethodologyRefused) as refusal:
        move_to_methodology(
            moves=[MoveOf(review, 1)], methodology=version, reason=WHY, by=portfolio_officer,
            now=NOW, today=TODAY,
        )  # fmt: skip

    assert refusal.value.problems == [
        "Property: somebody else changed it since you opened the page."
    ]


def test_a_stage_that_is_not_offered_is_refused(portfolio_officer):
    review = make_review(title="Property", stage="stage-2")
    version = make_version(portfolio_officer, add=[(1, "mandate")])

    told = refused([review], version, portfolio_officer, stages={review.code: "decision"})

    assert told.problems == ["Property: it may not go to that stage: choose one that is offered."]


def test_reviews_and_a_reason_are_needed(portfolio_officer):
    review = make_review(stage="stage-2")
    version = make_version(portfolio_officer, add=[(1, "mandate")])

    assert "Choose at least one" in str(refused([], version, portfolio_officer))
    assert "Say why" in str(refused([review], version, portfolio_officer, reason=" "))


def test_only_the_portfolio_office_moves_reviews(portfolio_officer, officer):
    review = make_review(stage="stage-2", lead=officer)
    version = make_version(portfolio_officer, add=[(1, "mandate")])

    with pytest.raises(NotPermitted):
        move([review], version, officer)


def test_no_review_follows_a_draft(portfolio_officer):
    review = make_review(stage="stage-2")
    draft = begin_draft(portfolio_officer)

    assert "A draft is not in force" in str(refused([review], draft, portfolio_officer))


def test_a_move_counts_from_a_day_on_which_the_version_was_in_force(portfolio_officer):
    review = make_review(stage="stage-2")
    version = make_version(portfolio_officer, add=[(1, "mandate")])

    with pytest.raises(DateRefused, match="Version 2 is in force from 6 May 2014"):
        move([review], version, portfolio_officer, effective_on=date(2014, 5, 5))


def test_a_move_counts_from_no_day_before_the_stage_was_entered(portfolio_officer):
    review = make_review(title="Property", stage="stage-2")
    first = review.methodology
    version = make_version(portfolio_officer, add=[(1, "mandate")])
    move([review], version, portfolio_officer)

    told = refused([review], first, portfolio_officer, effective_on=STARTED_ON)

    assert told.problems == [
        "Property: the review entered Stage 2: Service review and market engagement on "
        "6 May 2014. It cannot leave it earlier than that."
    ]


# --- what would change for each


def preview(review, version, **chosen):
    (found,) = move_previews(
        [Review.objects.select_related("stage").get(pk=review.pk)], version, chosen
    )
    return found


def test_a_preview_tells_what_stays_met_and_what_is_newly_asked(portfolio_officer, officer, sro):
    review = make_review(stage="stage-2", lead=officer, sro=sro)
    make_evidence(review, by=officer, accepted_by=sro)
    draft = begin_draft(portfolio_officer)
    stage = {"stage": "stage-2"}
    edit(draft, methodologies.remove_criterion, portfolio_officer, code="preferred-option", **stage)
    for field in ("LEAD", "PORTFOLIO"):
        asked = methodologies.CriterionText(
            code=field.lower(), title=field.capitalize(), kind=CriterionKind.FIELD, field=field
        )
        edit(draft, methodologies.add_criterion, portfolio_officer, criterion=asked, paper=None,
             **stage)  # fmt: skip
    edit(draft, methodologies.add_stage, portfolio_officer,
         stage=methodologies.StageText("mandate", "Mandate"))  # fmt: skip
    for _ in range(5):
        edit(draft, methodologies.move_stage, portfolio_officer, code="mandate", direction="up")
    version = put_in_force(make_fit(draft, portfolio_officer), portfolio_officer)

    found = preview(review, version)

    assert (found.follows, found.at, found.to.code, found.why, found.must_choose) == (
        1, "Stage 2: Service review and market engagement", "stage-2", "", False,
    )  # fmt: skip
    assert not found.changes_stage
    assert found.skipped == ("Mandate",)
    assert found.kept == ("Outline business case",)
    assert found.waiting == ("County Council endorsement",)
    assert found.met == ("Lead",)
    assert found.asked == ("Portfolio",)
    assert found.dropped == ("Preferred option",)


def test_a_preview_offers_the_stages_it_may_go_to(portfolio_officer):
    review = make_review(code="P1-PRO", stage="stage-2")
    version = make_version(portfolio_officer, drop=["stage-2"], add=[(2, "review")])

    found = preview(review, version)
    chosen = preview(review, version, **{"P1-PRO": "stage-1"})

    assert [stage.code for stage in found.choices] == ["review", "stage-1"]
    assert (found.to.code, chosen.to.code) == ("review", "stage-1")
    assert found.changes_stage
    assert found.must_choose
    assert found.why == "There is no stage Stage 2: Service review and market engagement any more."


def test_a_preview_tells_why_a_review_stays(portfolio_officer):
    review = make_review(stage="stage-2")
    change_state(review, ReviewState.WITHDRAWN)
    version = make_version(portfolio_officer, add=[(1, "mandate")])

    found = preview(review, version)

    assert (found.to, found.why, found.dropped) == (
        None, "It is withdrawn, so it stays with the version it followed.", (),
    )  # fmt: skip
    assert not found.changes_stage


def test_only_reviews_that_follow_another_version_are_to_be_moved(portfolio_officer):
    first, second = make_review(stage="stage-1"), make_review(stage="stage-2")
    make_review(phase=2, stage="stage-1")
    version = make_version(portfolio_officer, add=[(1, "mandate")])
    move([first], version, portfolio_officer)

    assert list(to_be_moved(version)) == [second]
    assert list(to_be_moved(second.methodology)) == [first]


@pytest.mark.parametrize("count", [1, 3])
def test_previews_read_the_same_few_queries(portfolio_officer, django_assert_num_queries, count):
    for _ in range(count):
        make_review(stage="stage-2")
    version = make_version(portfolio_officer, drop=["stage-2"])

    with django_assert_num_queries(6):
        move_previews(to_be_moved(version), version)


# --- what the past tells once a review was moved


def bar(review, as_at=None):
    found = Review.objects.standing_on(as_at).get(pk=review.pk)
    stages = stage_bar(stages_of(found, as_at=as_at), steps_of(found, as_at=as_at))
    return [(stage.name, stage.state, stage.detail) for stage in stages]


def test_the_stages_tell_the_past_right_once_a_review_was_moved(portfolio_officer):
    review = make_review()
    report_stage(review, "stage-1", on=STARTED_ON)
    report_stage(review, "stage-2")
    version = make_version(portfolio_officer, drop=["decision"], add=[(1, "mandate")])
    move([review], version, portfolio_officer)

    assert bar(review) == [
        ("Mandate", "skipped", ""),
        ("Stage 1: Scoping", "done", "reported 12 December 2013"),
        (
            "Stage 2: Service review and market engagement",
            "now",
            "reported 12 December 2013",
        ),
        ("Stage 3: Full Business Case", "next", ""),
        ("Implementation", "next", ""),
    ]
    assert [name for name, *_ in bar(review, date(2014, 3, 1))] == [
        title for _, title, _ in PHASE_1_STAGES
    ]


def test_a_review_that_went_back_says_that_it_was_moved(portfolio_officer):
    review = make_review(stage="stage-2")
    version = make_version(portfolio_officer, drop=["stage-2"])
    move([review], version, portfolio_officer)

    assert bar(review)[0] == ("Stage 1: Scoping", "now", "moved 6 May 2014")


def test_a_review_not_started_shows_the_version_in_force_on_the_day(portfolio_officer):
    review = make_review()
    make_version(portfolio_officer, drop=["stage-2"])

    assert len(bar(review)) == 4
    assert len(bar(review, STAGE_2_ON)) == 5


# --- the database keeps the same rules


def made(codes, version, phase, state=MethodologyState.IN_FORCE):
    """A version with stages of these codes, each but the last asking for a preferred option."""
    methodology = Methodology.objects.create(phase=phase, version=version, title=f"V{version}")
    for order, code in enumerate(codes, start=1):
        Stage.objects.create(methodology=methodology, order=order, code=code, title=code.upper())
    methodology.state, methodology.in_force_on = state, STARTED_ON
    methodology.save()
    return methodology


@pytest.mark.parametrize(
    "before, at, after",
    [
        ("abc", "b", "abc"), ("abc", "b", "xabc"), ("abc", "b", "bc"), ("abc", "c", "ac"),
        ("abc", "b", "acb"), ("abc", "b", "ac"), ("abcd", "c", "abd"), ("abc", "b", "axyc"),
        ("abc", "b", "xyc"), ("abc", "b", "ca"), ("abcd", "c", "abxd"), ("abc", "a", "cba"),
    ],
)  # fmt: skip
def test_the_database_lets_a_review_go_where_the_rule_does(before, at, after, portfolio_officer):
    phase = make_phase(1)
    first, second = made(before, 1, phase), made(after, 2, phase)
    review = make_review(stage=at)
    allowed = {stage.code for stage in landing(shape_of(first), at, shape_of(second)).choices}
    earlier_than_its_own = {code for code in after if at in after and code != at}

    went = set()
    for stage in second.stages.all():
        with suppress(DatabaseError), transaction.atomic():
            GatePassage.objects.create(
                review=review,
                sequence=2,
                from_stage=review.stage,
                to_stage=stage,
                outcome=GateOutcome.MOVED,
                reason=WHY,
                by=portfolio_officer,
                effective_on=TODAY,
            )
            went.add(stage.code)
            transaction.set_rollback(True)

    # Where its own stage is there the rule keeps a review at it; the database lets it go back.
    assert allowed <= went
    assert went - allowed <= earlier_than_its_own


def changes_of(version):
    stage = version.stages.first()
    criterion = Criterion.objects.filter(stage__methodology=version).first()
    return {
        "update the version": lambda: Methodology.objects.filter(pk=version.pk).update(title="X"),
        "delete the version": lambda: Methodology.objects.filter(pk=version.pk)._raw_delete(
            "default"
        ),
        "insert a stage": lambda: Stage.objects.create(
            methodology=version, order=9, code="x", title="X"
        ),
        "update a stage": lambda: Stage.objects.filter(pk=stage.pk).update(title="X"),
        "delete a stage": lambda: Stage.objects.filter(pk=stage.pk)._raw_delete("default"),
        "insert a criterion": lambda: Criterion.objects.create(
            stage=stage, order=9, code="x", title="X", kind=CriterionKind.PREFERRED_OPTION
        ),
        "update a criterion": lambda: Criterion.objects.filter(pk=criterion.pk).update(title="X"),
        "delete a criterion": lambda: Criterion.objects.filter(pk=criterion.pk)._raw_delete(
            "default"
        ),
    }


@pytest.mark.parametrize(
    "change",
    [
        f"{verb} {what}"
        for what in ("the version", "a stage", "a criterion")
        for verb in ("insert", "update", "delete")
        if (verb, what) != ("insert", "the version")
    ],
)
def test_what_is_in_force_stands(change):
    version = make_methodology()

    with (
        pytest.raises(DatabaseError, match="A methodology in force is not changed"),
        transaction.atomic(),
    ):
        changes_of(version)[change]()


def test_a_stage_is_not_taken_from_a_version_in_force_to_a_draft(portfolio_officer):
    draft = begin_draft(portfolio_officer, blank=True)
    stage = Stage.objects.filter(methodology__version=1).first()

    with pytest.raises(DatabaseError, match="is not changed"), transaction.atomic():
        Stage.objects.filter(pk=stage.pk).update(methodology=draft)


def test_the_database_keeps_one_draft_a_phase(portfolio_officer):
    draft = begin_draft(portfolio_officer)

    with pytest.raises(DatabaseError, match="one_draft"), transaction.atomic():
        Methodology.objects.create(phase=draft.phase, version=9, title="Another")


def test_a_version_without_a_stage_does_not_go_in_force(portfolio_officer):
    draft = begin_draft(portfolio_officer, blank=True)

    with pytest.raises(DatabaseError, match="A methodology in force has stages"):
        Methodology.objects.filter(pk=draft.pk).update(state="IN_FORCE", in_force_on=TODAY)


def test_a_version_is_not_in_force_before_the_one_before_it(portfolio_officer):
    draft = begin_draft(portfolio_officer)

    with pytest.raises(DatabaseError, match="no earlier than the one before it"):
        Methodology.objects.filter(pk=draft.pk).update(
            state="IN_FORCE", in_force_on=date(2013, 1, 1)
        )


def test_a_gate_judges_what_met_it_before_the_move(portfolio_officer, officer, sro):
    review = make_review(stage="stage-2", lead=officer, sro=sro)
    make_evidence(review, by=officer, accepted_by=sro)
    make_option(review)
    version = make_version(portfolio_officer, add=[(1, "mandate")])
    move([review], version, portfolio_officer)

    statuses = policies.check_gate(Review.objects.select_related("stage").get(pk=review.pk), None)

    assert [status.met for status in statuses] == [True, True, False]


def test_evidence_that_waits_is_asked_for_and_accepted_after_the_move(
    portfolio_officer, officer, sro
):
    review = make_review(title="Property", stage="stage-2", lead=officer, sro=sro)
    evidence = make_evidence(review, by=officer)
    version = make_version(portfolio_officer, add=[(1, "mandate")])
    move([review], version, portfolio_officer)

    asked = [ask.text for ask in asked_of(sro, TODAY)]
    accept_evidence(evidence=evidence, by=sro, now=NOW, today=TODAY)

    assert asked == ["Accept or return the outline business case for Property"]
    evidence.refresh_from_db()
    assert evidence.state == EvidenceState.ACCEPTED


def test_evidence_for_what_is_asked_no_more_is_not_accepted(portfolio_officer, officer, sro):
    review = make_review(stage="stage-2", lead=officer, sro=sro)
    evidence = make_evidence(review, by=officer)
    version = make_version(portfolio_officer, drop=["stage-2"])
    move([review], version, portfolio_officer)

    with pytest.raises(EvidenceRefused, match="is not asked of this review"):
        accept_evidence(evidence=evidence, by=sro, now=NOW, today=TODAY)
    assert asked_of(sro, TODAY) == []


def test_the_report_has_the_stages_that_most_reviews_followed_then(portfolio_officer):
    reviews = [make_review(stage="stage-2") for _ in range(3)]
    version = make_version(portfolio_officer, add=[(1, "mandate")])
    move(reviews[:1], version, portfolio_officer)
    few = [stage.code for stage in read_phase(1, None).stages]
    move(reviews[1:], version, portfolio_officer)

    now, then = (read_phase(1, as_at).stages for as_at in (None, date(2014, 3, 27)))

    assert [stage.methodology.version for stage in (now[0], then[0])] == [2, 1]
    assert few == [stage.code for stage in then]
