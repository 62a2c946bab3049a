"""Reviews from a sheet: what each row would change, saved whole, and undone."""

import pytest

from ftc.organisation.enums import Role
from ftc.programme.enums import AssignmentRole
from reviews.enums import ImportKind, ImportState, ReviewState, RowOutcome
from reviews.models import Review
from reviews.queries.people import people_of
from tests.factories import imports as factories
from tests.factories.imports import confirm, told, undo
from tests.factories.organisation import make_user
from tests.factories.programme import make_activity, make_portfolio
from tests.factories.reviews import make_milestone, make_phase, make_review, make_service

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
HEAD = (
    "Code", "Title", "Phase", "Services", "Portfolio", "Lead", "Senior Responsible Owner",
    "Next steps",
)  # fmt: skip
NEW, CHANGED, UNCHANGED, WRONG = RowOutcome
LEAD, OWNER = AssignmentRole.LEAD, AssignmentRole.SENIOR_RESPONSIBLE_OWNER


@pytest.fixture
def lead():
    return make_user(Role.OFFICER, username="olive")


@pytest.fixture
def owner():
    return make_user(Role.SENIOR_RESPONSIBLE_OWNER, username="sam")


@pytest.fixture(autouse=True)
def review(lead, owner):
    review = make_review(
        "P1-PRO",
        title="Property",
        lead=lead,
        sro=owner,
        portfolio=make_portfolio(code="CP-BUS", name="Business"),
        next_steps="Tender",
    )
    make_service(review, code="S-PRO")
    make_service(make_review("P1-HR"), code="S-HR")
    return review


def previewed(by, *rows):
    return factories.previewed(by, HEAD, *rows, kind=ImportKind.REVIEWS)


def described(code):
    review = Review.objects.get(code=code)
    people = {role: str(user.username) for role, user in people_of(review).items()}
    services = [s.code for s in review.services.order_by("code")]
    portfolio = review.portfolio.code if review.portfolio else ""
    return review.title, services, portfolio, people, review.next_steps


def test_rows_are_new_changed_unchanged_or_wrong(portfolio_officer):
    held = previewed(
        portfolio_officer,
        ("P1-PRO", "Property", "1", "S-PRO", "business", "olive", "sam", "Tender"),
        ("P1-HR", "", "", "", "-", "", "sam", "-"),
        ("P1-ICT", "ICT", "1", "s-hr; Service S-PRO", "CP-BUS", "olive", "", ""),
        ("P1-FIN", "", "3", "S-XX", "CP-XX", "sam", "nobody", ""),
    )

    assert told(held) == [
        (2, UNCHANGED, "P1-PRO", []),
        (3, CHANGED, "P1-HR", []),
        (4, NEW, "P1-ICT", []),
        (
            5,
            WRONG,
            "P1-FIN",
            [
                "B5: a new review needs a title.",
                "C5: there is no phase 3.",
                "D5: there is no service called “S-XX”.",
                "E5: there is no change portfolio “CP-XX”.",
                "F5: sam cannot be Lead: that takes the role Officer or Portfolio office.",
                "G5: there is no user “nobody”.",
            ],
        ),
    ]
    assert held.rows.get(number=3).after == {"owner": "sam"}
    assert held.rows.get(number=4).after == {
        "title": "ICT",
        "phase": 1,
        "services": ["S-HR", "S-PRO"],
        "portfolio": "CP-BUS",
        "lead": "olive",
    }


@pytest.mark.parametrize(
    "row, sentence",
    [
        (("p1-x", "x", "1", "S-HR"), "A2: a review needs a code of 2 to 20 capital letters, digits "
         "and hyphens that begins with a letter, such as P2-LIB."),
        (("THEME-1", "x", "1", "S-HR"), "A2: the code THEME-1 is taken by something that is no "
         "review."),
        (("P1-X", "x", "", "S-HR"), "C2: a new review needs the number of its phase."),
        (("P1-X", "x", "2", "S-HR"), "C2: no methodology is in force for phase 2 yet."),
        (("P1-X", "x", "1", ""), "D2: a new review needs at least one service."),
        (("P1-X", "x", "1", "Twin"), "D2: 2 services are called “Twin”. Write its code."),
        (("P1-PRO", "", "2"), "C2: P1-PRO is in phase 1 and stays there."),
        (("P1-PRO", "", "", "S-HR"), "D2: P1-PRO covers other services. A review is merged or "
         "split on its own page."),
        (("P1-PRO", "", "", "", "", "pat", "pat"), "G2: pat cannot be both Lead and Senior "
         "Responsible Owner."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_row_names_the_cell(portfolio_officer, review, row, sentence):
    make_activity(code="THEME-1")
    make_phase(2)
    pat = make_user(Role.PORTFOLIO_OFFICE, username="pat")
    pat.role_assignments.create(role=Role.SENIOR_RESPONSIBLE_OWNER, started_on="2014-01-01")
    for code in ("S-1", "S-2"):
        make_service(review, code=code).service.__class__.objects.filter(code=code).update(
            name="Twin"
        )

    held = previewed(portfolio_officer, row)

    assert [row.messages for row in held.rows.all()] == [[sentence]]


def test_sheet_with_a_stage_is_refused_whole(portfolio_officer):
    held = factories.previewed(
        portfolio_officer, ("Code", "Stage"), ("P1-PRO", "Stage 3"), kind=ImportKind.REVIEWS
    )

    assert held.state == ImportState.REFUSED
    assert "“Stage” is never imported: a review changes stage and state only by" in held.error
    assert not held.rows.exists()


def test_confirmed_rows_are_saved_as_people_would_and_undone(portfolio_officer, review):
    before = described("P1-PRO")
    other = make_user(Role.OFFICER, username="other")
    held = previewed(
        portfolio_officer,
        ("P1-PRO", "Property and land", "", "", "-", "other", "-", "-"),
        ("P1-ICT", "ICT", "1", "S-HR; S-PRO", "CP-BUS", "olive", "sam", "Scoping"),
    )

    saved = confirm(held, portfolio_officer)

    assert (saved.state, saved.error) == (ImportState.SAVED, "")
    assert described("P1-PRO") == (
        "Property and land",
        ["S-PRO"],
        "",
        {LEAD: other.username},
        "",
    )
    assert described("P1-ICT") == (
        "ICT",
        ["S-HR", "S-PRO"],
        "CP-BUS",
        {LEAD: "olive", OWNER: "sam"},
        "Scoping",
    )
    ict = Review.objects.get(code="P1-ICT")
    assert (ict.state, ict.stage) == (ReviewState.ACTIVE, None)

    undone = undo(saved, portfolio_officer)

    assert (undone.state, undone.error) == (ImportState.UNDONE, "")
    assert described("P1-PRO") == before
    assert not Review.objects.filter(code="P1-ICT").exists()


def test_undo_is_refused_when_something_rests_on_a_new_review(portfolio_officer):
    saved = confirm(previewed(portfolio_officer, ("P1-ICT", "ICT", "1", "S-HR")), portfolio_officer)
    make_milestone(Review.objects.get(code="P1-ICT"))

    kept = undo(saved, portfolio_officer)

    assert (kept.state, kept.error) == (
        ImportState.SAVED,
        "Nothing was undone: there are milestones of P1-ICT now.",
    )
    assert Review.objects.filter(code="P1-ICT").exists()
