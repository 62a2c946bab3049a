"""Criteria in words, differences between versions, the check of a draft, and where a move leads."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftc.organisation.enums import Role
from governance.enums import BodyKind
from reviews.calculations.methodologies import (
    ACCEPTING,
    CriterionShape,
    Landing,
    Shape,
    StageShape,
    landing,
)
from reviews.calculations.methodology_check import check_draft
from reviews.calculations.methodology_differences import differences
from reviews.enums import CriterionKind, MethodologyState

LEAD = CriterionShape("lead", "Lead named", CriterionKind.FIELD, field="LEAD")
BRIEF = CriterionShape(
    "brief", "Scoping brief", CriterionKind.EVIDENCE, role=Role.SENIOR_RESPONSIBLE_OWNER
)
COUNCIL = CriterionShape(
    "council", "Endorsement", CriterionKind.RESOLUTION, body_kind=BodyKind.FULL_COUNCIL
)
MONEY = CriterionShape("money", "Money checked", CriterionKind.SIGN_OFF, role=Role.FINANCE)
OWNER = CriterionShape(
    "owner", "Owner agrees", CriterionKind.SIGN_OFF, role=Role.SENIOR_RESPONSIBLE_OWNER
)


def shape(*codes, version=1, state=MethodologyState.IN_FORCE, **stages):
    """A version with stages of these codes, "a" called "A", each but the last asking for a lead."""
    made = tuple(
        StageShape(
            key=version * 100 + order,
            order=order,
            code=code,
            title=code.upper(),
            criteria=() if order == len(codes) else (LEAD,),
        )
        for order, code in enumerate(codes, start=1)
    )
    made = tuple(replace(stage, **stages.get(stage.code, {})) for stage in made)
    return Shape(
        key=version,
        phase=1,
        phase_title="Phase 1",
        version=version,
        title="Phase 1 reviews",
        state=state,
        stages=made,
    )


def draft(*codes, **stages):
    return shape(*codes, version=2, state=MethodologyState.DRAFT, **stages)


@pytest.mark.parametrize(
    "criterion, asks, decided_by",
    [
        (
            BRIEF,
            "Evidence that the Senior Responsible Owner accepts",
            "Accepted by the Senior Responsible Owner",
        ),
        (
            replace(BRIEF, evidence_kind="FILE", role=Role.PORTFOLIO_OFFICE),
            "Evidence (file) that the portfolio office accepts",
            "Accepted by the portfolio office",
        ),
        (LEAD, "Recorded of the review: Lead", "Read from the records of the review"),
        (
            CriterionShape("m", "M", CriterionKind.MILESTONE, milestone_title="Mandate"),
            "The milestone “Mandate” achieved",
            "Read from the records of the review",
        ),
        (
            CriterionShape("p", "P", CriterionKind.PREFERRED_OPTION),
            "An option that is preferred",
            "Read from the records of the review",
        ),
        (MONEY, "A sign-off by a finance partner", "Signed off by a finance partner"),
        (
            CriterionShape("a", "A", CriterionKind.ADVICE, body_kind="CABINET_COMMITTEE"),
            "Advice of a cabinet committee",
            "Given by a cabinet committee; Democratic Services records it",
        ),
        (
            COUNCIL,
            "A resolution of the full council",
            "Given by the full council; Democratic Services records it",
        ),
        (
            CriterionShape(
                "d", "D", CriterionKind.DECISION, body_kind="EXECUTIVE", only_if_key=True
            ),
            "An effective decision of the executive, not asked where no Key Decision is needed",
            "Given by the executive; Democratic Services records it",
        ),
        (
            CriterionShape("o", "O", CriterionKind.DECISION, body_kind="OFFICER_BOARD"),
            "An effective decision of an officer board",
            "Given by an officer board; Democratic Services records it",
        ),
    ],
    ids=lambda value: value.kind if isinstance(value, CriterionShape) else "",
)
def test_a_criterion_says_what_it_asks_and_who_decides(criterion, asks, decided_by):
    assert (criterion.asks, criterion.decided_by) == (asks, decided_by)


def test_every_role_that_may_accept_has_its_words():
    assert set(ACCEPTING) == {
        Role.OFFICER,
        Role.SENIOR_RESPONSIBLE_OWNER,
        Role.FINANCE,
        Role.PORTFOLIO_OFFICE,
        Role.DEMOCRATIC_SERVICES,
    }


def test_credit_is_of_the_paper_and_the_paragraph():
    assert replace(LEAD, paper_title="Outturn", source_ref="para 2.5").credit == "Outturn, para 2.5"
    assert LEAD.credit == ""


def test_a_version_is_named_as_a_draft_or_in_force():
    assert (draft("a").name, shape("a").name) == ("The draft of version 2", "Version 1")


def test_nothing_differs_between_the_same_stages():
    assert differences(shape("a", "b"), draft("a", "b")) == []


def test_what_differs_is_told_stage_by_stage():
    before = shape("a", "b", "c", "d")
    after = replace(
        draft(
            "x",
            "b",
            "a",
            "d",
            a={"title": "Start", "description": "Scoping", "runs_market_engagement": True},
            x={"criteria": (BRIEF,), "runs_market_engagement": True},
            b={"criteria": ()},
        ),
        title="Reviews",
    )

    assert differences(before, after) == [
        "The title “Phase 1 reviews” becomes “Reviews”.",
        "The stage “C” is taken out.",
        "The stage “X” is added first, in which the market is engaged; to leave it: “Scoping "
        "brief” (evidence that the Senior Responsible Owner accepts).",
        "“Lead named” is no longer asked to leave “B”.",
        "The stage “A” is called “Start”.",
        "The description of “Start” becomes “Scoping”.",
        "The market is engaged in “Start”.",
        "The stages stand in another order: “B”, “Start”, “D”.",
    ]


def test_what_differs_is_told_criterion_by_criterion():
    before = shape("a", "b", a={"criteria": (LEAD, BRIEF, COUNCIL), "runs_market_engagement": True})
    changed = replace(
        BRIEF, title="Brief", role=Role.FINANCE, guidance="Two pages", source_ref="para 1"
    )
    after = draft("a", "b", a={"criteria": (COUNCIL, changed, MONEY)})

    assert differences(before, after) == [
        "The market is no longer engaged in “A”.",
        "“Lead named” is no longer asked to leave “A”.",
        "The criterion “Scoping brief” of “A” is called “Brief”.",
        "“Brief” (to leave “A”) asked for: evidence that the Senior Responsible Owner accepts. "
        "It asks for: evidence that a finance partner accepts.",
        "The guidance for “Brief” (to leave “A”) becomes “Two pages”.",
        "“Brief” (to leave “A”) is asked for by para 1.",
        "“Money checked” is newly asked to leave “A”: a sign-off by a finance partner.",
        "The criteria of “A” stand in another order: “Endorsement”, “Brief”.",
    ]


def test_a_stage_added_in_between_says_after_which():
    after = draft("a", "x", "b", x={"criteria": ()})

    assert differences(shape("a", "b"), after) == ["The stage “X” is added after “A”."]


def test_what_is_emptied_is_told():
    before = shape(
        "a",
        "b",
        a={"description": "Scoping", "criteria": (replace(LEAD, paper_title="Outturn"),)},
    )

    assert differences(before, draft("a", "b")) == [
        "The description of “A” becomes empty.",
        "“Lead named” (to leave “A”) is asked for by no paper.",
    ]


def check(made, before=None, bodies=("FULL_COUNCIL",), roles=tuple(Role)):
    return check_draft(made, before=before, body_kinds=bodies, roles=roles)


def test_a_draft_without_a_stage_is_not_fit():
    assert check(draft()).problems == ("There is no stage yet. Add at least one.",)
    assert not check(draft()).is_fit


def test_a_draft_that_changes_nothing_is_not_fit():
    assert check(draft("a", "b"), shape("a", "b")).problems == ("Nothing differs from version 1.",)


def test_every_stage_but_the_last_asks_something():
    made = draft("a", "b", a={"criteria": ()}, b={"criteria": (LEAD,)})

    assert check(made).problems == (
        "Nothing is asked to leave “A”, so its gate would always be open.",
        "“B” is the last stage, so nothing can be asked to leave it.",
    )


def test_titles_are_not_there_twice():
    made = draft(
        "a",
        "b",
        "c",
        b={"title": " a "},
        a={"criteria": (LEAD, replace(MONEY, title="lead NAMED"))},
    )

    assert check(made).problems == (
        "Two stages are called “A”.",
        "Two criteria of “A” are called “Lead named”.",
    )


def test_a_body_that_is_asked_for_is_there():
    made = draft("a", "b", a={"criteria": (COUNCIL,)})

    assert check(made).is_fit
    assert check(made, bodies=()).problems == (
        "“Endorsement” (to leave “A”) waits for the full council, and FTC knows no such body.",
    )


def test_a_gate_is_signed_off_once_by_each():
    made = draft("a", "b", a={"criteria": (MONEY, OWNER, replace(MONEY, code="x", title="X"))})

    assert check(made).problems == ("“A” is signed off twice by a finance partner.",)


def test_remarks_tell_the_order_of_sign_offs_and_what_comes_after_them():
    made = draft("a", "b", a={"criteria": (MONEY, OWNER, BRIEF), "runs_market_engagement": True})

    assert check(made).remarks == (
        "The market may be engaged from “A” on.",
        "“A” is signed off by a finance partner, then the Senior Responsible Owner.",
        "“Scoping brief” comes after the sign-off “Money checked” of “A”, so whoever signs may "
        "not have seen it.",
    )


def test_remarks_tell_of_roles_that_nobody_has_and_of_the_market():
    made = draft("a", "b", a={"criteria": (MONEY, BRIEF)})

    assert check(made, roles=()).remarks == (
        "The market is engaged in no stage, so it may be engaged from the start.",
        "“Scoping brief” comes after the sign-off “Money checked” of “A”, so whoever signs may "
        "not have seen it.",
        "Nobody in FTC is a finance partner, who is asked for “Money checked” (to leave “A”).",
        "Nobody in FTC is a Senior Responsible Owner, who is asked for “Scoping brief” "
        "(to leave “A”).",
    )


def codes(found):
    return [stage.code for stage in found.choices]


@pytest.mark.parametrize(
    "before, at, after, to",
    [
        ("abc", "b", "abc", ["b"]),
        ("abc", "b", "xabc", ["b"]),  # what is new before it is not asked of it
        ("abc", "b", "bc", ["b"]),
        ("abc", "c", "ac", ["c"]),
        ("abc", "b", "acb", ["a"]),  # c's gate had not been passed
        ("abc", "b", "ac", ["a"]),
        ("abcd", "c", "abd", ["b", "a"]),
        ("abc", "b", "axyc", ["x", "a"]),
        ("abc", "b", "xyc", ["x"]),
        ("abc", "b", "ca", []),
        ("abcd", "c", "abxd", ["x", "b", "a"]),
    ],
)
def test_where_a_review_is_moved_to(before, at, after, to):
    assert codes(landing(shape(*before), at, shape(*after, version=2))) == to


def test_why_a_review_does_not_stay_at_its_stage():
    before = shape(*"abc")

    assert landing(before, "b", shape(*"abc", version=2)).why == ""
    assert landing(before, "b", shape(*"ac", version=2)).why == "There is no stage B any more."
    assert (
        landing(before, "b", shape(*"acb", version=2)).why
        == "B now comes after a gate that this review has not passed."
    )
    assert landing(before, "b", shape("c", version=2)) == Landing(
        (), "Every stage comes after a gate that this review has not passed."
    )


def test_a_stage_that_is_not_there_is_a_fault():
    with pytest.raises(ValueError, match="no stage z"):
        landing(shape("a"), "z", shape("a"))


SOME = st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1, max_size=8)


@given(before=SOME, after=SOME, data=st.data())
def test_no_move_gets_past_a_gate_that_was_not_passed(before, after, data):
    at = data.draw(st.sampled_from(before))
    not_passed = set(before[before.index(at) :])

    for to in landing(shape(*before), at, shape(*after, version=2)).choices:
        behind = set(after[: to.order - 1])
        assert not behind & not_passed
        assert to.code == at or (behind <= set(before) and to.code not in not_passed - {at})
        assert to.code == at or to.order <= before.index(at) + 1
