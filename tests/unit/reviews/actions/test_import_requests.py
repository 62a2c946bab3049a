"""Bringing, confirming, discarding and undoing imports, and what is refused of them."""

from datetime import date, timedelta

import pghistory.models
import pytest
from django.utils import timezone

from ftc.errors import NotPermitted
from ftc.programme import actions as programme
from ftc.programme.models import Milestone
from ftc.records.errors import UploadRefused
from ftc.records.uploads import may_read
from reviews.actions import imports
from reviews.enums import ImportKind, ImportState, RowOutcome
from reviews.errors import ImportRefused
from reviews.models import Import
from tests.factories.imports import (
    bring,
    confirm,
    csv_of,
    previewed,
    sheet_file,
    told,
    undo,
    work,
    xlsx_of,
)
from tests.factories.reviews import make_milestone, make_review

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
HEAD = ("Code", "Review", "Title")
ROWS = (("M1", "P1-PRO", "Tender"), ("M2", "P1-PRO", "Award"))


@pytest.fixture(autouse=True)
def review():
    return make_review("P1-PRO", title="Property")


@pytest.fixture
def preview(portfolio_officer):
    return previewed(portfolio_officer, HEAD, *ROWS)


def bring_file(by, content, name):
    return imports.bring_import(
        kind=ImportKind.MILESTONES, file=sheet_file(content, name), by=by, now=timezone.now()
    )


def read_again(held, by):
    return imports.read_again(held=held, by=by, now=timezone.now(), today=date(2014, 5, 6))


def state_of(held):
    return ImportState(Import.objects.get(pk=held.pk).state)


def set_title(code, by):
    milestone = Milestone.objects.get(code=code)
    programme.edit_milestone(
        milestone=milestone,
        expected_version=milestone.version,
        title="Another",
        by=by,
        now=timezone.now(),
    )


def test_bring_import_keeps_the_file_and_waits_to_be_read(portfolio_officer):
    held = bring(portfolio_officer, HEAD, *ROWS)

    assert (held.state, held.kind, held.made_by) == (
        ImportState.READING,
        ImportKind.MILESTONES,
        portfolio_officer,
    )
    assert held.upload.file.read() == csv_of(HEAD, *ROWS)
    assert not Milestone.objects.exists()


def test_workbook_is_read_like_a_csv(portfolio_officer):
    held = work(bring_file(portfolio_officer, xlsx_of(HEAD, *ROWS), "milestones.xlsx"))

    assert told(held) == [(2, RowOutcome.NEW, "M1", []), (3, RowOutcome.NEW, "M2", [])]


def test_only_the_portfolio_office_imports_and_sees_what_was_imported(
    preview, officer, finance_partner, portfolio_officer
):
    for user in (officer, finance_partner):
        with pytest.raises(NotPermitted, match="Only the portfolio office may import"):
            bring(user, HEAD, *ROWS)
        with pytest.raises(NotPermitted, match="Only the portfolio office may see this"):
            imports.discard_import(held=preview, by=user, now=timezone.now())
        assert not may_read(preview.upload, user)
    assert may_read(preview.upload, portfolio_officer)


@pytest.mark.parametrize(
    "content, name, error, sentence",
    [
        (b"%PDF-1.7", "plan.pdf", ImportRefused, r"Choose an Excel workbook \(.xlsx\) or a CSV"),
        (b"%PDF-1.7", "plan.xlsx", UploadRefused, "plan.xlsx is not an Excel workbook, although"),
        (b"Code\n\0", "plan.csv", UploadRefused, "plan.csv is not a CSV file, although"),
        (b"MZ\x90", "plan.csv", UploadRefused, "plan.csv is a program"),
        (xlsx_of(HEAD, *ROWS)[:-40], "plan.xlsx", UploadRefused, "plan.xlsx is not an Excel wo"),
        (b"", "plan.csv", UploadRefused, "plan.csv is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "plan.xlsx", UploadRefused, "protected by a pass"),
    ],
)
def test_file_that_is_not_what_its_name_says_is_not_kept(
    portfolio_officer, content, name, error, sentence
):
    with pytest.raises(error, match=sentence):
        bring_file(portfolio_officer, content, name)

    assert not Import.objects.exists()


@pytest.mark.parametrize(
    "content, name, sentence",
    [
        (b"Kode,Title\nM1,x\n", "m.csv", "The first row is not the header of milestones."),
        (b"Code,Title\n", "m.csv", "There is no row under the heads"),
        (b'Code,Title\nM1,"x', "m.csv", "The file cannot be read after row 1"),
        (xlsx_of(HEAD, merge="A2:B3"), "m.xlsx", "Cells are merged: A2:B3."),
    ],
)
def test_sheet_that_cannot_be_read_is_refused_whole_and_changes_nothing(
    portfolio_officer, content, name, sentence
):
    held = work(bring_file(portfolio_officer, content, name))

    assert held.state == ImportState.REFUSED
    assert held.error.startswith(sentence)
    assert not held.rows.exists()


def test_confirm_saves_nothing_that_was_not_confirmed_by_somebody_who_may(preview, officer):
    with pytest.raises(NotPermitted):
        confirm(preview, officer)

    assert work(preview).state == ImportState.PREVIEWED
    assert not Milestone.objects.exists()


def test_confirm_refuses_the_second_of_two(preview, portfolio_officer, administrator):
    saved = confirm(preview, portfolio_officer)

    with pytest.raises(ImportRefused, match="This is saved by Pat Portfolio, so it cannot be con"):
        confirm(preview, portfolio_officer)
    assert saved.rows.count() == Milestone.objects.count() == 2


def test_confirm_is_refused_on_an_older_preview(preview, portfolio_officer):
    read_again(preview, portfolio_officer)
    work(preview)

    with pytest.raises(ImportRefused, match="The preview was made again since you opened it"):
        confirm(preview, portfolio_officer)


def test_confirm_is_refused_when_there_is_nothing_to_save(review, portfolio_officer):
    make_milestone(review, code="M1", title="Tender")
    held = previewed(portfolio_officer, HEAD, ("M1", "", "Tender"), ("M9", "P9", "x"))

    with pytest.raises(ImportRefused, match="No row is new or changed"):
        confirm(held, portfolio_officer, leave_out_wrong=True)


def test_wrong_rows_are_put_right_or_left_out_knowingly(portfolio_officer):
    held = previewed(portfolio_officer, HEAD, *ROWS, ("M9", "P9", "x"))
    with pytest.raises(ImportRefused, match=r"Some rows are wrong\. Put them right in the file"):
        confirm(held, portfolio_officer)

    saved = confirm(held, portfolio_officer, leave_out_wrong=True)

    assert (saved.state, saved.leaves_out_wrong) == (ImportState.SAVED, True)
    assert sorted(Milestone.objects.values_list("code", flat=True)) == ["M1", "M2"]


def test_rows_changed_since_the_preview_are_named_and_nothing_is_saved(review, portfolio_officer):
    for code in ("M1", "M2"):
        make_milestone(review, code=code, title="x")
    held = previewed(portfolio_officer, HEAD, *ROWS, ("M3", "P1-PRO", "Start"))
    set_title("M2", portfolio_officer)

    kept = confirm(held, portfolio_officer)

    assert (kept.state, kept.confirmed_by, kept.error) == (
        ImportState.PREVIEWED,
        None,
        "Nothing was saved: M2 changed since the preview was made. Make the preview again.",
    )
    assert sorted(Milestone.objects.values_list("code", "title")) == [
        ("M1", "x"),
        ("M2", "Another"),
    ]

    read_again(kept, portfolio_officer)
    assert confirm(work(kept), portfolio_officer).state == ImportState.SAVED


def test_row_that_an_action_refuses_leaves_nothing_of_the_others(portfolio_officer, preview):
    programme.create_milestone(
        activity=make_review("P1-HR"),
        code="M2",
        title="Somebody was quicker",
        by=portfolio_officer,
        now=timezone.now(),
    )

    kept = confirm(preview, portfolio_officer)

    assert (kept.state, kept.error) == (
        ImportState.PREVIEWED,
        "Nothing was changed, because of row 3 (M2): There is a milestone M2 already. "
        "Choose another code.",
    )
    assert list(Milestone.objects.values_list("code", flat=True)) == ["M2"]


def test_discard_puts_an_import_aside_for_good(preview, portfolio_officer):
    imports.discard_import(held=preview, by=portfolio_officer, now=timezone.now())

    assert work(preview).state == ImportState.DISCARDED
    for act in (imports.discard_import, imports.request_undo):
        with pytest.raises(ImportRefused, match="This is discarded, so"):
            act(held=preview, by=portfolio_officer, now=timezone.now())
    with pytest.raises(ImportRefused, match="This is discarded, so"):
        read_again(preview, portfolio_officer)


def test_undo_is_offered_for_an_hour(preview, portfolio_officer):
    saved = confirm(preview, portfolio_officer)
    late = saved.saved_at + timedelta(hours=1, seconds=1)

    assert imports.can_undo(saved, saved.saved_at + timedelta(hours=1))
    assert not imports.can_undo(saved, late)
    with pytest.raises(ImportRefused, match="An hour has passed since it was saved"):
        imports.request_undo(held=saved, by=portfolio_officer, now=late)
    assert state_of(saved) == ImportState.SAVED


def test_undo_names_what_was_changed_since_and_undoes_nothing(preview, portfolio_officer):
    saved = confirm(preview, portfolio_officer)
    set_title("M1", portfolio_officer)

    kept = undo(saved, portfolio_officer)

    assert (kept.state, kept.undone_by, kept.error) == (
        ImportState.SAVED,
        None,
        "Nothing was undone: M1 changed since it was saved. Put those right on their own pages.",
    )
    assert Milestone.objects.count() == 2


def test_undo_is_done_once(preview, portfolio_officer):
    saved = confirm(preview, portfolio_officer)
    undo(saved, portfolio_officer)

    with pytest.raises(ImportRefused, match="This is undone, so there is nothing to undo"):
        undo(saved, portfolio_officer)
    assert not Milestone.objects.exists()


def test_history_says_who_imported_and_who_undid_it(review, portfolio_officer):
    make_milestone(review, code="M1", title="x", forecast=date(2014, 6, 1))
    undo(confirm(previewed(portfolio_officer, HEAD, *ROWS), portfolio_officer), portfolio_officer)

    told_of = pghistory.models.Events.objects.tracks(Milestone.objects.get()).order_by("pgh_id")
    assert [(e.pgh_context or {}).get("action") for e in told_of] == [
        None,
        "reviews.save_import",
        "reviews.undo_import",
    ]
