"""No constraint lets a blank through: to compare with NULL is neither true nor false."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError
from django.db.models import CheckConstraint, F, Q

from ftc.organisation.enums import Role
from ftc.records.enums import Classification, DocumentState
from ftc.records.models import Document, Upload
from governance.models import AgendaItem
from reviews.enums import EvidenceState
from reviews.models import Evidence
from tests.factories.governance import make_item
from tests.factories.organisation import make_user
from tests.factories.records import ASKED_AT, make_document
from tests.factories.reviews import NOON, make_evidence, make_review

EXEMPT_WITHOUT_PARAGRAPH = {"classification": Classification.EXEMPT, "exempt_reason": "Prices."}


def an_item():
    return AgendaItem.objects.filter(pk=make_item().pk)


def evidence():
    row = make_evidence(make_review(stage="stage-2"), by=make_user(Role.OFFICER))
    return Evidence.objects.filter(pk=row.pk)


def a_document():
    return Document.objects.filter(pk=make_document().pk)


def an_upload():
    row = Upload.objects.create(
        name="a.txt",
        content_type="text/plain",
        size=1,
        sha256="0" * 64,
        file="uploads/a.txt",
        uploaded_by=make_user(Role.OFFICER),
        uploaded_at=ASKED_AT,
    )
    return Upload.objects.filter(pk=row.pk)


def decided(**fields):
    owner = make_user(Role.SENIOR_RESPONSIBLE_OWNER)
    return {
        "state": EvidenceState.ACCEPTED,
        "decided_by": owner,
        "decided_at": NOON,
        "decided_on": date(2014, 4, 4),
    } | fields


def ready(**fields):
    return {
        "state": DocumentState.READY,
        "finished_at": ASKED_AT,
        "size": 10,
        "sha256": "0" * 64,
        "file": "documents/a.pdf",
    } | fields


@pytest.mark.django_db
@pytest.mark.parametrize(
    "rows, fields, constraint",
    [
        (an_item, lambda: EXEMPT_WITHOUT_PARAGRAPH, "exempt_has_paragraph_and_reason"),
        (evidence, lambda: EXEMPT_WITHOUT_PARAGRAPH, "exempt_has_paragraph_and_reason"),
        (a_document, lambda: EXEMPT_WITHOUT_PARAGRAPH, "exempt_has_paragraph_and_reason"),
        (an_upload, lambda: EXEMPT_WITHOUT_PARAGRAPH, "exempt_has_paragraph_and_reason"),
        (evidence, lambda: decided(decided_on=None), "decided_by_at_and_on_together"),
        (evidence, lambda: decided(decided_at=None), "decided_by_at_and_on_together"),
        (evidence, lambda: decided(decided_by=None), "decided_by_at_and_on_together"),
        (a_document, lambda: ready(size=None), "ready_has_its_file"),
        (a_document, lambda: ready(finished_at=None), "ready_has_its_file"),
        (an_item, lambda: {"page_from": 5, "page_to": None}, "pages_in_order_and_together"),
        (an_item, lambda: {"page_from": None, "page_to": 5}, "pages_in_order_and_together"),
    ],
)
def test_a_blank_is_refused(rows, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        rows().update(**fields())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "rows, fields",
    [
        (an_item, lambda: EXEMPT_WITHOUT_PARAGRAPH | {"exempt_paragraph": 3}),
        (evidence, decided),
        (a_document, ready),
        (an_item, lambda: {"page_from": 5, "page_to": 5}),
    ],
)
def test_what_is_whole_is_taken(rows, fields):
    assert rows().update(**fields()) == 1


CONSTRAINTS = [
    pytest.param(model, constraint, id=constraint.name)
    for model in apps.get_models()
    for constraint in model._meta.constraints
    if isinstance(constraint, CheckConstraint)
]


def compared(node):
    """Each comparison of a condition with the fields beside it that are said to be there or not.

    Beside it are, within one AND, those said not to be blank; within one OR, those that may be.
    """
    leaves = [child for child in node.children if isinstance(child, tuple)]
    settled = {
        name.removesuffix("__isnull")
        for name, value in leaves
        if name.endswith("__isnull") and value is (node.connector == Q.OR)
    }
    for name, value in leaves:
        if not name.endswith("__isnull"):
            yield {name.split("__")[0], *([value.name] if isinstance(value, F) else [])}, settled
    for child in node.children:
        if isinstance(child, Q):
            inner = settled if child.negated else set()
            yield from ((fields, said | inner) for fields, said in compared(child))


@pytest.mark.parametrize("model, constraint", CONSTRAINTS)
def test_every_constraint_says_what_of_a_blank(model, constraint):
    nullable = {field.name for field in model._meta.fields if field.null}

    left = [
        (fields & nullable) - settled
        for fields, settled in compared(constraint.condition)
        if (fields & nullable) - settled
    ]

    assert left == []
