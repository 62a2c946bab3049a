"""Options from a sheet: what each row would change, saved whole, and undone."""

from datetime import date

import pytest

from reviews.enums import ImportKind, ImportState, OptionStateKind, ReviewState, RowOutcome
from reviews.models import Option, OptionState, Review
from tests.factories import imports as factories
from tests.factories.imports import confirm, told, undo
from tests.factories.reviews import change_state, make_delivery_model, make_option, make_review

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
HEAD = ("Code", "Review", "Order", "Title", "Delivery models", "State", "Reason", "Note")
NEW, CHANGED, UNCHANGED, WRONG = RowOutcome


@pytest.fixture(autouse=True)
def review():
    make_delivery_model()
    make_delivery_model("OUTSOURCE", "Outsource")
    return make_review("P1-PRO", title="Property")


def previewed(by, *rows):
    return factories.previewed(by, HEAD, *rows, kind=ImportKind.OPTIONS)


def option(code):
    found = Option.objects.with_state(None).get(code=code)
    models = [model.code for model in found.delivery_models.order_by("code")]
    return found.title, found.order, models, found.state, found.note


def known(review, state=OptionStateKind.CONSIDERED):
    return make_option(review, state, title="Trading company", on=date(2014, 5, 1))


def test_rows_are_new_changed_unchanged_or_wrong(review, portfolio_officer):
    held = known(review)

    preview = previewed(
        portfolio_officer,
        (held.code, "", "", "Trading company", "LATCO", "considered", "", ""),
        ("P1-PRO-X", "P1-PRO", "7", "Outsource it", "outsource; LATCO", "", "", "A note"),
        ("P1-PRO-Y", "P1-PRO", "7", "Outsource it", "Nobody", "Chosen", "", ""),
    )

    assert told(preview) == [
        (2, UNCHANGED, held.code, []),
        (3, NEW, "P1-PRO-X", []),
        (
            4,
            WRONG,
            "P1-PRO-Y",
            [
                "C4: P1-PRO has an option in place 7 already.",
                "E4: there is no delivery model “Nobody”.",
                "F4: “Chosen” is not a state. It is one of Considered, Short-listed, Preferred, "
                "Not recommended, Not recommended at this stage.",
            ],
        ),
    ]
    assert preview.rows.get(number=3).after == {
        "review": "P1-PRO",
        "order": 7,
        "title": "Outsource it",
        "note": "A note",
        "delivery_models": ["LATCO", "OUTSOURCE"],
    }


@pytest.mark.parametrize(
    "row, sentence",
    [
        (("A" * 21, "P1-PRO", "", "x", "LATCO"), "A2: an option needs a code of at most 20 "
         "letters, digits and hyphens."),
        (("A1", "", "", "x", "LATCO"), "B2: a new option needs the code of its review."),
        (("A1", "P9", "", "x", "LATCO"), "B2: there is no review P9."),
        (("A1", "P1-PRO", "0", "x", "LATCO"), "C2 holds “0”. Write a whole number from 1 to "
         "32,767."),
        (("A1", "P1-PRO", "", "", "LATCO"), "D2: a new option needs a title."),
        (("A1", "P1-PRO", "", "x", ""), "E2: a new option needs at least one delivery model."),
        (("A1", "P1-PRO", "", "x", "LATCO", "Preferred", ""), "F2: Give the reason. It is printed "
         "beside the option later."),
        (("A1", "P1-PRO", "", "x", "LATCO", "", "Why"), "G2: a reason goes with a state, and none "
         "is given."),
        (("P1-PRO-01", "P1-HR"), "B2: P1-PRO-01 belongs to P1-PRO and is never moved."),
        (("P1-PRO-01", "", "4"), "C2: P1-PRO-01 is in place 1 and keeps it."),
        (("P1-PRO-01", "", "", "", "", "Considered", "Another"), "G2: P1-PRO-01 is considered "
         "already; the reason recorded with it is never rewritten."),
        (("P1-PRO-01", "", "", "", "", "Preferred", "Best"), "F2: An option that is on the long "
         "list cannot become preferred. It may become short-listed or not recommended or not "
         "recommended at this stage."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_row_names_the_cell(review, portfolio_officer, row, sentence):
    known(review)

    preview = previewed(portfolio_officer, row)

    assert [row.messages for row in preview.rows.all()] == [[sentence]]


def test_options_of_a_review_that_is_deferred_stay_as_they_are(review, portfolio_officer):
    held = known(review)
    change_state(review, ReviewState.DEFERRED)

    preview = previewed(portfolio_officer, (held.code, "", "", "Another title"))

    assert preview.rows.get().messages == [
        "A2: This review is deferred: It waits. Its options stay as they are."
    ]


def test_confirmed_rows_are_saved_as_people_would_and_undone(review, portfolio_officer):
    held = known(review, OptionStateKind.SHORT_LISTED)
    before = option(held.code)
    preview = previewed(
        portfolio_officer,
        (held.code, "", "", "Company", "LATCO; OUTSOURCE", "Preferred", "It pays", "A note"),
        ("P1-PRO-X", "P1-PRO", "", "Outsource it", "OUTSOURCE", "Not recommended", "Dear", ""),
    )

    saved = confirm(preview, portfolio_officer)

    assert saved.state == ImportState.SAVED
    assert option(held.code) == (
        "Company",
        1,
        ["LATCO", "OUTSOURCE"],
        OptionStateKind.PREFERRED,
        "A note",
    )
    assert option("P1-PRO-X") == (
        "Outsource it",
        2,
        ["OUTSOURCE"],
        OptionStateKind.NOT_RECOMMENDED,
        "",
    )
    assert held.states.count() == 2

    undone = undo(saved, portfolio_officer)

    assert (undone.state, undone.error) == (ImportState.UNDONE, "")
    assert option(held.code) == before
    assert [str(state) for state in OptionState.objects.all()] == ["Short-listed"]
    assert list(Option.objects.values_list("code", flat=True)) == [held.code]


def test_undo_names_what_was_changed_since_and_undoes_nothing(review, portfolio_officer):
    saved = confirm(
        previewed(portfolio_officer, ("P1-PRO-X", "P1-PRO", "", "Outsource", "LATCO")),
        portfolio_officer,
    )
    Review.objects.count_edit(Review.objects.get())

    kept = undo(saved, portfolio_officer)

    assert (kept.state, kept.error) == (
        ImportState.SAVED,
        "Nothing was undone: P1-PRO-X changed since it was saved. "
        "Put those right on their own pages.",
    )
    assert Option.objects.filter(code="P1-PRO-X").exists()
