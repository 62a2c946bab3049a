"""Merging, splitting, taking out, handing over and reconsidering: what follows and what counts."""

import threading
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from ftc.errors import NotPermitted, StaleVersion
from ftc.organisation.enums import Role
from ftc.programme.models import Portfolio
from reviews import actions, queries
from reviews.actions.scope import NewReview
from reviews.enums import GateOutcome, OptionStateKind, ReviewState, ScopeChangeKind
from reviews.errors import DateRefused, GateRefused, ScopeRefused, StateRefused
from reviews.models import GatePassage, Review, ScopeChange
from reviews.queries import Scope, selected_options, selected_reviews, selected_services
from tests.factories.organisation import make_user
from tests.factories.reviews import (
    change_state,
    make_evidence,
    make_option,
    make_resolution,
    make_review,
    make_service,
)

pytestmark = pytest.mark.django_db
TODAY = date(2014, 5, 6)
NOW = datetime(2014, 5, 6, 10, 0, tzinfo=ZoneInfo("Europe/London"))
FEBRUARY, MARCH, APRIL = date(2014, 2, 3), date(2014, 3, 3), date(2014, 4, 1)
JOINT = NewReview(code="P1-HIF", title="HR, ICT and Finance")


@pytest.fixture
def office():
    return make_user(Role.PORTFOLIO_OFFICE)


@pytest.fixture
def trio():
    """Human Resources, ICT and Finance at Stage 2, each with one service of 800 pounds net."""
    reviews = [
        make_review(f"P1-{code}", title=code, stage="stage-2", order=order)
        for order, code in enumerate(("HR", "ICT", "FIN"), start=1)
    ]
    for review in reviews:
        make_service(review, code=review.code)
    return reviews


def _common(by, **fields):
    return {"by": by, "now": NOW, "today": TODAY, "reason": "One back office."} | fields


def _versions(*reviews):
    return {row.pk: row.version for row in Review.objects.filter(pk__in=[r.pk for r in reviews])}


def _merge(by, reviews, into=JOINT, **fields):
    involved = [*reviews, into] if isinstance(into, Review) else reviews
    return actions.merge_reviews(
        reviews=reviews,
        into=into,
        **{"expected_versions": _versions(*involved)} | _common(by, **fields),
    )


def _take_out(by, review, **fields):
    merge = ScopeChange.objects.filter(review=review, kind=ScopeChangeKind.MERGE).last()
    return actions.take_out_of_merge(
        merge=merge, expected_versions=_versions(review, merge.other), **_common(by, **fields)
    )


def _act(action, review, by, **fields):
    review.refresh_from_db()
    return action(review=review, expected_version=review.version, **_common(by, **fields))


def _services(review, on=None):
    rows = queries.services_covered(on).filter(review=review)
    return list(rows.order_by("order").values_list("service__code", flat=True))


def _states(review):
    return {
        option.title: option.state
        for option in review.options.model.objects.with_state(None).filter(review=review)
    }


# Merging


def test_services_go_to_the_joint_review_and_the_merged_ones_say_so(office, trio):
    joint = _merge(office, trio)

    assert _services(joint) == ["P1-HR", "P1-ICT", "P1-FIN"]
    for review in trio:
        review.refresh_from_db()
        assert (review.state, review.version, _services(review)) == (ReviewState.MERGED, 2, [])
        change = review.scope_changes.get()
        assert (change.kind, change.other, change.by) == (ScopeChangeKind.MERGE, joint, office)


def test_a_new_joint_review_stands_at_the_earliest_stage_of_its_parts(office, trio):
    early = make_review("P1-PRO", stage="stage-1")
    make_service(early)

    joint = _merge(office, [*trio, early])

    passage = joint.passages.get()
    assert (joint.stage.code, passage.outcome) == ("stage-1", GateOutcome.CARRIED)
    assert joint.methodology == early.methodology


def test_a_joint_review_of_one_not_started_is_not_started(office, trio):
    fresh = make_review("P1-NEW")
    make_service(fresh)

    assert _merge(office, [*trio, fresh]).stage is None


def test_options_follow_with_their_states_and_are_counted_once(office, trio):
    first, second, _ = trio
    preferred = make_option(first, title="Joint venture", on=FEBRUARY, reason="It is the best")
    make_option(second, OptionStateKind.NOT_RECOMMENDED, title="Outsource", on=FEBRUARY)

    joint = _merge(office, trio, effective_on=MARCH)

    assert _states(joint) == {
        "Joint venture": OptionStateKind.PREFERRED,
        "Outsource": OptionStateKind.NOT_RECOMMENDED,
    }
    copy = joint.options.get(title="Joint venture")
    assert copy.carried_from == preferred
    assert [model.code for model in copy.delivery_models.all()] == ["LATCO"]
    assert copy.states.get().reason == "It is the best"
    for on in (FEBRUARY, date(2014, 3, 2), MARCH, TODAY, None):
        counted = selected_options(Scope(phase=1), "", as_at=on).rows
        assert [option.title for option in counted] == ["Joint venture", "Outsource"], on
        assert len(selected_options(Scope(phase=1), "preferred", as_at=on).rows) == 1, on


def test_services_and_reviews_are_counted_once_at_every_date(office, trio):
    _merge(office, trio, effective_on=MARCH)

    for on in (FEBRUARY, date(2014, 3, 2), MARCH, TODAY, None):
        rows = selected_services(Scope(phase=1), as_at=on).rows
        assert sorted(row.service.code for row in rows) == ["P1-FIN", "P1-HR", "P1-ICT"], on
        totals = queries.totals_of(queries.reviews_known_on(on), as_at=on)
        assert (totals.services, totals.net_gbp) == (3, 2400), on
    before = selected_reviews(Scope(phase=1), as_at=date(2014, 3, 2)).rows
    after = selected_reviews(Scope(phase=1), as_at=MARCH).rows
    assert [review.code for review in before] == ["P1-HR", "P1-ICT", "P1-FIN"]
    assert [review.code for review in after] == ["P1-HIF"]


def test_a_services_code_leads_to_the_review_it_is_in_on_the_day(office, trio):
    for review in trio:
        make_service(review, code=f"S-{review.code}")
    joint = _merge(office, trio, effective_on=MARCH)

    assert queries.review_for_code("S-P1-ICT") == joint
    assert queries.review_for_code("S-P1-ICT", FEBRUARY) == trio[1]


def test_reviews_are_merged_into_one_that_keeps_its_code_and_stage(office, trio):
    first, *others = trio

    joint = _merge(office, others, into=first)

    assert (joint, joint.stage.code) == (first, "stage-2")
    assert _services(joint) == ["P1-HR", "P1-ICT", "P1-FIN"]


def test_a_service_that_both_cover_is_covered_once(office, trio):
    first, second, _ = trio
    shared = first.reviewed_services.get().service
    second.reviewed_services.create(service=shared, order=9)

    joint = _merge(office, [second], into=first)

    assert _services(joint) == ["P1-HR", "P1-ICT"]


def test_what_cannot_be_merged_is_refused(office, trio):
    first, _, third = trio
    other_phase = make_review("P2-SEN", phase=2)
    change_state(third, reason="It waits")
    ahead = make_review("P1-FAR", stage="stage-2")
    behind = make_review("P1-NEAR", stage="stage-1")
    for reviews, into, sentence in (
        ([first], first, "cannot be merged with itself"),
        ([first], JOINT, "at least two"),
        ([first, other_phase], JOINT, "are of different phases"),
        ([first, third], JOINT, "deferred: It waits.* before it is resumed"),
        ([first], third, "deferred"),
        ([behind], ahead, "P1-NEAR has not come to Stage 2"),
    ):
        with pytest.raises(ScopeRefused, match=sentence):
            _merge(office, reviews, into=into)
    assert not ScopeChange.objects.exists()
    assert Review.objects.filter(state=ReviewState.MERGED).count() == 0


def test_a_merged_review_is_neither_merged_again_nor_merged_into(office, trio):
    first, second, third = trio
    _merge(office, [second], into=first)

    for reviews, into in (([second], third), ([third], second), ([first], second)):
        with pytest.raises(ScopeRefused, match="merged: One back office"):
            _merge(office, reviews, into=into)


def test_a_review_that_somebody_changed_meanwhile_is_not_merged(office, trio):
    versions = _versions(*trio)
    Review.objects.count_edit(trio[1])

    with pytest.raises(StaleVersion):
        _merge(office, trio, expected_versions=versions)
    assert not Review.objects.filter(code="P1-HIF").exists()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SENIOR_RESPONSIBLE_OWNER, Role.MEMBER])
def test_only_the_portfolio_office_changes_the_scope(role, trio):
    with pytest.raises(NotPermitted, match="Only the portfolio office"):
        _merge(make_user(role), trio)


def test_a_merge_counts_from_no_day_before_the_last_step(office, trio):
    make_option(trio[0], on=APRIL)

    with pytest.raises(DateRefused, match="HR stands as it does since 1 April 2014"):
        _merge(office, trio, effective_on=MARCH)


def test_a_merge_says_why(office, trio):
    with pytest.raises(ScopeRefused, match="Give the reason"):
        _merge(office, trio, reason=" ")


# Taking out again


def test_what_was_merged_is_taken_out_with_its_services_and_options(office, trio):
    option = make_option(trio[0], title="Joint venture", on=FEBRUARY)
    joint = _merge(office, trio, effective_on=MARCH)

    taken = _take_out(office, trio[0], effective_on=APRIL)

    assert (taken.state, _services(taken), _services(joint)) == (
        ReviewState.ACTIVE,
        ["P1-HR"],
        ["P1-ICT", "P1-FIN"],
    )
    assert _services(joint, MARCH) == ["P1-HR", "P1-ICT", "P1-FIN"]
    assert _states(taken) == {"Joint venture": OptionStateKind.PREFERRED}
    assert _states(joint) == {"Joint venture": OptionStateKind.CARRIED}
    for on in (FEBRUARY, MARCH, APRIL, None):
        rows = selected_options(Scope(phase=1), "", as_at=on).rows
        assert len(rows) == 1, on
    assert rows == [option]


def test_a_joint_review_left_with_nothing_is_withdrawn(office, trio):
    joint = _merge(office, trio[:2])

    for review in trio[:2]:
        _take_out(office, review)

    joint.refresh_from_db()
    assert joint.state == ReviewState.WITHDRAWN


def test_what_was_taken_out_can_be_merged_again(office, trio):
    make_option(trio[1], title="Joint venture", on=FEBRUARY)
    joint = _merge(office, trio, effective_on=MARCH)
    _take_out(office, trio[1], effective_on=APRIL)

    _merge(office, [trio[1]], into=joint)

    assert _services(joint) == ["P1-HR", "P1-FIN", "P1-ICT"]
    assert len(selected_options(Scope(phase=1), "", as_at=None).rows) == 1


def test_nothing_is_taken_out_once_the_joint_review_has_passed_a_gate(office, trio):
    joint = _merge(office, trio)
    supplier, owner = make_user(Role.OFFICER), make_user(Role.SENIOR_RESPONSIBLE_OWNER)
    make_evidence(joint, by=supplier, accepted_by=owner)
    make_option(joint)
    make_resolution(joint)
    actions.move_to_next_stage(
        review=joint, expected_version=joint.version, by=office, now=NOW, today=TODAY
    )

    with pytest.raises(ScopeRefused, match=r"has passed to Stage 3.* since, which HR has not"):
        _take_out(office, trio[0])


def test_nothing_is_taken_out_twice(office, trio):
    _merge(office, trio)
    merge = trio[0].scope_changes.get()
    _take_out(office, trio[0])

    with pytest.raises(ScopeRefused, match=r"taken out of .* already"):
        actions.take_out_of_merge(
            merge=merge, expected_versions=_versions(trio[0], merge.other), **_common(office)
        )


# Splitting


@pytest.fixture
def joint():
    review = make_review("P1-HIF", title="HR, ICT and Finance", stage="stage-2")
    for code in ("HR", "ICT", "FIN"):
        make_service(review, code=code)
    return review


def _split(by, review, codes, options=(), **fields):
    services = [row.service for row in review.reviewed_services.filter(service__code__in=codes)]
    new = NewReview(code="P1-ICT", title="ICT")
    return _act(
        actions.split_review, review, by, new=new, services=services, options=options, **fields
    )


def test_services_and_options_are_split_off_at_the_same_stage(office, joint):
    kept = make_option(joint, OptionStateKind.NOT_RECOMMENDED, title="Keep", on=FEBRUARY)
    gone = make_option(joint, title="Go", on=FEBRUARY)

    part = _split(office, joint, ["ICT"], [gone], effective_on=MARCH)

    assert (part.stage, part.state, _services(part)) == (joint.stage, ReviewState.ACTIVE, ["ICT"])
    assert _services(joint) == ["HR", "FIN"]
    assert (_states(part), _states(joint)) == (
        {"Go": OptionStateKind.PREFERRED},
        {"Keep": OptionStateKind.NOT_RECOMMENDED, "Go": OptionStateKind.CARRIED},
    )
    for on in (FEBRUARY, MARCH, None):
        assert len(selected_options(Scope(phase=1), "", as_at=on).rows) == 2, on
        assert len(selected_services(Scope(phase=1), as_at=on).rows) == 3, on
    assert kept.states.count() == 1


def test_what_was_split_off_is_merged_back(office, joint):
    option = make_option(joint, title="Go", on=FEBRUARY)
    part = _split(office, joint, ["ICT"], [option], effective_on=MARCH)

    _merge(office, [part], into=joint)

    assert _services(joint) == ["HR", "FIN", "ICT"]
    assert len(selected_options(Scope(phase=1), "", as_at=None).rows) == 1


def test_a_review_keeps_a_service_and_gives_only_its_own(office, joint):
    other = make_review("P1-PRO", stage="stage-2")
    make_service(other, code="PRO")
    stranger = make_option(other)
    for codes, options, sentence in (
        ([], (), "Choose the services"),
        (["HR", "ICT", "FIN"], (), "must keep at least one"),
        (["HR"], [stranger], "Only options of HR, ICT and Finance"),
    ):
        with pytest.raises(ScopeRefused, match=sentence):
            _split(office, joint, codes, options)
    foreign = other.reviewed_services.get().service
    with pytest.raises(ScopeRefused, match="Only services that HR, ICT and Finance covers"):
        _act(
            actions.split_review,
            joint,
            office,
            new=NewReview(code="P1-X", title="X"),
            services=[foreign],
            options=[],
        )


# Handing over, closing and the way back


def _at_last_stage():
    review = make_review("P1-PRO", title="Property")
    last = review.methodology.stages.order_by("-order").first()
    for stage in review.methodology.stages.all():
        for criterion in stage.criteria.all():
            _meet(review, criterion)
    _walk_to(review, last)
    return review


def _meet(review, criterion):
    supplier, owner = make_user(Role.OFFICER), make_user(Role.SENIOR_RESPONSIBLE_OWNER)
    match criterion.kind:
        case "EVIDENCE":
            make_evidence(review, criterion.code, by=supplier, accepted_by=owner)
        case "PREFERRED_OPTION":
            make_option(review, title="Chosen", on=FEBRUARY)
        case "RESOLUTION":
            make_resolution(review, body_kind=criterion.body_kind, on=APRIL)


def _walk_to(review, last):
    by = make_user(Role.PORTFOLIO_OFFICE)
    review.refresh_from_db()
    while review.stage_id != last.pk:
        act = actions.move_to_next_stage if review.stage_id else actions.start_review
        act(review=review, expected_version=review.version, by=by, now=NOW, today=TODAY)
        review.refresh_from_db()


@pytest.fixture
def portfolio():
    return Portfolio.objects.create(code="BCP", name="Business Capability")


def test_a_review_is_handed_over_at_its_last_stage_and_taken_back(office, portfolio):
    review = _at_last_stage()

    given = _act(actions.hand_over_review, review, office, portfolio=portfolio)
    taken = _act(actions.take_back_review, review, office)

    assert (given.state, given.portfolio) == (ReviewState.HANDED_OVER, portfolio)
    assert taken.state == ReviewState.ACTIVE
    changes = list(review.scope_changes.order_by("pk"))
    assert [change.kind for change in changes] == ["HAND_OVER", "TAKE_BACK"]
    assert changes[1].undoes == changes[0]


def test_a_review_is_closed_after_handing_over_and_opened_again(office, portfolio):
    review = _at_last_stage()
    _act(actions.hand_over_review, review, office, portfolio=portfolio)

    closed = _act(actions.close_review, review, office)
    reopened = _act(actions.reopen_review, review, office)

    assert (closed.state, reopened.state) == (ReviewState.CLOSED, ReviewState.ACTIVE)


def test_before_the_last_stage_nothing_is_handed_over_or_closed(office, portfolio, joint):
    with pytest.raises(ScopeRefused, match=r"is at Stage 2.*handed over.*Implementation"):
        _act(actions.hand_over_review, joint, office, portfolio=portfolio)
    with pytest.raises(ScopeRefused, match="is closed at Implementation"):
        _act(actions.close_review, joint, office)


def test_a_review_is_withdrawn_and_reinstated(office, joint):
    withdrawn = _act(actions.withdraw_review, joint, office)
    back = _act(actions.reinstate_review, joint, office)

    assert (withdrawn.state, back.state, back.stage.code) == (
        ReviewState.WITHDRAWN,
        ReviewState.ACTIVE,
        "stage-2",
    )


@pytest.mark.parametrize(
    "action", ["resume_review", "reinstate_review", "reopen_review", "take_back_review"]
)
def test_a_merged_review_comes_back_only_by_taking_it_out(office, trio, action):
    _merge(office, trio)

    with pytest.raises((StateRefused, ScopeRefused)):
        _act(getattr(actions, action), trio[0], office)
    trio[0].refresh_from_db()
    assert trio[0].state == ReviewState.MERGED


# Reconsidering


def _at_stage_3(by):
    review = make_review("P1-PRO", title="Property", stage="stage-2")
    make_option(review, title="Trading company", on=FEBRUARY)
    make_option(review, title="Trust", on=FEBRUARY)
    for criterion in review.stage.criteria.exclude(kind="PREFERRED_OPTION"):
        _meet(review, criterion)
    _walk_to(review, review.methodology.stages.get(code="stage-3"))
    return review


def test_a_failed_option_takes_the_review_back_and_the_gate_asks_anew(office):
    review = _at_stage_3(office)
    stage = review.methodology.stages.get(code="stage-2")
    options = {option.title: option for option in review.options.all()}

    back = _act(
        actions.reconsider_review,
        review,
        office,
        to_stage=stage,
        options={
            options["Trading company"].pk: OptionStateKind.NOT_RECOMMENDED_AT_THIS_STAGE,
            options["Trust"].pk: OptionStateKind.SHORT_LISTED,
        },
    )

    assert back.stage == stage
    assert _states(review) == {
        "Trading company": OptionStateKind.NOT_RECOMMENDED_AT_THIS_STAGE,
        "Trust": OptionStateKind.SHORT_LISTED,
    }
    assert review.passages.latest("sequence").outcome == GateOutcome.RETURNED
    assert review.scope_changes.get().kind == ScopeChangeKind.RECONSIDER
    with pytest.raises(GateRefused):
        actions.move_to_next_stage(
            review=back, expected_version=back.version, by=office, now=NOW, today=TODAY
        )


def test_it_is_said_what_becomes_of_every_preferred_option(office):
    review = _at_stage_3(office)
    stage = review.methodology.stages.get(code="stage-2")

    with pytest.raises(ScopeRefused, match="Say what becomes of “Trading company”"):
        _act(actions.reconsider_review, review, office, to_stage=stage, options={})
    assert GatePassage.objects.filter(outcome=GateOutcome.RETURNED).count() == 0


def test_a_review_is_reconsidered_only_once_its_option_has_left_its_stage(office, joint):
    stage = joint.methodology.stages.get(code="stage-1")

    with pytest.raises(ScopeRefused, match="is at Stage 2"):
        _act(actions.reconsider_review, joint, office, to_stage=stage, options={})


def test_it_goes_back_no_further_on_than_where_the_option_is_chosen(office):
    review = _at_stage_3(office)
    options = dict.fromkeys(
        review.options.values_list("pk", flat=True), OptionStateKind.SHORT_LISTED
    )

    with pytest.raises(ScopeRefused, match="cannot be reconsidered from Stage 3"):
        _act(actions.reconsider_review, review, office, to_stage=review.stage, options=options)


def test_nobody_is_carried_to_a_place_without_a_change_of_scope(office):
    review = make_review("P1-X")

    with pytest.raises(Exception, match="does not follow"):
        GatePassage.objects.create(
            review=review,
            sequence=1,
            to_stage=review.methodology.stages.get(code="stage-2"),
            outcome=GateOutcome.CARRIED,
            reason="Because",
            by=office,
            effective_on=TODAY,
        )


# Two at the same moment


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_merges_in_a_circle_at_once_one_is_refused():
    office = make_user(Role.PORTFOLIO_OFFICE)
    first, second = (make_review(stage="stage-2") for _ in range(2))
    for review in (first, second):
        make_service(review)
    versions = _versions(first, second)
    outcomes = []

    def merge(review, into):
        try:
            _merge(office, [review], into=into, expected_versions=versions)
            outcomes.append(None)
        except (StaleVersion, ScopeRefused, GateRefused) as refusal:
            outcomes.append(type(refusal))
        finally:
            connection.close()

    threads = [
        threading.Thread(target=merge, args=pair) for pair in ((first, second), (second, first))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes.count(None) == 1
    assert Review.objects.filter(state=ReviewState.MERGED).count() == 1
    assert ScopeChange.objects.count() == 1
