"""Bodies, meetings and recommendations as other programs read them."""

from datetime import date

import pytest

from ftc.organisation.enums import Role
from governance.enums import AttendanceStatus, Regime, VoteChoice
from tests.factories import governance
from tests.factories.organisation import make_person, make_user


@pytest.fixture
def council(db):
    return governance.make_body(code="CC", name="County Council")


def test_body_in_the_list(ask, council):
    council.chair = "The Chairman"
    council.save()
    governance.make_published_meeting(council, code="MT-2014-05-15-CC")

    status, answer = ask("bodies")

    assert status == 200
    assert answer["items"] == [
        {
            "code": "CC",
            "name": "County Council",
            "url": "/bodies/CC/",
            "kind": "committee",
            "regime": "local_government_act_1972",
            "may_decide": True,
            "chair": "The Chairman",
            "frequency": "",
            "remit": "",
            "reports_to": "",
            "next_meeting": "MT-2014-05-15-CC",
            "paper": "",
            "paragraph": "",
        }
    ]


@pytest.mark.parametrize(
    "query, expected",
    [
        ("regime=informal", ["TAG"]),
        ("regime=local_government_act_1972", ["CC"]),
        ("kind=committee", ["CC"]),
        ("kind=panel", []),
        ("page_size=1&page=2", ["TAG"]),
    ],
)
def test_bodies_are_filtered(ask, council, query, expected):
    governance.make_informal_body(code="TAG", name="Transformation Advisory Group", kind="PANEL" if
                                  "committee" in query else "PROGRAMME_BOARD")  # fmt: skip

    _, answer = ask(f"bodies?{query}")

    assert [item["code"] for item in answer["items"]] == expected


def test_unknown_regime_is_refused(ask):
    words = ", ".join(value.lower() for value in Regime.values)

    assert ask("bodies?regime=martial") == (
        422,
        {"detail": f"regime=martial was not understood: it must be one of {words}."},
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_bodies_take_the_same_queries_for_any_number(ask, rows, django_assert_num_queries):
    for _ in range(rows):
        governance.make_published_meeting(governance.make_body())
    ask("bodies")

    with django_assert_num_queries(4):
        _, answer = ask("bodies")

    assert answer["count"] == rows


def test_meeting_in_the_list(ask, council):
    governance.make_published_meeting(council, code="MT-2014-05-15-CC", kind="annual")

    status, answer = ask("meetings")

    assert status == 200
    assert answer == {
        "items": [
            {
                "code": "MT-2014-05-15-CC",
                "url": "/meetings/MT-2014-05-15-CC/",
                "body": "CC",
                "body_name": "County Council",
                "held_on": "2014-05-15",
                "precision": "day",
                "date_text": "15 May 2014",
                "kind": "annual",
                "state": "published",
                "published_on": "2014-05-06",
            }
        ],
        "count": 1,
    }


@pytest.mark.parametrize(
    "query, expected",
    [
        ("", ["MAY", "MARCH", "TAG"]),
        ("body=CC", ["MAY", "MARCH"]),
        ("from=2014-03-27", ["MAY", "MARCH"]),
        ("to=2014-03-27", ["MARCH", "TAG"]),
        ("from=2014-03-01&to=2014-03-31&body=CC", ["MARCH"]),
        ("as_at=2014-03-26&body=CC", ["MAY", "MARCH"]),
    ],
)
def test_meetings_are_filtered(ask, council, query, expected):
    governance.make_meeting(council, code="MAY", on=date(2014, 5, 15))
    governance.make_meeting(council, code="MARCH", on=date(2014, 3, 27))
    governance.make_meeting(governance.make_informal_body(), code="TAG", on=date(2014, 2, 1))

    status, answer = ask(f"meetings?{query}")

    assert (status, [item["code"] for item in answer["items"]]) == (200, expected)


@pytest.mark.parametrize(
    "query, sentence",
    [
        ("body=XX", "body=XX was not understood: there is no such body."),
        (
            "from=May",
            "from=May was not understood: give a date as year-month-day, such as 2014-03-27.",
        ),
    ],
)
def test_bad_filter_of_meetings_is_refused(ask, council, query, sentence):
    assert ask(f"meetings?{query}") == (422, {"detail": sentence})


@pytest.mark.parametrize("rows", [1, 3])
def test_meetings_take_the_same_queries_for_any_number(ask, rows, django_assert_num_queries):
    for _ in range(rows):
        governance.make_published_meeting()
    ask("meetings")

    with django_assert_num_queries(4):
        _, answer = ask("meetings")

    assert answer["count"] == rows


@pytest.fixture
def voted(council):
    """A meeting with a minute, a resolution and three votes by name."""
    meeting = governance.make_published_meeting(council, code="MT-2014-05-15-CC", state="HELD")
    item = governance.make_item(meeting, page_from=69, page_to=96, title="Outturn report")
    governance.make_exempt_item(meeting)
    people = [make_person(surname=name, title="", forenames="") for name in ("Ash", "Birch", "Elm")]
    for person in people:
        governance.make_attendance(meeting, person)
    governance.make_attendance(meeting, status=AttendanceStatus.APOLOGIES)
    resolution = governance.make_resolution(
        meeting,
        code="RES-1",
        agenda_item=item,
        minute=governance.make_minute(meeting, 71),
        has_recorded_vote=True,
        votes_for=2,
        votes_abstain=0,
        votes_against=1,
    )
    for person, choice in zip(
        people, (VoteChoice.FOR, VoteChoice.AGAINST, VoteChoice.FOR), strict=True
    ):
        governance.make_vote(resolution, person, choice)
    return meeting


def test_meeting_with_its_votes_by_name(ask, voted):
    status, answer = ask("meetings/MT-2014-05-15-CC")

    assert status == 200
    assert [(i["number"], i["title"], i["page_range"]) for i in answer["agenda_items"]] == [
        (1, "Outturn report", "Pages 69 - 96"),
        (2, "Prices of the bidders", ""),
    ]
    assert answer["attendance"] == {"present": 3, "apologies": 1, "in_attendance": 0}
    assert [minute["number"] for minute in answer["minutes"]] == [71]
    assert [(r["code"], r["agenda_item"], r["minute"]) for r in answer["resolutions"]] == [
        ("RES-1", 1, 71)
    ]
    assert answer["resolutions"][0]["votes"] == {
        "for": {"count": 2, "names": ["Ash", "Elm"]},
        "abstain": {"count": 0, "names": []},
        "against": {"count": 1, "names": ["Birch"]},
    }


def test_exempt_item_is_left_out_for_whoever_may_not_read_it(ask_as, voted):
    _, answer = ask_as(make_user(Role.OFFICER))("meetings/MT-2014-05-15-CC")

    assert [item["title"] for item in answer["agenda_items"]] == ["Outturn report"]


def test_meeting_as_at_its_publication_has_no_outcome(ask, voted):
    _, answer = ask("meetings/MT-2014-05-15-CC?as_at=2014-05-06")

    assert answer["state"] == "published"
    assert answer["resolutions"] == []


def test_agenda_is_not_known_before_its_publication(ask, voted):
    _, answer = ask("meetings/MT-2014-05-15-CC?as_at=2014-05-05")

    assert answer["agenda_items"] == []
    assert answer["published_on"] is None


def test_unknown_meeting(ask):
    assert ask("meetings/MT-NONE") == (404, {"detail": "There is no meeting called MT-NONE."})


@pytest.mark.parametrize("rows", [1, 3])
def test_meeting_takes_the_same_queries_for_any_size(ask, council, rows, django_assert_num_queries):
    meeting = governance.make_published_meeting(council, code="MT-1", state="HELD")
    for number in range(rows):
        item = governance.make_item(meeting)
        governance.make_recommendation(item=item)
        minute = governance.make_minute(meeting, 70 + number)
        governance.make_resolution(meeting, agenda_item=item, minute=minute)
        governance.make_attendance(meeting)
    ask("meetings")

    with django_assert_num_queries(15):
        _, answer = ask("meetings/MT-1")

    assert len(answer["resolutions"]) == rows


def test_recommendation_in_the_list(ask, council):
    meeting = governance.make_published_meeting(council, code="MT-1")
    row = governance.make_recommendation(
        item=governance.make_item(meeting), code="SELC-1", report_code="SELC", theme="Social Value"
    )
    governance.make_outcome(row, "NOTED", basis="minute 12")

    status, answer = ask("recommendations?as_at=2014-05-15")

    assert status == 200
    item = answer["items"][0]
    assert (item["code"], item["status"], item["status_basis"]) == ("SELC-1", "noted", "minute 12")
    assert (item["meeting"], item["agenda_item"]) == ("MT-1", 1)
    _, before = ask("recommendations?as_at=2014-05-14")
    assert before["items"][0]["status"] == "open"


@pytest.mark.parametrize(
    "query, expected",
    [
        ("report=SELC", ["SELC-1", "SELC-2"]),
        ("theme=Social%20Value", ["SELC-2"]),
        ("status=open", ["SELC-1", "LGA-1"]),
        ("status=noted", ["SELC-2"]),
        ("body=CC&report=SELC", ["SELC-1", "SELC-2"]),
    ],
)
def test_recommendations_are_filtered(ask, council, query, expected):
    governance.make_recommendation(council, code="SELC-1", report_code="SELC")
    noted = governance.make_recommendation(
        council, code="SELC-2", report_code="SELC", theme="Social Value"
    )
    governance.make_outcome(noted)
    governance.make_recommendation(code="LGA-1", report_code="LGA")

    status, answer = ask(f"recommendations?{query}")

    assert (status, [item["code"] for item in answer["items"]]) == (200, expected)


@pytest.mark.parametrize(
    "query, sentence",
    [
        ("report=X", "report=X was not understood: there is no such report."),
        ("theme=X", "theme=X was not understood: there is no such theme."),
        ("body=X", "body=X was not understood: there is no such body."),
        (
            "status=lost",
            "status=lost was not understood: it must be one of open, for_consideration, "
            "accepted, noted, agreed, approved, endorsed, not_agreed.",
        ),
    ],
)
def test_bad_filter_of_recommendations_is_refused(ask, council, query, sentence):
    assert ask(f"recommendations?{query}") == (422, {"detail": sentence})


@pytest.mark.parametrize("rows", [1, 3])
def test_recommendations_take_the_same_queries_for_any_number(ask, rows, django_assert_num_queries):
    for _ in range(rows):
        governance.make_recommendation(item=governance.make_item())
    ask("recommendations")

    with django_assert_num_queries(4):
        _, answer = ask("recommendations")

    assert answer["count"] == rows


@pytest.mark.slow
def test_council_of_27_march_2014(loaded_programme, ask):
    status, answer = ask("meetings/MT-2014-03-27-CC")

    assert status == 200
    assert [minute["number"] for minute in answer["minutes"]] == list(range(63, 75))
    recorded = [r for r in answer["resolutions"] if r["votes"]]
    assert [r["minute"] for r in recorded] == [71]
    for votes in recorded[0]["votes"].values():
        assert len(votes["names"]) == votes["count"]


@pytest.mark.slow
def test_recommendations_of_the_select_committee(loaded_programme, ask):
    _, answer = ask("recommendations?report=SELC")

    assert answer["count"] == 27
