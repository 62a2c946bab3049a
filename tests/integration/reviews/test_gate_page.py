"""The gate page, its outcomes, sign-offs, key decisions and conditions."""

import re
from datetime import date, timedelta

import pytest

from ftc.organisation.enums import Role
from reviews.enums import CriterionKind, GateOutcome
from reviews.models import GateCondition, GatePassage, KeyDecisionTest, SignOff
from tests.factories.gates import make_gate_methodology, make_review_at_gate, record_passage, sign
from tests.factories.mending import make_benefit
from tests.factories.organisation import make_user
from tests.factories.programme import make_milestone, make_risk
from tests.factories.reviews import (
    change_state,
    make_evidence,
    make_paper,
    make_phase,
    make_review,
)
from tests.integration.reviews.reading import text_of

pytestmark = pytest.mark.django_db

GATE = "/reviews/P1-PRO/gate/"
TODAY = date(2014, 5, 6)
LIST = "/reviews/conditions/"


def html_of(response):
    """The page with its marks, each space one."""
    return " ".join(response.content.decode().split())


@pytest.fixture
def review(officer, sro):
    """At a gate that asks for evidence and a sign-off by finance."""
    return make_review_at_gate(
        {
            "kind": CriterionKind.EVIDENCE,
            "code": "business-case",
            "title": "Business case",
            "guidance": "In the five cases",
            "source": make_paper(),
            "source_ref": "paragraph 2.5",
        },
        {
            "kind": CriterionKind.SIGN_OFF,
            "code": "finance",
            "title": "Finance sign-off",
            "role": Role.FINANCE,
        },
        code="P1-PRO",
        title="Property",
        lead=officer,
        sro=sro,
    )


@pytest.fixture
def open_gate(officer, sro):
    """At a gate that asks nothing."""
    return make_review_at_gate(code="P1-PRO", title="Property", lead=officer, sro=sro)


def test_the_page_tells_what_is_asked_by_what_paper_and_who_accepts(client_of, officer, review):
    make_evidence(review, "business-case", by=officer, title="The case")

    page = html_of(client_of(officer).get(GATE))

    for words in [
        "From Gate to After",
        "0 of 2 met",
        "Business case",
        "Accepted evidence. In the five cases",
        "Paper CC-2013-12-12-FTC, paragraph 2.5",
        '<a class="govuk-link" href="/reviews/P1-PRO/evidence/1/">The case</a>',
        "The Senior Responsible Owner of this review",
        "A finance partner",
        "The business case has not been accepted; the Senior Responsible Owner can accept it.",
    ]:
        assert words in page


def test_each_is_led_to_what_they_can_do(client_of, officer, sro, finance_partner, member, review):
    make_evidence(review, "business-case", by=officer, title="The case")

    assert "Supply evidence" in html_of(client_of(officer).get(GATE))
    assert "Accept or return evidence 1" in html_of(client_of(sro).get(GATE))
    assert "/gate/sign-offs/finance/" in html_of(client_of(finance_partner).get(GATE))
    page = html_of(client_of(member).get(GATE))
    for words in ["Supply evidence", "Accept or return evidence", "/gate/sign-offs/", "<form meth"]:
        assert words not in page


def test_threads_that_break_lead_to_where_they_are_mended(client_of, officer, review):
    make_risk(review, code="R1", title="Suppliers leave")
    make_milestone(review, code="M1", title="Go live")
    make_benefit(review, code="B1", title="Faster answers")

    page = html_of(client_of(officer).get(GATE))

    for url, words in [
        ("/programme/risks/R1/edit/", "Risk R1, Suppliers leave: no owner and no cost."),
        ("/programme/milestones/M1/owner/", "Milestone Go live: no owner."),
        ("/programme/benefits/B1/edit/", "Benefit Faster answers: no baseline."),
    ]:
        assert f'<a class="govuk-link" href="{url}">{words}</a>' in page


def test_threads_that_break_lead_nobody_to_a_page_that_refuses_them(client_of, sro, review):
    make_risk(review, code="R1", title="Suppliers leave")

    page = html_of(client_of(sro).get(GATE))

    assert "<li>Risk R1, Suppliers leave: no owner and no cost.</li>" in page
    assert "/programme/risks/R1/edit/" not in page


def test_a_past_day_shows_the_gate_as_it_was_and_offers_nothing(client_of, officer, review):
    make_evidence(review, "business-case", by=officer, supplied_on=date(2014, 4, 1))

    page = text_of(client_of(officer).get(GATE, {"as_at": "2014-03-31"}))

    assert "From Gate to After" in page
    assert "evidence/1/" not in page
    assert "What becomes of it" not in page
    before = text_of(client_of(officer).get(GATE, {"as_at": "2013-10-15"}))
    assert "From Before to Gate" in before


def test_nothing_is_decided_while_a_past_day_is_shown(client_of, officer, open_gate):
    response = client_of(officer).post(
        f"{GATE}?as_at=2014-03-31", {"version": 1, "outcome": "PASSED", "reason": "Ready"}
    )

    assert response.status_code == 422
    assert "You are looking at 31 March 2014" in text_of(response)


def _decide(client, outcome="PASSED", **fields):
    values = {"version": 1, "outcome": outcome, "reason": "It was so decided."}
    return client.post(GATE, values | fields)


def test_a_gate_is_passed(client_of, officer, open_gate):
    response = _decide(client_of(officer))

    assert (response.status_code, response["Location"]) == (302, GATE)
    open_gate.refresh_from_db()
    assert open_gate.stage.code == "after"


def test_a_reason_is_never_optional(client_of, officer, open_gate):
    response = _decide(client_of(officer), reason=" ")

    assert response.status_code == 422
    assert "Give the reason" in text_of(response)


def test_what_is_missing_is_listed_and_what_was_typed_is_kept(client_of, officer, review):
    response = _decide(client_of(officer), reason="It is time.")

    page = text_of(response)
    assert response.status_code == 422
    assert "The business case has not been supplied; the lead can supply it." in page
    assert "The finance sign-off has not been given; a finance partner can give it." in page
    assert "It is time." in page


def test_a_review_is_returned(client_of, officer, open_gate):
    form = text_of(client_of(officer).get(f"{GATE}?outcome=RETURNED"))
    assert "Back to which stage?" in form

    _decide(client_of(officer), "RETURNED", to_stage="before")

    open_gate.refresh_from_db()
    assert open_gate.stage.code == "before"


def test_a_return_asks_to_where(client_of, officer, open_gate):
    response = _decide(client_of(officer), "RETURNED", to_stage="after")

    assert response.status_code == 422
    open_gate.refresh_from_db()
    assert open_gate.stage.code == "gate"


def test_a_gate_is_postponed_and_says_so_until_it_is_looked_at_again(client_of, officer, open_gate):
    _decide(
        client_of(officer),
        "POSTPONED",
        until_on_day="1",
        until_on_month="6",
        until_on_year="2014",
    )

    page = text_of(client_of(officer).get(GATE))
    assert f"Postponed on 6 May 2014 until 1 June 2014 by {officer}: It was so decided." in page


def _conditions(*rows):
    fields = {"conditions-TOTAL_FORMS": len(rows), "conditions-INITIAL_FORMS": 0}
    for number, (title, owner, day) in enumerate(rows):
        fields |= {
            f"conditions-{number}-title": title,
            f"conditions-{number}-owner": owner,
            f"conditions-{number}-due_on_day": day,
            f"conditions-{number}-due_on_month": "6" if day else "",
            f"conditions-{number}-due_on_year": "2014" if day else "",
        }
    return fields


def test_a_gate_is_passed_on_conditions_and_empty_lines_are_none(
    client_of, officer, sro, open_gate
):
    typed = _conditions(("Agree the lease", sro.username, "30"), ("", "", ""))

    response = _decide(client_of(officer), "PASSED_WITH_CONDITIONS", **typed)

    assert response.status_code == 302
    condition = GateCondition.objects.get()
    assert (condition.title, condition.owner, condition.due_on) == (
        "Agree the lease",
        sro,
        date(2014, 6, 30),
    )


@pytest.mark.parametrize(
    "row, words",
    [
        (("", "", ""), "Say at least one condition, who is to meet it and by when."),
        (("Agree the lease", "", "30"), "Condition 1: Choose whose task it is"),
        (("Agree the lease", "sro", ""), "Condition 1: Enter by when"),
        (("", "sro", "30"), "Condition 1: Say what is to be done"),
        (("Agree the lease", "nobody", "30"), "Select a valid choice"),
        (("Agree the lease", "sro", "31"), "must be a real date"),
    ],
)
def test_a_condition_half_said_is_asked_for(client_of, officer, sro, open_gate, row, words):
    title, owner, day = row
    typed = _conditions((title, sro.username if owner == "sro" else owner, day))

    response = _decide(client_of(officer), "PASSED_WITH_CONDITIONS", **typed)

    assert response.status_code == 422
    assert words in text_of(response)
    assert GateCondition.objects.count() == 0


@pytest.mark.parametrize("htmx", [False, True])
def test_a_condition_more_is_asked_for_and_nothing_typed_is_lost(
    client_of, officer, sro, open_gate, htmx
):
    typed = _conditions(("Agree the lease", sro.username, "30"))
    headers = {"HX-Request": "true"} if htmx else {}

    response = client_of(officer).post(
        GATE,
        {"version": 1, "outcome": "PASSED_WITH_CONDITIONS", "reason": "Almost", "add": "1"} | typed,
        headers=headers,
    )

    page = html_of(response)
    assert response.status_code == 200
    assert ("<html" in page) is not htmx
    assert re.findall(r"<input[^>]*autofocus[^>]*>", page) == re.findall(
        r'<input[^>]*name="conditions-1-title"[^>]*>', page
    )
    for words in [
        'name="conditions-TOTAL_FORMS" value="2"',
        'value="Agree the lease"',
        "Condition 2",
        "Almost",
    ]:
        assert words in page
    assert f'value="{sro.username}" selected' in page
    assert re.search(r'name="conditions-0-due_on_day"[^>]* value="30"', page)
    assert "govuk-error" not in page
    assert GatePassage.objects.count() == 2


@pytest.mark.parametrize("total", ["", "x", "99999999999999999999", "-3"])
def test_a_count_of_conditions_that_is_none_breaks_nothing(client_of, officer, open_gate, total):
    response = client_of(officer).post(
        GATE,
        {
            "version": 1,
            "outcome": "PASSED_WITH_CONDITIONS",
            "add": "1",
            "conditions-TOTAL_FORMS": total,
        },
    )

    assert response.status_code == 200


@pytest.mark.parametrize("who", ["sro", "clerk", "member", "auditor", "finance_partner"])
def test_who_may_not_move_it_decides_nothing(request, client_of, open_gate, who):
    response = _decide(client_of(request.getfixturevalue(who)))

    assert response.status_code == 403
    assert "Only the lead of this review and the portfolio office may move it." in text_of(response)


def test_an_earlier_day_is_asked_of_who_may_set_one(
    client_of, officer, portfolio_officer, open_gate
):
    assert "effective_on" not in html_of(client_of(officer).get(GATE))
    assert "effective_on_day" in html_of(client_of(portfolio_officer).get(GATE))

    _decide(
        client_of(portfolio_officer),
        effective_on_day="1",
        effective_on_month="4",
        effective_on_year="2014",
    )
    last = open_gate.passages.order_by("-sequence").first()
    assert last.effective_on == date(2014, 4, 1)


def test_who_comes_second_is_told_and_can_go_on(client_of, officer, portfolio_officer, open_gate):
    _decide(client_of(portfolio_officer), "POSTPONED")

    response = _decide(client_of(officer), version=1)

    assert response.status_code == 422
    assert 'name="version" value="2"' in html_of(response)


def test_a_deferred_review_has_no_outcome(client_of, officer, open_gate):
    change_state(open_gate)

    page = text_of(client_of(officer).get(GATE))

    assert "A deferred review passes no gate." in page
    assert "What becomes of it" not in page


def test_a_review_not_started_stands_at_no_gate(client_of, officer):
    make_gate_methodology()
    make_review("P1-NEW", lead=officer)

    page = html_of(client_of(officer).get("/reviews/P1-NEW/gate/"))

    assert "This review has not been started" in page
    assert '<a class="govuk-link" href="/reviews/P1-NEW/move/">Start the review</a>' in page


def test_there_is_no_gate_of_a_code_nobody_gave(client_of, officer):
    assert client_of(officer).get("/reviews/P9-ABC/gate/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_however_much_there_is(
    client_of, member, officer, sro, count, django_assert_num_queries
):
    asked = [{"kind": CriterionKind.EVIDENCE, "source": make_paper()} for _ in range(count)]
    review = make_review_at_gate(*asked, code="P1-PRO", lead=officer, sro=sro)
    for number in range(count):
        make_evidence(review, f"criterion-{number + 1}", by=officer)
        make_risk(review)
        make_milestone(review)
        make_benefit(review)
    client = client_of(member)

    with django_assert_num_queries(18):
        client.get(GATE)


# Sign-offs and key decisions


def test_a_sign_off_is_given_and_taken_back(client_of, finance_partner, review):
    client = client_of(finance_partner)
    address = f"{GATE}sign-offs/finance/"
    assert "Refuse" in text_of(client.get(address))

    assert client.post(address, {"version": 1, "outcome": "GIVE", "reason": ""}).status_code == 302
    page = text_of(client.get(address))
    assert "Take it back" in page
    assert f"Given by {finance_partner} on 6 May 2014." in page

    refused = client.post(address, {"version": 2, "outcome": "REFUSE", "reason": ""})
    assert refused.status_code == 422
    assert "Say why, so that it can be put right." in text_of(refused)
    client.post(address, {"version": 2, "outcome": "REFUSE", "reason": "Costs grew."})
    assert list(SignOff.objects.order_by("pk").values_list("given", "comment")) == [
        (True, ""),
        (False, "Costs grew."),
    ]


def test_only_its_role_opens_a_sign_off(client_of, officer, review):
    response = client_of(officer).get(f"{GATE}sign-offs/finance/")

    assert response.status_code == 403
    assert "Only a finance partner may give or refuse “Finance sign-off”." in text_of(response)


def test_a_sign_off_that_the_gate_does_not_ask_is_not_found(client_of, finance_partner, review):
    assert client_of(finance_partner).get(f"{GATE}sign-offs/other/").status_code == 404


def test_whether_a_decision_is_key_is_said_and_shown(client_of, clerk, review):
    client = client_of(clerk)
    address = f"{GATE}key-decision/"
    refused = client.post(address, {"version": 1, "reason": "Under the threshold."})
    assert refused.status_code == 422
    assert "Say whether a Key Decision is needed" in text_of(refused)

    client.post(address, {"version": 1, "is_needed": "no", "reason": "Under the threshold."})

    assert KeyDecisionTest.objects.get().is_needed is False
    said = "No Key Decision is needed from 6 May 2014: Under the threshold."
    assert said in text_of(client.get(GATE))
    again = client.post(address, {"version": 2, "is_needed": "no", "reason": "Again."})
    assert "this is recorded already" in text_of(again)


def test_only_who_may_say_whether_a_decision_is_key(client_of, officer, review):
    assert client_of(officer).get(f"{GATE}key-decision/").status_code == 403


# Conditions


@pytest.fixture
def condition(open_gate, officer, portfolio_officer):
    """One that the lead is to meet by the last of April, and so overdue."""
    passage = record_passage(
        open_gate,
        "after",
        GateOutcome.PASSED_WITH_CONDITIONS,
        on=date(2014, 4, 1),
        by=portfolio_officer,
        conditions=[("Agree the lease", officer, date(2014, 4, 30))],
    )
    return passage.conditions.get()


MEET = "/reviews/P1-PRO/conditions/3/1/meet/"


def test_a_condition_is_shown_on_the_review_its_gate_and_the_list_until_met(
    client_of, officer, sro, condition
):
    for address in ("/reviews/P1-PRO/", GATE, LIST):
        page = html_of(client_of(officer).get(address))
        assert "Agree the lease" in page
        assert "Overdue" in page
        assert MEET not in page
        assert MEET in html_of(client_of(sro).get(address))

    response = client_of(sro).post(MEET, {"version": 1, "reason": "The lease is signed."})

    assert response.status_code == 302
    assert "Agree the lease" not in html_of(client_of(officer).get("/reviews/P1-PRO/"))
    assert "Agree the lease" not in html_of(client_of(officer).get(LIST))
    assert "Met · 6 May 2014" in html_of(client_of(officer).get(f"{LIST}?state=met"))


@pytest.mark.parametrize(
    "query, shown",
    [
        ("", True),
        ("state=overdue", True),
        ("state=met", False),
        ("state=all", True),
        ("phase=1", True),
        ("phase=2", False),
        ("phase=x", True),
        ("as_at=2014-03-31", False),
        ("as_at=2014-04-30", True),
        ("as_at=2014-04-30&state=overdue", False),
    ],
)
def test_the_list_is_filtered_and_read_as_at_a_date(client_of, member, condition, query, shown):
    make_phase(2)
    page = text_of(client_of(member).get(f"{LIST}?{query}"))

    assert ("Agree the lease" in page) is shown


def test_the_list_is_filtered_by_whose_task(client_of, officer, sro, condition):
    assert "Agree the lease" in text_of(
        client_of(sro).get(LIST, {"owner": officer.username, "state": ""})
    )


def test_htmx_is_sent_the_table_alone(client_of, member, condition):
    page = html_of(client_of(member).get(LIST, headers={"HX-Request": "true"}))

    assert page.startswith('<div id="conditions">')


def test_the_list_is_exported_as_filtered(client_of, member, condition):
    response = client_of(member).get(f"{LIST}export.csv?state=overdue")

    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Phase,Review,Title,Condition")
    assert lines[1].startswith("Phase 1,P1-PRO,Property,Agree the lease,2014-04-01,")
    assert lines[1].endswith("2014-04-30,Overdue,,,")


def test_a_condition_met_is_told_how_and_not_met_again(client_of, sro, condition):
    client = client_of(sro)
    assert client.post(MEET, {"version": 1, "reason": " "}).status_code == 422
    client.post(MEET, {"version": 1, "reason": "The lease is signed."})

    page = text_of(client.get(MEET))
    assert f"6 May 2014, as {sro} says: The lease is signed." in page
    assert "<textarea" not in page
    again = client.post(MEET, {"version": 2, "reason": "Twice."})
    assert again.status_code == 422
    assert "that this condition is met." in text_of(again)


def test_whoever_is_to_meet_it_does_not_say_so(client_of, officer, condition):
    response = client_of(officer).get(MEET)

    assert response.status_code == 403
    assert "Whoever is to meet a condition does not say that it is met." in text_of(response)


def test_a_condition_nobody_set_is_not_found(client_of, sro, condition):
    assert client_of(sro).get("/reviews/P1-PRO/conditions/3/2/meet/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_long(
    client_of, member, officer, count, django_assert_num_queries
):
    for number in range(count):
        review = make_review_at_gate(phase=number + 1)
        due = TODAY - timedelta(days=1)
        record_passage(
            review,
            "after",
            GateOutcome.PASSED_WITH_CONDITIONS,
            on=date(2014, 4, 1),
            conditions=[("Agree the lease", officer, due)],
        )
    client = client_of(member)

    with django_assert_num_queries(7):
        client.get(LIST)


def test_a_sign_off_shows_in_its_criterion(client_of, member, review, finance_partner):
    sign(review, "finance", given=False, by=finance_partner, on=TODAY)

    page = text_of(client_of(member).get(GATE))

    assert f"Not given by {finance_partner} on 6 May 2014: Costs are missing." in page


def test_what_people_type_is_never_run(client_of, officer, sro, open_gate):
    script = "<script>alert(1)</script>"
    make_risk(open_gate, title=script)
    typed = _conditions((script, sro.username, "30"))
    _decide(client_of(officer), "PASSED_WITH_CONDITIONS", reason=script, **typed)

    for address in (GATE, LIST, MEET, "/reviews/P1-PRO/"):
        assert script not in client_of(officer).get(address).content.decode()
    page = html_of(client_of(officer).get(LIST))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_history_tells_what_was_done_at_the_gate(client_of, officer, clerk, review):
    finance = make_user(Role.FINANCE)
    _decide(client_of(officer), "POSTPONED", reason="The market test runs on.")
    client_of(clerk).post(
        f"{GATE}key-decision/", {"version": 2, "is_needed": "no", "reason": "Too small."}
    )
    client_of(finance).post(
        f"{GATE}sign-offs/finance/", {"version": 3, "outcome": "REFUSE", "reason": "Costs grew."}
    )

    page = text_of(client_of(officer).get("/reviews/P1-PRO/history/"))

    for words in [
        "Postponed the gate. Gate of Gate: postponed.",
        "The market test runs on.",
        "Said whether a Key Decision is needed. Key Decision: not needed.",
        "Too small.",
        "Refused or took back a sign-off. Finance sign-off: not given.",
        "Costs grew.",
    ]:
        assert words in page
