"""Options appraised in the browser: set up, scored blind, moderated, costed and agreed."""

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from ftc.organisation.enums import Role
from ftc.records.enums import Classification
from ftc.records.history.sentences import sentences
from reviews.actions import appraisal as actions
from reviews.enums import AppraisalState, OptionStateKind
from reviews.models import Appraisal, ModeratedScore, OptionYear, Review, Score
from tests.factories.appraisal import (
    cost,
    grid,
    hand_in,
    make_agreed_appraisal,
    make_appraisal,
    make_open_appraisal,
    make_scored_appraisal,
    moderate,
    now_of,
    weigh,
)
from tests.factories.governance import make_decision
from tests.factories.organisation import make_user
from tests.factories.reviews import make_option, make_review
from tests.integration.reviews.reading import text_of

pytestmark = pytest.mark.django_db
AT = "/reviews/P1-PRO/appraisal/"
ONE = f"{AT}1/"


@pytest.fixture
def review(officer, sro):
    review = make_review("P1-PRO", title="Property", lead=officer, sro=sro, stage="stage-2")
    for title in ("Trading company", "Contract out"):
        make_option(review, OptionStateKind.SHORT_LISTED, title=title)
    return review


def _typed(review, **fields):
    return {
        "version": Review.objects.get(pk=review.pk).version,
        "title": "Options for Property",
        "options": [option.code for option in review.options.filter(is_do_nothing=False)],
        "assessors": ["assessor"],
        "first_year": "2014/15",
        "years": "3",
        "discount_rate": "3.5",
        "classification": "INTERNAL",
        "exempt_paragraph": "",
        "exempt_reason": "",
        **fields,
    }


def _weights(*weights, version=1):
    lines = {
        "version": version,
        "criteria-TOTAL_FORMS": len(weights) + 1,
        "criteria-INITIAL_FORMS": len(weights) + 1,
        "criteria-MIN_NUM_FORMS": 0,
        "criteria-MAX_NUM_FORMS": 12,
        f"criteria-{len(weights)}-title": "",
        f"criteria-{len(weights)}-weight": "",
    }
    for number, weight in enumerate(weights):
        lines[f"criteria-{number}-title"] = f"Criterion {number}"
        lines[f"criteria-{number}-weight"] = weight
    return lines


def _scores(appraisal, rows=((4, 3), (8, 5), (5, 9)), **fields):
    given = {f"score-{c}-{o}": mark for (c, o), mark in grid(appraisal, rows).items()}
    return given | fields


def _moderated(appraisal, **fields):
    means = actions.means_of(appraisal)
    typed = {f"score-{c}-{o}": str(mean) for (c, o), mean in means.items()}
    typed |= {f"reason-{c}-{o}": "" for c, o in means}
    return typed | {"version": now_of(appraisal).version} | fields


class TestSettingUp:
    @pytest.fixture(autouse=True)
    def assessor(self, db):
        return make_user(Role.OFFICER, username="assessor", name="Ana Assessor")

    def test_the_form_offers_the_short_list_and_the_rate_of_the_settings(
        self, client_of, officer, review, settings
    ):
        settings.DISCOUNT_RATE = Decimal("4.25")

        page = client_of(officer).get(f"{AT}new/").content.decode()

        assert 'value="4.25"' in page
        assert 'value="2014/15"' in page
        assert page.count("checked") == 3  # two options and who may read it

    def test_an_appraisal_is_made_with_doing_nothing_and_keeps_its_rate(
        self, client_of, officer, review, settings
    ):
        response = client_of(officer).post(f"{AT}new/", _typed(review, discount_rate="4"))
        settings.DISCOUNT_RATE = Decimal("9")

        made = Appraisal.objects.get()
        assert (response.status_code, response["Location"]) == (302, ONE)
        assert (made.discount_rate, made.options.count()) == (Decimal(4), 3)

    @pytest.mark.parametrize(
        "fields, sentence",
        [
            ({"title": ""}, "Enter title"),
            ({"options": []}, "Choose at least one option"),
            ({"assessors": []}, "Name at least one assessor"),
            ({"first_year": "2014"}, "is not a financial year"),
            ({"years": "31"}, "less than or equal to 30"),
            ({"discount_rate": "21"}, "less than or equal to 20"),
            ({"classification": "EXEMPT"}, "Select the paragraph of Schedule 12A"),
            ({"exempt_reason": "Prices"}, "Only an exempt appraisal has a paragraph"),
            ({"version": 99}, "Someone else saved this"),
            (
                {"classification": "EXEMPT", "exempt_paragraph": "3", "exempt_reason": "Prices"},
                "Ana Assessor may not read exempt material",
            ),
        ],
    )
    def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(
        self, client_of, officer, review, fields, sentence
    ):
        response = client_of(officer).post(f"{AT}new/", _typed(review) | fields)

        assert response.status_code == 422
        assert sentence in text_of(response)
        assert 'name="years"' in response.content.decode()
        assert not Appraisal.objects.exists()

    def test_a_further_one_asks_why(self, client_of, officer, review):
        make_agreed_appraisal(review)
        client = client_of(officer)

        refused = client.post(f"{AT}new/", _typed(review))
        made = client.post(f"{AT}new/", _typed(review, made_because="The market has moved."))

        assert "Why are the options appraised again?" in text_of(client.get(f"{AT}new/"))
        assert (refused.status_code, made.status_code) == (422, 302)
        assert made["Location"] == f"{AT}2/"

    def test_who_edits_second_is_shown_both_versions(self, client_of, officer, review):
        appraisal = make_appraisal(review)
        client = client_of(officer)
        opened = client.get(f"{ONE}edit/")
        client.post(f"{ONE}edit/", _typed(review, version=1, title="Theirs"))

        response = client.post(f"{ONE}edit/", _typed(review, version=1, title="Mine"))

        assert opened.status_code == 200
        assert response.status_code == 422
        assert "Title Mine Theirs Differs" in text_of(response)
        client.post(f"{ONE}edit/", _typed(review, version=2, title="Mine"))
        assert now_of(appraisal).title == "Mine"

    @pytest.mark.parametrize(
        "weights, sentence",
        [
            (("60", "39"), "The weights sum to 99, not to 100."),
            (("60", ""), "Enter the weight of “Criterion 1”"),
            (("60", "-1"), "greater than or equal to 0.01"),
            ((), "Enter at least one criterion."),
        ],
    )
    def test_weights_that_do_not_sum_to_100_are_refused_and_kept(
        self, client_of, officer, review, weights, sentence
    ):
        appraisal = make_appraisal(review)

        response = client_of(officer).post(f"{ONE}criteria/", _weights(*weights))

        assert response.status_code == 422
        assert sentence in text_of(response)
        assert all(f'value="{weight}"' in response.content.decode() for weight in weights if weight)
        assert not appraisal.criteria.exists()

    def test_weights_are_saved_and_a_weight_without_a_name_is_not(self, client_of, officer, review):
        appraisal = make_appraisal(review)
        client = client_of(officer)
        nameless = _weights("60", "40") | {"criteria-1-title": ""}

        refused = client.post(f"{ONE}criteria/", nameless)
        saved = client.post(f"{ONE}criteria/", _weights("60", "40"))

        assert "Enter the name of the criterion" in text_of(refused)
        assert saved.status_code == 302
        assert [row.weight for row in appraisal.criteria.all()] == [60, 40]

    def test_of_two_who_weigh_at_once_the_second_is_shown_both(self, client_of, officer, review):
        make_appraisal(review)
        client = client_of(officer)
        client.post(f"{ONE}criteria/", _weights("60", "40"))

        response = client.post(f"{ONE}criteria/", _weights("70", "30"))

        assert response.status_code == 422
        assert "Criterion 0 70 60 Differs" in text_of(response)
        assert client.post(f"{ONE}criteria/", _weights("70", "30", version=2)).status_code == 302

    def test_scoring_opens_or_says_what_is_missing(self, client_of, officer, review):
        appraisal = make_appraisal(review)
        client = client_of(officer)

        early = client.post(f"{ONE}open/", {"version": 1}, follow=True)
        weigh(appraisal)
        stale = client.post(f"{ONE}open/", {"version": 1}, follow=True)
        client.post(f"{ONE}open/", {"version": 2})

        assert "No criteria are set yet." in text_of(early)
        assert "Someone else saved this" in text_of(stale)
        assert now_of(appraisal).state == AppraisalState.SCORING

    def test_it_is_abandoned_with_a_reason(self, client_of, officer, review):
        appraisal = make_appraisal(review)
        client = client_of(officer)

        refused = client.post(f"{ONE}abandon/", {"version": 1, "reason": ""})
        stale = client.post(f"{ONE}abandon/", {"version": 9, "reason": "No"})
        done = client.post(f"{ONE}abandon/", {"version": 1, "reason": "A bidder withdrew."})

        assert (refused.status_code, stale.status_code, done.status_code) == (422, 422, 302)
        assert now_of(appraisal).state == AppraisalState.ABANDONED
        assert "A bidder withdrew." in text_of(client.get(ONE))


class TestScoring:
    def test_an_assessor_keeps_a_draft_and_hands_in(self, client_of, review, finance_partner):
        appraisal = make_open_appraisal(
            review, assessors=[finance_partner, make_user(Role.OFFICER)]
        )
        client = client_of(finance_partner)
        first = f"score-{appraisal.criteria.first().pk}-{appraisal.options.first().pk}"

        draft = client.post(f"{ONE}scores/", _scores(appraisal) | {first: ""})
        kept = client.get(f"{ONE}scores/").content.decode()
        missing = client.post(f"{ONE}scores/", _scores(appraisal) | {first: "", "hand_in": "yes"})
        handed = client.post(f"{ONE}scores/", _scores(appraisal, hand_in="yes"))

        assert draft.status_code == handed.status_code == 302
        assert 'value="8"' in kept
        assert (missing.status_code, "1 score is still missing" in text_of(missing)) == (422, True)
        assert Score.objects.count() == 6
        again = client.post(f"{ONE}scores/", _scores(appraisal), follow=True)
        assert "You have handed your scores in" in text_of(again)

    @pytest.mark.parametrize("mark", ["11", "-1", "5.5", "x"])
    def test_a_score_out_of_range_is_refused_beside_its_box(
        self, client_of, review, finance_partner, mark
    ):
        appraisal = make_open_appraisal(review, assessors=[finance_partner])
        first = f"score-{appraisal.criteria.first().pk}-{appraisal.options.first().pk}"

        response = client_of(finance_partner).post(
            f"{ONE}scores/", _scores(appraisal) | {first: mark}
        )

        assert response.status_code == 422
        page = response.content.decode()
        assert f'href="#id_{first}">Do nothing, Quality: enter a score from 0 to 10' in page
        assert f'value="{mark}"' in page
        assert not Score.objects.exists()

    def test_nobody_else_opens_the_grid(self, client_of, review, officer, finance_partner):
        make_open_appraisal(review, assessors=[finance_partner])

        response = client_of(officer).get(f"{ONE}scores/", follow=True)

        assert "not named as an assessor" in text_of(response)


class TestBlindness:
    """The marks 7 and 9 of one assessor are looked for wherever anybody may look."""

    MARKS = ((7, 9), (7, 9), (7, 9))

    def ways_out(self, client):
        """What every address of the appraisal and of its review answers, as text."""
        addresses = [
            ONE, AT, f"{ONE}print/", f"{ONE}export.xlsx", f"{ONE}scores/", f"{ONE}moderate/",
            f"{ONE}agree/", f"{ONE}costs/", "/reviews/P1-PRO/", "/reviews/P1-PRO/options/",
            "/reviews/P1-PRO/history/", "/reviews/P1-PRO/evidence/", "/search/?q=Quality",
            "/api/v1/reviews/P1-PRO", "/api/v1/reviews/P1-PRO/options",
            *(
                f"/api/v1/figures/reviews.{name}?review=P1-PRO&option=P1-PRO-01"
                for name in ("appraisal_score", "appraisal_rank", "option_npv")
            ),
        ]  # fmt: skip
        for address in addresses:
            response = client.get(address, follow=True)
            yield address, response

    def marks_in(self, response):
        """Cells and values of the page, or of every sheet of the workbook, that are a mark."""
        if response.headers["Content-Type"].endswith("sheet"):
            book = load_workbook(io.BytesIO(response.content))
            cells = [cell for sheet in book for row in sheet.values for cell in row]
            return "Scores" in book.sheetnames or 7 in cells or 9 in cells
        page = response.content.decode()
        return any(
            found in page
            for mark in (7, 9)
            for found in (f'numeric">{mark}</td>', f'value="{mark}"', f'"{mark}"', f": {mark},")
        )

    @pytest.mark.parametrize("role", [None, *Role])
    def test_no_address_shows_a_score_before_all_are_in(self, client_of, review, role):
        one, other = make_user(Role.FINANCE), make_user(Role.OFFICER)
        appraisal = make_open_appraisal(review, assessors=[one, other])
        hand_in(appraisal, one, self.MARKS)
        reader = make_user(role) if role else other

        shown = [
            address
            for address, response in self.ways_out(client_of(reader))
            if response.status_code == 200 and self.marks_in(response)
        ]

        assert shown == []

    def test_the_same_addresses_show_them_once_all_are_in(self, client_of, review, auditor):
        one, other = make_user(Role.FINANCE), make_user(Role.OFFICER)
        appraisal = make_open_appraisal(review, assessors=[one, other])
        hand_in(appraisal, one, self.MARKS)
        hand_in(appraisal, other, self.MARKS)

        shown = [
            address
            for address, response in self.ways_out(client_of(auditor))
            if response.status_code == 200 and self.marks_in(response)
        ]

        assert shown[:4] == [ONE, AT, f"{ONE}print/", f"{ONE}export.xlsx"]

    def test_no_history_tells_a_score(self, review, portfolio_officer):
        one, other = make_user(Role.FINANCE), make_user(Role.OFFICER)
        appraisal = make_open_appraisal(review, assessors=[one, other], by=portfolio_officer)
        hand_in(appraisal, one, self.MARKS)

        told = " ".join(str(line) for line in sentences(review, portfolio_officer))

        assert "opened an appraisal for scoring" in told
        assert "core: 7" not in told


class TestModeration:
    def test_every_score_stands_side_by_side_with_spread_and_mean(self, client_of, officer, review):
        one, other = make_user(Role.FINANCE, name="Ann"), make_user(Role.OFFICER, name="Bob")
        appraisal = make_open_appraisal(review, assessors=[one, other])
        hand_in(appraisal, one)
        hand_in(appraisal, other, ((4, 3), (9, 5), (5, 9)))

        said = text_of(client_of(officer).get(f"{ONE}moderate/"))

        assert "Option Ann Bob Spread Mean Moderated Reason" in said
        assert "Trading company 8 9 1 8.50" in said

    def test_a_score_that_is_not_the_mean_needs_a_reason_beside_it(
        self, client_of, officer, review
    ):
        appraisal = make_scored_appraisal(review)
        place = f"{appraisal.criteria.first().pk}-{appraisal.options.first().pk}"
        client = client_of(officer)

        refused = client.post(f"{ONE}moderate/", _moderated(appraisal) | {f"score-{place}": "6.5"})
        saved = client.post(
            f"{ONE}moderate/",
            _moderated(appraisal) | {f"score-{place}": "6.5", f"reason-{place}": "A visit"},
        )

        assert refused.status_code == 422
        assert "Do nothing: Quality: say why it is 6.5 and not the mean, 4" in text_of(refused)
        assert saved.status_code == 302
        assert ModeratedScore.objects.get(reason="A visit").score == Decimal("6.5")

    def test_of_two_who_moderate_at_once_the_second_is_shown_both(
        self, client_of, officer, portfolio_officer, review
    ):
        appraisal = make_scored_appraisal(review)
        place = f"{appraisal.criteria.first().pk}-{appraisal.options.first().pk}"
        theirs = _moderated(appraisal) | {f"score-{place}": "5", f"reason-{place}": "Theirs"}
        mine = _moderated(appraisal) | {f"score-{place}": "6", f"reason-{place}": "Mine"}
        client_of(portfolio_officer).post(f"{ONE}moderate/", theirs)

        response = client_of(officer).post(f"{ONE}moderate/", mine)

        assert response.status_code == 422
        said = text_of(response)
        assert "Do nothing: Quality 6: Mine 5: Theirs Differs" in said
        assert "saved by Pat Portfolio" in said
        assert 'value="6"' in response.content.decode()
        again = client_of(officer).post(
            f"{ONE}moderate/", mine | {"version": now_of(appraisal).version}
        )
        assert again.status_code == 302
        assert ModeratedScore.objects.get(reason="Mine").score == 6

    def test_nothing_is_moderated_out_of_its_time(self, client_of, officer, sro, review):
        make_open_appraisal(review)

        early = client_of(officer).get(f"{ONE}moderate/", follow=True)

        assert "This is done while one is being moderated" in text_of(early)
        assert client_of(sro).get(f"{ONE}moderate/").status_code == 403


class TestCosts:
    def _amounts(self, appraisal, **fields):
        return {
            f"{part}-{option}-{year}": "1,000" if part == "cost" else ""
            for part in ("cost", "benefit")
            for option in appraisal.options.values_list("pk", flat=True)
            for year in (2014, 2015)
        } | {"version": now_of(appraisal).version, **fields}

    def test_a_finance_partner_enters_them_year_by_year(self, client_of, finance_partner, review):
        appraisal = make_appraisal(review)
        client = client_of(finance_partner)

        form = client.get(f"{ONE}costs/")
        saved = client.post(f"{ONE}costs/", self._amounts(appraisal))

        assert (form.status_code, saved.status_code) == (200, 302)
        assert set(OptionYear.objects.values_list("cost_gbp", "benefit_gbp")) == {(1000, 0)}
        assert "-1,966.18" in text_of(client.get(ONE))

    def test_an_amount_below_zero_is_refused_and_kept(self, client_of, finance_partner, review):
        appraisal = make_appraisal(review)
        first = f"cost-{appraisal.options.first().pk}-2014"

        response = client_of(finance_partner).post(
            f"{ONE}costs/", self._amounts(appraisal) | {first: "-5"}
        )

        assert response.status_code == 422
        assert "Do nothing, 2014/15: enter zero or more" in text_of(response)
        assert 'value="-5"' in response.content.decode()

    def test_of_two_who_cost_at_once_the_second_is_shown_both(
        self, client_of, finance_partner, review
    ):
        appraisal = make_appraisal(review)
        first = f"benefit-{appraisal.options.first().pk}-2014"
        mine = self._amounts(appraisal) | {first: "70"}
        cost(appraisal, [[(1000, 0), (1000, 0)]] * 3)

        response = client_of(finance_partner).post(f"{ONE}costs/", mine)

        assert response.status_code == 422
        said = "Do nothing, 2014/15 costs £1,000, benefits £70 costs £1,000, benefits £0 Differs"
        assert said in text_of(response)

    def test_they_are_closed_to_others_and_once_agreed(
        self, client_of, sro, finance_partner, review
    ):
        make_agreed_appraisal(review)

        closed = client_of(finance_partner).get(f"{ONE}costs/", follow=True)

        assert "This appraisal is agreed" in text_of(closed)
        assert client_of(sro).get(f"{ONE}costs/").status_code == 403


class TestAgreeing:
    def test_the_owner_agrees_what_is_shown(self, client_of, sro, review):
        appraisal = moderate(make_scored_appraisal(review))
        client = client_of(sro)

        form = client.get(f"{ONE}agree/")
        stale = client.post(f"{ONE}agree/", {"version": 1, "reason": ""})
        agreed = client.post(f"{ONE}agree/", {"version": appraisal.version, "reason": ""})

        assert "Trading company LATCO Short-listed 68.0 1" in text_of(form)
        assert (stale.status_code, agreed.status_code) == (422, 302)
        assert now_of(appraisal).agreed_by == sro
        said = text_of(client.get(ONE))
        assert "Trading company leads with 68.0 of 100" in said
        assert "Quality (weight 60): below 57.1 Contract out leads." in said
        assert "with the seed 1" in said

    def test_another_does_not(self, client_of, officer, review):
        moderate(make_scored_appraisal(review))

        assert client_of(officer).get(f"{ONE}agree/").status_code == 403


class TestReading:
    def test_the_shortest_address_leads_to_the_newest(self, client_of, auditor, review):
        client = client_of(auditor)
        none = client.get(AT)
        make_agreed_appraisal(review)
        make_appraisal(review, made_because="Again")

        assert none["Location"] == "/reviews/P1-PRO/options/"
        assert client.get(AT)["Location"] == f"{AT}2/"

    def test_on_a_day_before_it_was_agreed_it_gives_nothing(self, client_of, auditor, review):
        make_agreed_appraisal(review)
        client = client_of(auditor)

        for page in (ONE, f"{ONE}print/"):
            said = text_of(client.get(f"{page}?as_at=2014-05-05"))
            assert "had not been agreed by the day" in said
            assert "68.0" not in said
        sheet = client.get(f"{ONE}export.xlsx?as_at=2014-05-05")
        assert load_workbook(io.BytesIO(sheet.content)).sheetnames == ["About"]

    @pytest.mark.parametrize(
        "page",
        ["", "print/", "export.xlsx", "edit/", "criteria/", "scores/", "moderate/", "costs/",
         "agree/", "abandon/"],
    )  # fmt: skip
    def test_an_exempt_appraisal_is_not_found_by_who_may_not_read_it(
        self, client_of, officer, review, page
    ):
        make_appraisal(
            review, assessors=[make_user(Role.FINANCE)], classification=Classification.EXEMPT,
            exempt_paragraph=3, exempt_reason="It says what Magrathea asked", title="Magrathea",
        )  # fmt: skip
        client = client_of(officer)

        assert client.get(f"{ONE}{page}").status_code == 404
        for elsewhere in ("options/", "history/", ""):
            assert "Magrathea" not in text_of(client.get(f"/reviews/P1-PRO/{elsewhere}"))

    def test_the_workbook_is_one(self, client_of, auditor, review):
        make_agreed_appraisal(review)

        response = client_of(auditor).get(f"{ONE}export.xlsx")

        assert response["Content-Disposition"] == ('attachment; filename="appraisal-P1-PRO-1.xlsx"')
        assert response.content[:2] == b"PK"

    def test_an_appraisal_of_another_review_is_not_found(self, client_of, auditor, review):
        make_agreed_appraisal()

        assert client_of(auditor).get(ONE).status_code == 404

    @pytest.mark.parametrize("assessors", [1, 3])
    def test_a_page_takes_as_many_queries_however_many_score(
        self, client_of, auditor, review, assessors, django_assert_num_queries
    ):
        make_agreed_appraisal(review, assessors=[make_user(Role.OFFICER) for _ in range(assessors)])
        client = client_of(auditor)
        client.get(ONE)

        with django_assert_num_queries(18):
            assert client.get(ONE).status_code == 200

    def test_nothing_is_written_while_a_past_day_is_shown(self, client_of, officer, review):
        make_appraisal(review)
        client = client_of(officer)
        client.get(f"{ONE}?as_at=2014-03-27")

        opened = client.get(f"{ONE}criteria/")
        sent = client.post(f"{ONE}criteria/", _weights("60", "40"))
        pressed = client.post(f"{ONE}open/", {"version": 1}, follow=True)

        assert (opened.status_code, sent.status_code) == (302, 422)
        assert "Go back to today" in text_of(pressed)


def test_a_decision_shows_the_alternatives_considered(client_of, auditor, review):
    make_option(review, OptionStateKind.NOT_RECOMMENDED, title="Sell it", reason="Too little")
    decision = make_decision()
    decision.activities.set([review.activity_ptr])

    said = text_of(client_of(auditor).get(f"/decisions/{decision.code}/"))

    assert "Alternatives considered" in said
    assert "Sell it Property Not recommended Too little" in said


@pytest.mark.parametrize("value", ["", "a\0b", "9" * 30, "<script>alert(1)</script>" * 40])
@pytest.mark.parametrize("make", [make_appraisal, make_open_appraisal, make_scored_appraisal])
def test_no_form_of_an_appraisal_is_a_fault(client_of, portfolio_officer, review, make, value):
    appraisal = make(review, assessors=[portfolio_officer])
    client = client_of(portfolio_officer)
    client.raise_request_exception = False
    places = grid(appraisal)
    names = [
        "version", "title", "options", "assessors", "first_year", "years", "discount_rate",
        "classification", "exempt_paragraph", "exempt_reason", "made_because", "reason",
        "effective_on_day", "hand_in", "criteria-TOTAL_FORMS", "criteria-INITIAL_FORMS",
        "criteria-0-title", "criteria-0-weight",
        *(f"{kind}-{c}-{o}" for kind in ("score", "reason") for c, o in places),
        *(
            f"{part}-{row.pk}-2014"
            for part in ("cost", "benefit")
            for row in appraisal.options.all()
        ),
    ]  # fmt: skip

    answers = {
        page: client.post(f"{ONE}{page}/", dict.fromkeys(names, value)).status_code
        for page in (
            "edit", "criteria", "open", "scores", "moderate", "costs", "agree", "abandon",
        )
    }  # fmt: skip

    assert {page: code for page, code in answers.items() if code >= 500} == {}
