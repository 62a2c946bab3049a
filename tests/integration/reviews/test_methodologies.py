"""The pages of methodologies: everybody reads them, the portfolio office edits and moves."""

import re
from datetime import date

import pytest

from ftc.organisation.enums import Role
from reviews.actions import methodologies as actions
from reviews.enums import CriterionKind, ReviewState
from reviews.models import Criterion, Methodology, Review
from tests.factories.methodologies import (
    NOW,
    begin_draft,
    edit,
    edits_of,
    make_fit,
    make_version,
    put_in_force,
)
from tests.factories.organisation import make_user
from tests.factories.reviews import (
    change_state,
    make_methodology,
    make_paper,
    make_phase,
    make_review,
)
from tests.integration.reviews.reading import text_of

pytestmark = pytest.mark.django_db
AT = "/reviews/methodologies/"
FIRST, DRAFT = f"{AT}1/1/", f"{AT}1/2/"
EDIT = f"{DRAFT}edit/"
STAGE = f"{DRAFT}stages/stage-1/"
CRITERION = f"{STAGE}criteria/scoping-brief/"
READ = [AT, FIRST, DRAFT, f"{DRAFT}differences/?with=1"]
FORMS = [
    f"{AT}2/change/", EDIT, f"{DRAFT}discard/", f"{DRAFT}put-in-force/", f"{FIRST}move/",
    f"{DRAFT}stages/add/", f"{STAGE}edit/", f"{STAGE}remove/", f"{STAGE}criteria/add/",
    f"{STAGE}criteria/add/?kind=EVIDENCE", f"{CRITERION}edit/", f"{CRITERION}remove/",
]  # fmt: skip
MOVES = [f"{STAGE}move/", f"{CRITERION}move/"]


@pytest.fixture
def draft(portfolio_officer):
    make_phase(2)
    return begin_draft(portfolio_officer)


@pytest.fixture
def office(client_of, portfolio_officer):
    return client_of(portfolio_officer)


def current(draft, **fields):
    """A form as whoever has just opened it sends it."""
    return {"version": edits_of(draft), **fields}


# --- reading


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("address", READ)
def test_everybody_reads_methodologies(client_of, draft, role, address):
    assert client_of(make_user(role)).get(address).status_code == 200


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PORTFOLIO_OFFICE}))
def test_nobody_else_edits_or_moves(client_of, draft, role):
    client = client_of(make_user(role))

    assert [client.get(address).status_code for address in FORMS] == [403] * len(FORMS)
    assert [client.post(address, {}).status_code for address in FORMS + MOVES] == [403] * (
        len(FORMS) + len(MOVES)
    )


@pytest.mark.parametrize("address", FORMS)
def test_the_portfolio_office_opens_every_form(office, draft, address):
    assert office.get(address).status_code == 200


@pytest.mark.parametrize("address", FORMS)
def test_nothing_is_changed_while_a_past_day_is_shown(office, draft, address):
    sign = "&" if "?" in address else "?"

    response = office.get(f"{address}{sign}as_at=2014-03-27", follow=True)

    assert response.redirect_chain[-1][0].startswith(AT)
    assert "Go back to today to make changes" in text_of(response)


def test_a_form_sent_while_a_past_day_is_shown_is_refused(office, draft):
    response = office.post(f"{EDIT}?as_at=2014-03-27", current(draft, title="Typed"))

    assert response.status_code == 422
    assert "Go back to today to make changes" in text_of(response)
    assert 'value="Typed"' in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        f"{AT}9/1/", f"{AT}1/9/", f"{AT}9/change/", f"{AT}1/9/edit/", f"{FIRST}differences/",
        f"{FIRST}differences/?with=9", f"{FIRST}differences/?with=x",
        f"{DRAFT}stages/none/edit/", f"{DRAFT}stages/none/remove/",
        f"{DRAFT}stages/none/criteria/add/", f"{STAGE}criteria/none/edit/",
        f"{STAGE}criteria/none/remove/",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(office, draft, address):
    assert office.get(address).status_code == 404


def test_the_list_tells_each_version_and_who_follows_it(client_of, auditor, portfolio_officer):
    make_review(stage="stage-2")
    make_version(portfolio_officer, add=[(1, "mandate")])
    begin_draft(portfolio_officer)
    make_phase(3)

    text = text_of(client_of(auditor).get(AT))

    assert (
        "Reviews of Phase 1, version 3 Draft Begun by Pat Portfolio · followed by 0 reviews" in text
    )
    assert (
        "Reviews of Phase 1, version 2 Newest in force In force from 6 May 2014 · "
        "followed by 0 reviews · What was learnt from the first reviews." in text
    )
    assert "version 1 In force from 19 September 2013 · followed by 1 review" in text
    assert "Phase 3 has no methodology yet." in text
    assert "Go on with the draft" not in text


def test_a_past_day_lists_what_was_in_force_then(client_of, auditor, portfolio_officer):
    make_version(portfolio_officer, add=[(1, "mandate")])
    begin_draft(portfolio_officer)

    text = text_of(client_of(auditor).get(f"{AT}?as_at=2014-03-27"))

    assert "version 1 Newest in force" in text
    assert "version 2" not in text
    assert "version 3" not in text


def test_a_version_is_a_picture_and_a_list(client_of, auditor, portfolio_officer):
    make_review(stage="stage-2")
    make_review()

    response = client_of(auditor).get(FIRST)

    text, page = text_of(response), response.content.decode()
    assert "In force from 19 September 2013 · followed by 2 reviews, 1 of them not started" in text
    assert "1. Stage 1: Scoping No review at this stage" in text
    assert "1 review at this stage: Stage 2: Service review" in text
    assert "Before a review leaves it: Outline business case Evidence that the Senior" in text
    assert "Given by the full council; Democratic Services records it" in text
    assert "It is the only version." in text
    assert page.count("<svg xmlns") == 2
    assert page.count(">Reviews of Phase 1, version 1: 5 stages, 4 gates</title>") == 2


def test_the_reviews_at_a_stage_are_found_in_the_list(client_of, auditor, portfolio_officer):
    make_review("P1-OLD", stage="stage-2")
    moved = make_review("P1-NEW", stage="stage-2")
    version = make_version(portfolio_officer, add=[(1, "mandate")])
    actions.move_to_methodology(
        moves=[actions.MoveOf(moved, 1)], methodology=version, reason="R", by=portfolio_officer,
        now=NOW, today=date(2014, 5, 6),
    )  # fmt: skip
    client = client_of(auditor)

    page = client.get(DRAFT).content.decode()
    address = re.search(r'href="(/reviews/\?[^"]*stage=stage-2[^"]*)"', page)[1]
    found = text_of(client.get(address.replace("&amp;", "&")))

    assert "P1-NEW" in found
    assert "P1-OLD" not in found
    assert "Reviews (1)" in found


def test_versions_stand_beside_each_other_with_their_reasons(client_of, auditor, portfolio_officer):
    make_version(portfolio_officer, add=[(1, "mandate")])

    old, new = (text_of(client_of(auditor).get(address)) for address in (FIRST, DRAFT))

    assert "After it: version 2, in force from 6 May 2014: What was learnt" in old
    assert "Before it: version 1, in force from 19 September 2013" in new
    assert "Why it was changed: What was learnt from the first reviews. (Pat Portfolio)" in new


@pytest.mark.parametrize("address", [f"{DRAFT}differences/?with=1", f"{FIRST}differences/?with=2"])
def test_differences_are_told_from_the_older_to_the_newer(
    client_of, auditor, portfolio_officer, address
):
    make_version(portfolio_officer, add=[(1, "mandate")])

    text = text_of(client_of(auditor).get(address))

    assert "Phase 1: from version 1 to version 2" in text
    assert "The stage “Mandate” is added first; to leave it: “A lead”" in text


def test_a_version_says_that_it_was_not_in_force_yet(client_of, auditor, portfolio_officer):
    make_version(portfolio_officer, add=[(1, "mandate")])

    text = text_of(client_of(auditor).get(f"{DRAFT}?as_at=2014-03-27"))

    assert "This version was not in force on the day you are looking at." in text


@pytest.mark.parametrize("count", [1, 3])
def test_reading_takes_the_same_few_queries(
    client_of, auditor, portfolio_officer, django_assert_num_queries, count
):
    for _ in range(count):
        make_review(stage="stage-2")
    make_version(portfolio_officer, add=[(1, "mandate")])
    client = client_of(auditor)
    client.get(AT)

    with django_assert_num_queries(7):
        client.get(AT)
    with django_assert_num_queries(11):
        client.get(FIRST)


# --- editing


def test_a_draft_is_begun_from_the_version_in_force(office):
    make_methodology()

    response = office.post(f"{AT}1/change/", {"copied_from": "1-1"})

    draft = Methodology.objects.get(version=2)
    assert (response.status_code, response["Location"]) == (302, EDIT)
    assert draft.stages.count() == 5


def test_a_draft_is_begun_blank_or_from_another_phase(office):
    make_methodology()
    make_phase(2)
    make_phase(3)

    office.post(f"{AT}2/change/", {"copied_from": "1-1"})
    office.post(f"{AT}3/change/", {"copied_from": "blank"})

    counts = {m.phase.number: m.stages.count() for m in Methodology.objects.filter(state="DRAFT")}
    assert counts == {2: 5, 3: 0}


def test_a_second_draft_is_refused_and_the_first_offered(office, draft):
    opened = office.get(f"{AT}1/change/")
    refused = office.post(f"{AT}1/change/", {"copied_from": "1-1"})

    assert opened["Location"] == EDIT
    assert refused.status_code == 422
    assert "A phase has one draft at a time" in text_of(refused)
    assert "Go on with the draft of version 2" in text_of(refused)


def test_an_unclear_choice_is_refused(office):
    make_methodology()

    assert office.post(f"{AT}1/change/", {"copied_from": "9-9"}).status_code == 422


def test_a_version_in_force_is_not_opened_for_editing(office):
    make_methodology()

    response = office.get(f"{FIRST}edit/", follow=True)

    assert response.redirect_chain[-1][0] == FIRST
    assert "Version 1 is in force, so it stands as it is." in text_of(response)


def test_the_editor_says_what_is_wrong(office, draft):
    text = text_of(office.get(EDIT))

    assert "Before it can go in force Nothing differs from version 1." in text
    assert "Nothing is asked to leave “Decision”" in text
    assert "waits for the full council, and FTC knows no such body." in text


def test_the_title_is_saved(office, draft):
    response = office.post(EDIT, current(draft, title="Reviews"))

    assert response["Location"] == EDIT
    assert Methodology.objects.get(pk=draft.pk).title == "Reviews"


def test_who_saves_the_title_second_sees_both(office, draft, portfolio_officer):
    edit(draft, actions.edit_methodology, portfolio_officer, title="Theirs")

    refused = office.post(EDIT, {"version": 1, "title": "Mine"})

    text = text_of(refused)
    assert refused.status_code == 422
    assert "Your version and the one saved by Pat Portfolio" in text
    assert "Title Mine Theirs Differs" in text
    assert Methodology.objects.get(pk=draft.pk).title == "Theirs"
    newer = re.search(r'name="version" value="(\d+)"', refused.content.decode())[1]
    assert office.post(EDIT, {"version": newer, "title": "Mine"}).status_code == 302


def test_a_stage_is_added_with_a_code_made_from_its_title(office, draft):
    response = office.post(
        f"{DRAFT}stages/add/",
        current(draft, title="Lessons learnt!", description="", runs_market_engagement="on"),
    )

    stage = draft.stages.get(order=6)
    assert response["Location"] == f"{EDIT}#stage-lessons-learnt"
    assert (stage.code, stage.title, stage.runs_market_engagement) == (
        "lessons-learnt", "Lessons learnt!", True,
    )  # fmt: skip


@pytest.mark.parametrize(
    "typed, said",
    [
        ({"title": ""}, "Enter title"),
        ({"title": "!!"}, "Enter a code: none can be made from this title."),
        ({"title": "X", "code": "Not This"}, "A code has lower case letters, numbers and hyphens"),
        ({"title": "Stage 1"}, "Another stage has the code “stage-1”."),
        ({"title": "X", "version": "none"}, "Enter a whole number"),
    ],
)
def test_a_stage_that_is_not_in_order_is_refused_and_kept(office, draft, typed, said):
    response = office.post(
        f"{DRAFT}stages/add/", current(draft, description="What is done") | typed
    )

    assert response.status_code == 422
    assert said in text_of(response)
    assert "What is done" in response.content.decode()


def test_a_stage_is_edited_and_keeps_its_code(office, draft):
    page = office.get(f"{STAGE}edit/")
    office.post(f"{STAGE}edit/", current(draft, title="Scoping", code="scoping"))

    assert "Its code is stage-1, as in an earlier version" in text_of(page)
    assert 'name="code"' not in page.content.decode()
    assert draft.stages.get(order=1).title == "Scoping"
    assert draft.stages.get(order=1).code == "stage-1"


def test_who_saves_a_stage_second_sees_both(office, draft, portfolio_officer):
    theirs = actions.StageText("stage-1", "Theirs", "Done", True)
    edit(draft, actions.edit_stage, portfolio_officer, code="stage-1", stage=theirs)

    refused = office.post(f"{STAGE}edit/", {"version": 1, "title": "Mine", "description": ""})

    text = text_of(refused)
    assert refused.status_code == 422
    assert "Title Mine Theirs Differs" in text
    assert "What is done in it nothing Done Differs" in text
    assert "The market is engaged in this stage No Yes Differs" in text


def test_who_adds_a_stage_second_is_told(office, draft, portfolio_officer):
    edit(draft, actions.edit_methodology, portfolio_officer, title="Theirs")

    refused = office.post(f"{DRAFT}stages/add/", {"version": 1, "title": "Mine"})
    newer = re.search(r'name="version" value="(\d+)"', refused.content.decode())[1]

    assert refused.status_code == 422
    assert (
        office.post(f"{DRAFT}stages/add/", {"version": newer, "title": "Mine"}).status_code == 302
    )


def test_stages_and_criteria_are_moved(office, draft):
    office.post(f"{STAGE}move/", current(draft, direction="down"))
    office.post(
        f"{DRAFT}stages/stage-2/criteria/preferred-option/move/", current(draft, direction="up")
    )

    assert draft.stages.get(code="stage-1").order == 2
    assert Criterion.objects.get(stage__methodology=draft, code="preferred-option").order == 1


@pytest.mark.parametrize("address", MOVES)
def test_a_step_that_cannot_be_taken_is_refused_in_the_editor(office, draft, address):
    at_the_end = office.post(address, current(draft, direction="up"))
    unclear = office.post(address, current(draft, direction="sideways"))
    stale = office.post(address, {"version": 99, "direction": "down"})

    assert [r.status_code for r in (at_the_end, unclear, stale)] == [422] * 3
    assert "already." in text_of(at_the_end)
    assert "Somebody else edited this draft" in text_of(stale)


def test_a_stage_is_taken_out_once_it_is_confirmed(office, draft):
    asked = office.get(f"{STAGE}remove/")
    stale = office.post(f"{STAGE}remove/", {"version": 99})
    office.post(f"{STAGE}remove/", current(draft))

    assert "With it go its criteria: Scoping brief" in text_of(asked)
    assert stale.status_code == 422
    assert not draft.stages.filter(code="stage-1").exists()


def test_a_criterion_is_taken_out_once_it_is_confirmed(office, draft):
    stale = office.post(f"{CRITERION}remove/", {"version": 99})
    office.post(f"{CRITERION}remove/", current(draft))

    assert stale.status_code == 422
    assert not Criterion.objects.filter(stage__methodology=draft, code="scoping-brief").exists()


KINDS = {
    CriterionKind.EVIDENCE: {"role": "FINANCE", "evidence_kind": "FILE"},
    CriterionKind.FIELD: {"field": "BUDGETS"},
    CriterionKind.MILESTONE: {"milestone_title": "Mandate"},
    CriterionKind.PREFERRED_OPTION: {},
    CriterionKind.SIGN_OFF: {"role": "OFFICER"},
    CriterionKind.ADVICE: {"body_kind": "BOARD"},
    CriterionKind.RESOLUTION: {"body_kind": "FULL_COUNCIL"},
    CriterionKind.DECISION: {"body_kind": "EXECUTIVE", "only_if_key": "on"},
}
OWN_FIELDS = {name for fields in KINDS.values() for name in fields}


def test_every_kind_has_its_fields():
    assert set(KINDS) == set(CriterionKind)


@pytest.mark.parametrize("kind", CriterionKind)
def test_a_criterion_of_each_kind_is_added_with_the_fields_of_its_kind(office, draft, kind):
    address = f"{DRAFT}stages/decision/criteria/add/?kind={kind}"
    paper = make_paper()

    page = office.get(address).content.decode()
    response = office.post(
        address,
        current(draft, title="Asked", guidance="So", paper=paper.code, source_ref="para 1",
                **KINDS[kind]),
    )  # fmt: skip

    assert {name for name in OWN_FIELDS if f'name="{name}"' in page} == set(KINDS[kind])
    assert response["Location"] == f"{EDIT}#stage-decision"
    saved = Criterion.objects.get(stage__methodology=draft, code="asked")
    expected = {name: True if value == "on" else value for name, value in KINDS[kind].items()}
    assert {name: getattr(saved, name) for name in expected} == expected
    assert (saved.kind, saved.guidance, saved.source, saved.source_ref) == (
        kind, "So", paper, "para 1",
    )  # fmt: skip


@pytest.mark.parametrize(
    "kind", [k for k in CriterionKind if set(KINDS[k]) - {"only_if_key", "evidence_kind"}]
)
def test_what_a_kind_needs_is_asked_for(office, draft, kind):
    address = f"{DRAFT}stages/decision/criteria/add/?kind={kind}"

    response = office.post(address, current(draft, title="Asked"))

    assert response.status_code == 422
    assert re.search("Choose |Enter title of the milestone", text_of(response))
    assert 'value="Asked"' in response.content.decode()


def test_a_paragraph_needs_its_paper(office, draft):
    address = f"{DRAFT}stages/decision/criteria/add/?kind=PREFERRED_OPTION"

    response = office.post(address, current(draft, title="Asked", source_ref="para 1"))

    assert "Choose the paper that this paragraph is in." in text_of(response)


@pytest.mark.parametrize("query", ["?kind=", "?kind=NONE"])
def test_a_kind_that_is_not_known_is_refused(office, draft, query):
    response = office.get(f"{STAGE}criteria/add/{query}")

    assert response.status_code == 422
    assert "kind of criterion" in text_of(response)


def test_a_criterion_is_edited_with_what_is_saved(office, draft):
    page = office.get(f"{CRITERION}edit/").content.decode()
    office.post(f"{CRITERION}edit/", current(draft, title="Brief", role="PORTFOLIO_OFFICE"))

    saved = Criterion.objects.get(stage__methodology=draft, code="scoping-brief")
    assert 'value="Scoping brief"' in page
    assert (saved.title, saved.role) == ("Brief", "PORTFOLIO_OFFICE")


def test_who_saves_a_criterion_second_sees_both(office, draft, portfolio_officer):
    theirs = actions.CriterionText(
        code="scoping-brief", title="Theirs", kind=CriterionKind.EVIDENCE, role=Role.FINANCE
    )
    edit(draft, actions.edit_criterion, portfolio_officer, stage="stage-1", code="scoping-brief",
         criterion=theirs, paper=make_paper())  # fmt: skip

    refused = office.post(
        f"{CRITERION}edit/", {"version": 1, "title": "Mine", "role": "PORTFOLIO_OFFICE"}
    )

    text = text_of(refused)
    assert refused.status_code == 422
    assert "Title Mine Theirs Differs" in text
    assert "Who accepts it? The portfolio office A finance partner Differs" in text
    assert "Paper that asks for it nothing Paper CC-2013-12-12-FTC Differs" in text


def test_what_somebody_took_out_meanwhile_is_not_found(office, draft, portfolio_officer):
    edit(draft, actions.remove_stage, portfolio_officer, code="stage-1")

    response = office.post(f"{STAGE}edit/", {"version": 1, "title": "Mine"})

    assert response.status_code == 404


def test_a_draft_is_discarded_once_it_is_confirmed(office, draft):
    stale = office.post(f"{DRAFT}discard/", {"version": 99})
    response = office.post(f"{DRAFT}discard/", current(draft), follow=True)

    assert stale.status_code == 422
    assert "The draft of version 2 is discarded." in text_of(response)
    assert not Methodology.objects.filter(pk=draft.pk).exists()


def test_a_draft_that_is_not_fit_shows_no_form(office, draft):
    page = office.get(f"{DRAFT}put-in-force/")
    response = office.post(f"{DRAFT}put-in-force/", current(draft, reason="R"))

    assert 'name="reason"' not in page.content.decode()
    assert response.status_code == 422
    assert "This draft cannot go in force yet. Nothing differs from version 1." in text_of(response)


def test_a_draft_is_put_in_force(office, draft, portfolio_officer):
    make_fit(draft, portfolio_officer)

    asked = office.get(f"{DRAFT}put-in-force/")
    refused = office.post(f"{DRAFT}put-in-force/", current(draft, reason=""))
    stale = office.post(f"{DRAFT}put-in-force/", {"version": 1, "reason": "Kept"})
    response = office.post(
        f"{DRAFT}put-in-force/",
        current(draft, reason="Learnt", effective_on_day="1", effective_on_month="4",
                effective_on_year="2014"),
        follow=True,
    )  # fmt: skip

    assert "“A lead” is newly asked to leave “Decision”" in text_of(asked)
    assert "Enter reason" in text_of(refused)
    assert (stale.status_code, "Kept" in stale.content.decode()) == (422, True)
    assert "Version 2 is in force from 1 April 2014." in text_of(response)
    assert Methodology.objects.get(pk=draft.pk).reason == "Learnt"


# --- moving reviews

MOVE = f"{DRAFT}move/"


@pytest.fixture
def version(portfolio_officer):
    """Version 2, without Stage 2 and with a mandate before the first stage."""
    make_review("P1-PRO", title="Property", stage="stage-2")
    make_review("P1-LIB", title="Libraries", stage="stage-1")
    closed = make_review("P1-OLD", title="Closed one", stage="stage-1")
    change_state(closed, ReviewState.CLOSED)
    return make_version(portfolio_officer, drop=["stage-2"], add=[(1, "review")])


def test_the_page_tells_what_would_change_for_each(office, version):
    text = text_of(office.get(MOVE))

    assert "Property P1-PRO · follows version 1 · at Stage 2: Service review" in text
    assert "There is no stage Stage 2: Service review and market engagement any more." in text
    assert "It would be at Review." in text
    assert "Libraries P1-LIB · follows version 1 · at Stage 1: Scoping, where it stays" in text
    assert "Review is new and comes before; it is not asked of this review." in text
    assert (
        "Closed one P1-OLD · Closed · follows version 1 · at Stage 1: Scoping It cannot be" in text
    )


def chosen(**fields):
    rows = {f"version-{r.code}": r.version for r in Review.objects.all()}
    return {"reviews": ["P1-PRO", "P1-LIB"], "reason": "Learnt", **rows, **fields}


def test_reviews_are_previewed_then_moved(office, version):
    preview = office.post(MOVE, chosen())
    before = set(Review.objects.values_list("methodology__version", flat=True))
    moved = office.post(MOVE, chosen(confirm="yes", **{"stage-P1-PRO": "review"}), follow=True)

    text = text_of(preview)
    assert preview.status_code == 200
    assert "Move 2 reviews to version 2?" in text
    assert "Reason: Learnt" in text
    assert before == {1}
    assert "2 reviews are moved to version 2." in text_of(moved)
    rows = Review.objects.select_related("stage").in_bulk(field_name="code")
    went = {code: (row.methodology_id, row.stage.code) for code, row in rows.items()}
    del went["P1-OLD"]
    assert went == {
        "P1-PRO": (version.pk, "review"),
        "P1-LIB": (version.pk, "stage-1"),
    }  # fmt: skip


def test_a_preview_keeps_the_date_and_the_stage_chosen(office, version):
    page = office.post(
        MOVE,
        chosen(effective_on_day="6", effective_on_month="5", effective_on_year="2014",
               **{"stage-P1-PRO": "review"}),
    )  # fmt: skip

    assert "In effect from 6 May 2014" in text_of(page)
    assert 'name="effective_on_day" value="6"' in page.content.decode()
    assert 'name="stage-P1-PRO" value="review"' in page.content.decode()


@pytest.mark.parametrize(
    "fields, said",
    [
        ({"reviews": []}, "Choose at least one review."),
        ({"reviews": ["P1-NONE"]}, "P1-NONE follows this version already, or is not a review"),
        ({"reason": ""}, "Enter reason"),
        ({"version-P1-PRO": "99"}, "Property: somebody else changed it since you opened the page."),
        ({"version-P1-PRO": "x"}, "Property: somebody else changed it since you opened the page."),
        ({"stage-P1-PRO": "decision"}, "Property: it may not go to that stage"),
        ({"reviews": ["P1-OLD", "P1-LIB"]}, "Closed one: it is closed, so it stays"),
    ],
)
def test_what_cannot_be_moved_is_refused_and_nothing_is(office, version, fields, said):
    response = office.post(MOVE, chosen(confirm="yes") | fields)

    assert response.status_code == 422
    assert said in text_of(response)
    assert set(Review.objects.values_list("methodology__version", flat=True)) == {1}


def test_no_review_is_moved_to_a_draft(office, draft):
    response = office.get(MOVE, follow=True)

    assert response.redirect_chain[-1][0] == DRAFT
    assert "A draft is not in force" in text_of(response)


def test_where_nobody_follows_another_version_the_page_says_so(office):
    make_methodology()

    assert "No review of this phase follows another version." in text_of(
        office.get(f"{FIRST}move/")
    )


def test_the_review_tells_that_it_was_moved(office, version):
    office.post(MOVE, chosen(confirm="yes"))

    text = text_of(office.get("/reviews/P1-PRO/"))
    history = text_of(office.get("/reviews/P1-PRO/history/"))
    past = text_of(office.get("/reviews/P1-PRO/?as_at=2014-03-27"))

    assert "Moved to version 2 of the methodology, at Review." in text
    assert "Moved the review to another version of the methodology" in history
    assert "Stage 2: Service review and market engagement Now" in past


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_moves_takes_the_same_few_queries(
    office, portfolio_officer, django_assert_num_queries, count
):
    for _ in range(count):
        make_review(stage="stage-2")
    make_version(portfolio_officer, add=[(1, "mandate")])
    office.get(MOVE)

    with django_assert_num_queries(14):
        office.get(MOVE)


def test_the_page_of_moves_is_paged(office, portfolio_officer, monkeypatch):
    from reviews.views.methodologies import moves

    monkeypatch.setattr(moves, "PAGE_SIZE", 1)
    make_review("P1-A", title="First", stage="stage-2")
    make_review("P1-B", title="Second", stage="stage-2")
    put_in_force(make_fit(begin_draft(portfolio_officer), portfolio_officer), portfolio_officer)

    text = text_of(office.get(f"{MOVE}?page=2"))

    assert "Second" in text
    assert "First" not in text
