"""Measuring pages in this process: time and CPU a request, each beside a minimal signed-in page."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ftc.organisation.models import User
from ftc.programme.models import Activity
from ftc.records.enums import Classification
from ftc.records.working_date import working_date
from governance.actions import record_resolution
from governance.enums import Verb
from governance.models import Meeting
from reviews.actions import accept_evidence, supply_evidence
from reviews.enums import EvidenceKind
from reviews.models import Criterion, Review

REVIEW = "P1-PRO"
COUNCIL = "MT-2014-05-15-CC"


@dataclass(frozen=True)
class Measured:
    """One page: milliseconds at the middle and the 95th of 100, CPU milliseconds, queries."""

    name: str
    p50_ms: float
    p95_ms: float
    cpu_ms: float
    queries: int


class _Undo(Exception):
    """Ends a transaction whose writes were only to be measured."""


def measure_pages(requests: int) -> list[Measured]:
    """Sign in and measure the pages of the demonstration, the minimal page first.

    A request runs through the whole stack but the socket. Pages take turns, so that a busy
    moment of the machine falls on all of them. Everything written is undone: a stage change is
    measured without its commit.
    """
    officer, member = (client_of(name) for name in ("officer", "member"))
    pages: dict[str, Callable[[], None]] = {
        "minimal page": getting(officer, reverse("bench-minimal")),
        "home": getting(officer, reverse("overview:home")),
        "reviews list": getting(officer, reverse("reviews:review-list")),
        "a review": getting(officer, reverse("reviews:review-detail", args=[REVIEW])),
        "savings (MTFP)": getting(officer, reverse("finance:mtfp")),
        "before council": getting(member, reverse("overview:before-council")),
        "stage change": stage_change(officer),
    }
    try:
        with transaction.atomic():
            meet_the_gate()
            measured = in_turns(pages, requests)
            transaction.set_rollback(True)
            return measured
    finally:
        connection.close()


def in_turns(pages: dict[str, Callable[[], None]], requests: int) -> list[Measured]:
    """Measure pages so often each, in turns, once templates and caches are warm."""
    for run in pages.values():
        run()
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in pages}
    for _ in range(requests):
        for name, run in pages.items():
            wall, cpu = time.perf_counter(), time.process_time()
            run()
            taken[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    measured = []
    for name, times in taken.items():
        walls = sorted(wall for wall, _ in times)
        measured.append(
            Measured(
                name=name,
                p50_ms=median(walls) * 1000,
                p95_ms=walls[min(len(walls) - 1, int(len(walls) * 0.95))] * 1000,
                cpu_ms=median(cpu for _, cpu in times) * 1000,
                queries=count_queries(pages[name]),
            )
        )
    return measured


def client_of(username: str) -> Client:
    client = Client(HTTP_HOST="127.0.0.1", raise_request_exception=True)
    client.force_login(User.objects.get(username=username))
    return client


def getting(client: Client, address: str) -> Callable[[], None]:
    """A GET that must answer 200."""

    def run() -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}.")

    return run


def stage_change(client: Client) -> Callable[[], None]:
    """A POST that moves a review whose gate is met; undone each time."""
    address = reverse("reviews:review-move", args=[REVIEW])

    def run() -> None:
        try:
            with transaction.atomic():
                version = Activity.objects.values_list("version", flat=True).get(code=REVIEW)
                response = client.post(address, {"version": version, "reason": ""})
                if response.status_code != 302:
                    raise RuntimeError(f"The stage change answered {response.status_code}.")
                raise _Undo
        except _Undo:
            pass

    return run


def count_queries(run: Callable[[], None]) -> int:
    """How many queries one request makes."""
    counted = 0

    def wrapper(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        nonlocal counted
        counted += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        run()
    return counted


def meet_the_gate() -> None:
    """Accepted evidence and the council's endorsement, as the people concerned record them."""
    now: datetime = timezone.now()
    review = Review.objects.get(code=REVIEW)
    officer, owner, clerk = (User.objects.get(username=n) for n in ("officer", "sro", "clerk"))
    evidence = supply_evidence(
        review=review,
        criterion=Criterion.objects.get(stage=review.stage, code="outline-business-case"),
        kind=EvidenceKind.NOTE,
        title="Outline business case",
        classification=Classification.INTERNAL,
        note="Measured only.",
        by=officer,
        now=now,
        today=working_date(),
    )
    accept_evidence(evidence=evidence, by=owner, now=now, today=working_date())
    meeting = Meeting.objects.get(code=COUNCIL)
    record_resolution(
        meeting=meeting,
        agenda_item=meeting.agenda_items.get(number=12),
        verb=Verb.ENDORSE,
        text="Measured only.",
        activities=[Activity.objects.get(pk=review.pk)],
        moved_by=None,
        seconded_by=None,
        recommendations=[],
        by=clerk,
        now=now,
    )
