"""Drafts begun, edited, discarded and put in force; nobody overwrites what somebody else did."""

from dataclasses import asdict, replace
from datetime import date

import pytest

from ftc.errors import NotPermitted, StaleVersion
from ftc.organisation.enums import Role
from governance.enums import BodyKind
from reviews.actions import methodologies as actions
from reviews.enums import CriterionKind, MethodologyState
from reviews.errors import DateRefused, MethodologyRefused
from reviews.models import Criterion, Methodology, Review, Stage
from reviews.policies.methodologies import checked, newest_in_force, shape_of
from reviews.queries.methodologies import last_edited
from tests.factories.methodologies import (
    NOW,
    TODAY,
    begin_draft,
    edit,
    make_fit,
    make_version,
    put_in_force,
)
from tests.factories.reviews import make_body, make_methodology, make_paper, make_phase, make_review

pytestmark = pytest.mark.django_db
LEAD = actions.CriterionText(code="lead", title="A lead", kind=CriterionKind.FIELD, field="LEAD")
OF_EACH_KIND = [
    replace(LEAD, guidance="Named by the directorate", source_ref="para 2"),
    actions.CriterionText(
        code="brief", title="Brief", kind=CriterionKind.EVIDENCE, role=Role.FINANCE,
        evidence_kind="FILE",
    ),
    actions.CriterionText(
        code="milestone", title="Mandate", kind=CriterionKind.MILESTONE, milestone_title="Mandate"
    ),
    actions.CriterionText(code="option", title="Option", kind=CriterionKind.PREFERRED_OPTION),
    actions.CriterionText(
        code="money", title="Money", kind=CriterionKind.SIGN_OFF, role=Role.FINANCE
    ),
    actions.CriterionText(
        code="advice", title="Advice", kind=CriterionKind.ADVICE, body_kind=BodyKind.BOARD
    ),
    actions.CriterionText(
        code="council", title="Council", kind=CriterionKind.RESOLUTION,
        body_kind=BodyKind.FULL_COUNCIL,
    ),
    actions.CriterionText(
        code="decision", title="Decision", kind=CriterionKind.DECISION,
        body_kind=BodyKind.EXECUTIVE, only_if_key=True,
    ),
]  # fmt: skip


@pytest.fixture
def draft(portfolio_officer):
    return begin_draft(portfolio_officer)


def codes(draft):
    return list(Stage.objects.filter(methodology=draft).values_list("order", "code"))


def test_a_draft_has_what_the_version_before_it_has(draft, portfolio_officer):
    in_force = draft.phase.methodologies.get(version=1)

    assert (draft.version, draft.state, draft.made_by) == (2, "DRAFT", portfolio_officer)
    assert [replace(stage, key=0) for stage in shape_of(draft).stages] == [
        replace(stage, key=0) for stage in shape_of(in_force).stages
    ]


def test_a_draft_keeps_the_paper_that_asks(portfolio_officer):
    version = begin_draft(portfolio_officer)
    paper = make_paper()
    edit(
        version, actions.add_criterion, portfolio_officer, stage="decision", paper=paper,
        criterion=replace(LEAD, source_ref="para 6.5"),
    )  # fmt: skip
    put_in_force(make_fit(version, portfolio_officer), portfolio_officer)

    draft = begin_draft(portfolio_officer)

    copied = Criterion.objects.get(stage__methodology=draft, code="lead", stage__code="decision")
    assert (copied.source, copied.source_ref) == (paper, "para 6.5")


def test_a_blank_draft_has_no_stage(portfolio_officer):
    assert codes(begin_draft(portfolio_officer, blank=True)) == []


def test_a_phase_without_a_methodology_takes_that_of_another(portfolio_officer):
    other = make_methodology(make_phase(1))

    draft = actions.draft_methodology(
        phase=make_phase(3), copied_from=other, by=portfolio_officer, now=NOW
    )

    assert (draft.version, draft.title) == (1, "Phase 3 reviews")
    assert codes(draft) == codes(other)


def test_a_phase_has_one_draft(draft, portfolio_officer):
    with pytest.raises(MethodologyRefused, match="Pat Portfolio has begun version 2 already"):
        begin_draft(portfolio_officer)


def test_a_draft_is_not_copied(draft, portfolio_officer):
    with pytest.raises(MethodologyRefused, match="A draft cannot be copied"):
        actions.draft_methodology(
            phase=make_phase(2), copied_from=draft, by=portfolio_officer, now=NOW
        )


def test_the_title_is_edited(draft, portfolio_officer):
    edit(draft, actions.edit_methodology, portfolio_officer, title="Reviews")

    saved = Methodology.objects.get(pk=draft.pk)
    assert (saved.title, saved.edits) == ("Reviews", 2)


def test_a_stage_is_added_last(draft, portfolio_officer):
    stage = actions.StageText("lessons", "Lessons", "What was learnt", True)

    added = edit(draft, actions.add_stage, portfolio_officer, stage=stage)

    assert (added.order, added.code, added.title, added.description) == (
        6, "lessons", "Lessons", "What was learnt",
    )  # fmt: skip
    assert added.runs_market_engagement


def test_a_code_is_there_once(draft, portfolio_officer):
    twice = actions.StageText("stage-1", "Another")

    with pytest.raises(MethodologyRefused, match="Another stage has the code “stage-1”"):
        edit(draft, actions.add_stage, portfolio_officer, stage=twice)
    with pytest.raises(MethodologyRefused, match="Another stage has the code “stage-1”"):
        edit(draft, actions.edit_stage, portfolio_officer, code="decision", stage=twice)


def test_a_stage_is_renamed_but_keeps_its_code(draft, portfolio_officer):
    renamed = actions.StageText("stage-1", "Scoping")

    edit(draft, actions.edit_stage, portfolio_officer, code="stage-1", stage=renamed)

    assert draft.stages.get(code="stage-1").title == "Scoping"
    with pytest.raises(MethodologyRefused, match="The code “stage-1” is that of an earlier"):
        edit(
            draft, actions.edit_stage, portfolio_officer, code="stage-1",
            stage=replace(renamed, code="scoping"),
        )  # fmt: skip


def test_the_code_of_a_new_stage_is_changed(draft, portfolio_officer):
    new = actions.StageText("lessons", "Lessons")
    edit(draft, actions.add_stage, portfolio_officer, stage=new)

    edit(
        draft, actions.edit_stage, portfolio_officer, code="lessons",
        stage=replace(new, code="learning"),
    )  # fmt: skip

    assert codes(draft)[-1] == (6, "learning")


def test_stages_move_up_and_down_and_close_up(draft, portfolio_officer):
    edit(draft, actions.move_stage, portfolio_officer, code="stage-3", direction="up")
    edit(draft, actions.move_stage, portfolio_officer, code="stage-1", direction="down")
    edit(draft, actions.remove_stage, portfolio_officer, code="stage-2")

    assert codes(draft) == [
        (1, "stage-3"), (2, "stage-1"), (3, "decision"), (4, "implementation"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "code, direction, said", [("stage-1", "up", "first"), ("implementation", "down", "last")]
)
def test_a_stage_at_the_end_stays(draft, portfolio_officer, code, direction, said):
    with pytest.raises(MethodologyRefused, match=f"is the {said} stage already"):
        edit(draft, actions.move_stage, portfolio_officer, code=code, direction=direction)


@pytest.mark.parametrize("asked", OF_EACH_KIND, ids=lambda asked: asked.kind)
def test_a_criterion_of_every_kind_is_added_and_edited(draft, portfolio_officer, asked):
    added = edit(
        draft, actions.add_criterion, portfolio_officer, stage="decision", criterion=asked,
        paper=make_paper(),
    )  # fmt: skip
    edit(
        draft, actions.edit_criterion, portfolio_officer, stage="decision", code=asked.code,
        criterion=replace(asked, code="other", title="Other"), paper=None,
    )  # fmt: skip

    saved = Criterion.objects.get(pk=added.pk)
    assert {name: getattr(saved, name) for name in asdict(asked)} == asdict(
        replace(asked, code="other", title="Other")
    )
    assert (saved.order, added.source, saved.source) == (1, make_paper(), None)


def test_a_criterion_keeps_its_code(draft, portfolio_officer):
    changed = replace(OF_EACH_KIND[1], code="new-code")

    with pytest.raises(MethodologyRefused, match="by which reviews find their criterion again"):
        edit(
            draft, actions.edit_criterion, portfolio_officer, stage="stage-1",
            code="scoping-brief", criterion=changed, paper=None,
        )  # fmt: skip
    with pytest.raises(MethodologyRefused, match="Another criterion has the code"):
        edit(
            draft, actions.add_criterion, portfolio_officer, stage="stage-1",
            criterion=replace(changed, code="scoping-brief"), paper=None,
        )  # fmt: skip


def test_criteria_move_up_and_down_and_close_up(draft, portfolio_officer):
    act = {"stage": "stage-2"}
    edit(draft, actions.move_criterion, portfolio_officer, code="preferred-option",
         direction="up", **act)  # fmt: skip
    edit(draft, actions.remove_criterion, portfolio_officer, code="outline-business-case", **act)

    stage = draft.stages.get(code="stage-2")
    assert list(stage.criteria.values_list("order", "code")) == [
        (1, "preferred-option"), (2, "council-endorsement"),
    ]  # fmt: skip
    with pytest.raises(MethodologyRefused, match="is the last criterion already"):
        edit(draft, actions.move_criterion, portfolio_officer, code="council-endorsement",
             direction="down", **act)  # fmt: skip


def acts_on(draft):
    """Every edit of a draft."""
    stage = {"code": "stage-1"}
    criterion = {"stage": "stage-1", "code": "scoping-brief"}
    return [
        (actions.edit_methodology, {"title": "T"}),
        (actions.add_stage, {"stage": actions.StageText("x", "X")}),
        (actions.edit_stage, {**stage, "stage": actions.StageText("stage-1", "X")}),
        (actions.move_stage, {**stage, "direction": "down"}),
        (actions.remove_stage, stage),
        (actions.add_criterion, {"stage": "stage-1", "criterion": LEAD, "paper": None}),
        (actions.edit_criterion, {**criterion, "criterion": OF_EACH_KIND[1], "paper": None}),
        (actions.move_criterion, {**criterion, "direction": "up"}),
        (actions.remove_criterion, criterion),
        (actions.discard_draft, {}),
    ]


ACTS = range(10)


@pytest.mark.parametrize("number", ACTS)
def test_whoever_comes_second_is_told(draft, portfolio_officer, number):
    act, fields = acts_on(draft)[number]
    before = shape_of(draft)

    with pytest.raises(StaleVersion, match="Somebody else edited this draft"):
        act(methodology=draft, expected_edits=99, by=portfolio_officer, now=NOW, **fields)

    assert shape_of(draft) == before


@pytest.mark.parametrize("number", ACTS)
def test_only_the_portfolio_office_edits(draft, officer, number):
    act, fields = acts_on(draft)[number]

    with pytest.raises(NotPermitted, match="Only the portfolio office"):
        edit(draft, act, officer, **fields)


@pytest.mark.parametrize("number", ACTS)
def test_a_version_in_force_is_not_edited(draft, portfolio_officer, number):
    in_force = draft.phase.methodologies.get(version=1)
    act, fields = acts_on(in_force)[number]

    with pytest.raises(MethodologyRefused, match="Version 1 is in force, so it stands"):
        edit(in_force, act, portfolio_officer, **fields)


@pytest.mark.parametrize("number", ACTS)
def test_a_draft_that_was_discarded_is_gone(draft, portfolio_officer, number):
    act, fields = acts_on(draft)[number]
    edit(draft, actions.discard_draft, portfolio_officer)

    with pytest.raises(StaleVersion, match="Somebody else has discarded this draft"):
        act(methodology=draft, expected_edits=1, by=portfolio_officer, now=NOW, **fields)


def test_what_somebody_took_out_is_gone(draft, portfolio_officer):
    with pytest.raises(StaleVersion, match="taken this stage out"):
        edit(draft, actions.remove_stage, portfolio_officer, code="none")
    with pytest.raises(StaleVersion, match="taken this criterion out"):
        edit(draft, actions.remove_criterion, portfolio_officer, stage="stage-1", code="none")


def test_a_draft_is_discarded_and_another_begun(draft, portfolio_officer):
    edit(draft, actions.discard_draft, portfolio_officer)

    assert not Methodology.objects.filter(pk=draft.pk).exists()
    assert begin_draft(portfolio_officer).version == 2


def test_only_the_portfolio_office_begins_a_draft(officer):
    with pytest.raises(NotPermitted):
        begin_draft(officer)


def test_a_draft_goes_in_force_with_its_reason(draft, portfolio_officer):
    edit(draft, actions.edit_methodology, portfolio_officer, title="Reviews")
    make_fit(draft, portfolio_officer)

    put_in_force(draft, portfolio_officer)

    saved = Methodology.objects.get(pk=draft.pk)
    assert (saved.state, saved.in_force_on, saved.reason, saved.made_by) == (
        MethodologyState.IN_FORCE,
        TODAY,
        "What was learnt from the first reviews.",
        portfolio_officer,
    )
    assert newest_in_force(draft.phase_id) == saved
    assert newest_in_force(draft.phase_id, as_at=date(2014, 5, 5)).version == 1
    assert newest_in_force(draft.phase_id, as_at=date(2013, 1, 1)) is None


def test_a_draft_that_is_not_fit_stays_a_draft(draft, portfolio_officer):
    with pytest.raises(MethodologyRefused, match="cannot go in force yet") as refused:
        put_in_force(draft, portfolio_officer)

    assert refused.value.problems == list(checked(draft).problems)
    assert "Nothing differs from version 1." in refused.value.problems
    assert Methodology.objects.get(pk=draft.pk).state == MethodologyState.DRAFT


def test_a_reason_is_needed(draft, portfolio_officer):
    with pytest.raises(MethodologyRefused, match="Say why"):
        actions.put_in_force(
            methodology=draft, expected_edits=draft.edits, reason=" ", by=portfolio_officer,
            now=NOW, today=TODAY,
        )  # fmt: skip


def test_a_version_begins_no_earlier_than_the_one_before_it(draft, portfolio_officer):
    make_fit(draft, portfolio_officer)

    with pytest.raises(DateRefused, match="Version 1 is in force from 19 September 2013"):
        put_in_force(draft, portfolio_officer, effective_on=date(2013, 9, 18))
    assert put_in_force(draft, portfolio_officer, effective_on=date(2013, 9, 19)).version == 2


def test_a_version_begins_on_no_day_to_come(draft, portfolio_officer):
    with pytest.raises(DateRefused, match="in the future"):
        put_in_force(draft, portfolio_officer, effective_on=date(2014, 5, 7))


def test_only_the_portfolio_office_puts_it_in_force(draft, officer, portfolio_officer):
    make_fit(draft, portfolio_officer)

    with pytest.raises(NotPermitted):
        put_in_force(draft, officer)


def test_reviews_not_started_follow_the_newest_version(portfolio_officer):
    waiting, going = make_review(), make_review(stage="stage-1")
    other = make_review(phase=2)
    before = {review.pk: review.version for review in Review.objects.all()}

    version = make_version(portfolio_officer, drop=["decision"])

    rows = Review.objects.in_bulk([waiting.pk, going.pk, other.pk])
    assert rows[waiting.pk].methodology == version
    assert rows[waiting.pk].version == before[waiting.pk] + 1
    assert rows[going.pk].methodology == going.methodology
    assert rows[going.pk].version == before[going.pk]
    assert rows[other.pk].methodology == other.methodology


def test_the_body_of_a_decision_may_be_one_executive_member(draft, portfolio_officer):
    make_body("EXECUTIVE_INDIVIDUAL", code="LEADER")
    edit(
        draft, actions.add_criterion, portfolio_officer, stage="decision",
        criterion=OF_EACH_KIND[-1], paper=None,
    )  # fmt: skip

    assert not [problem for problem in checked(draft).problems if "“Decision”" in problem]


def test_who_edited_a_draft_last_is_known_where_it_is_on_record(draft, portfolio_officer):
    edit(draft, actions.edit_methodology, portfolio_officer, title="Reviews")

    by, at = last_edited(draft)
    Methodology.pgh_event_model.objects.filter(pgh_obj=draft.pk).delete()

    assert by == "Pat Portfolio"
    assert at is not None
    assert last_edited(draft) == ("", None)
