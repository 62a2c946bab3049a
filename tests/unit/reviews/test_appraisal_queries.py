"""What an appraisal gives, in numbers, in words, in tables, in figures and in a paper's block."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from ftc.organisation.enums import Role
from ftc.records.blocks import build_block
from ftc.records.enums import Classification
from ftc.records.figures import BadParameter, Figures, evaluate
from governance.alternatives import Alternative, alternatives_of
from reviews.enums import OptionStateKind
from reviews.exchange.appraisal import appraisal_xlsx
from reviews.queries import appraisal_words as words
from reviews.queries.appraisal import agreed_appraisal, appraisals_of, read_result
from reviews.queries.appraisal_page import appraisal_page
from reviews.queries.appraisal_scores import (
    chosen_at_first,
    moderation_of,
    people_who_may_score,
)
from reviews.queries.appraisal_tables import (
    costs_table,
    marks_table,
    options_page,
    ranking_chart,
    result_table,
    worth_chart,
)
from reviews.queries.page_sql import head_of
from tests.factories.appraisal import (
    cost,
    make_agreed_appraisal,
    make_appraisal,
    make_open_appraisal,
    make_scored_appraisal,
    moderate,
)
from tests.factories.organisation import make_user
from tests.factories.reviews import make_option, make_review

pytestmark = pytest.mark.django_db
AMOUNTS = [[(100, 0), (100, 0)], [(150, 0), (50, 103.5)], [(90, 0), (90, 0)]]
TITLES = ["Do nothing", "Trading company", "Contract out"]


@pytest.fixture
def auditor():
    return make_user(Role.AUDITOR)


@pytest.fixture
def agreed():
    return make_agreed_appraisal(amounts=AMOUNTS)


def read(appraisal, **fields):
    return read_result(appraisal, as_at=None, **fields)


def test_a_result_has_scores_ranks_and_worths(agreed):
    result = read(agreed)

    # 60 on quality, 40 on cost: 4 and 3, 8 and 5, 5 and 9; the first year is not discounted.
    assert [(line.option.title, line.score, line.rank) for line in result.lines] == [
        ("Do nothing", 36, 3),
        ("Trading company", 68, 1),
        ("Contract out", 66, 2),
    ]
    assert [line.worth.net_present_gbp for line in result.lines] == [
        Decimal("-196.62"),
        Decimal("-98.31"),
        Decimal("-176.96"),
    ]
    assert [line.worth.over_nothing_gbp for line in result.lines] == [
        Decimal("0.00"),
        Decimal("98.31"),
        Decimal("19.66"),
    ]
    assert [line.option.title for line in result.ranked] == [TITLES[1], TITLES[2], TITLES[0]]
    assert [str(year) for year in result.years] == ["2014/15", "2015/16"]


def test_a_result_is_not_scored_before_every_score_is_moderated():
    result = read(make_scored_appraisal())

    assert not result.is_scored
    assert {(line.score, line.rank) for line in result.lines} == {(None, None)}
    assert (result.switching, result.any_weights, result.near_weights) == ((), None, None)
    assert words.leading_in_words(result) == "The options are not scored yet."


def test_what_an_option_is_worth_is_not_known_while_a_year_is_not():
    appraisal = make_appraisal()
    cost(appraisal, [[], [(10, 0), (10, 0)], [(10, 0)]])

    worths = [line.worth for line in read(appraisal).lines]

    assert [worth.net_present_gbp for worth in worths] == [None, Decimal("-19.66"), None]
    assert [worth.over_nothing_gbp for worth in worths] == [None, None, None]
    assert worths[2].costs == (Decimal(10), None)


def test_what_would_change_the_answer_is_said_for_each_criterion(agreed):
    assert words.what_would_change(read(agreed)) == [
        "Quality (weight 60): below 57.1 Contract out leads.",
        "Cost (weight 40): above 42.9 Contract out leads.",
    ]


def test_words_for_a_lead_that_nothing_changes_that_only_draws_level_and_that_ties():
    steady = make_agreed_appraisal(marks=((1, 1), (9, 9), (5, 9)))
    tied = make_agreed_appraisal(marks=((1, 1), (8, 3), (6, 6)))
    alone = make_agreed_appraisal(marks=((1, 1), (9, 9), (5, 5)))
    assert words.what_would_change(read(steady)) == [
        "Quality (weight 60): only at 0 Contract out draws level.",
        "Cost (weight 40): only at 100 Contract out draws level.",
    ]
    assert words.what_would_change(read(tied)) == [
        "Quality (weight 60): at any weight below its own Contract out leads; "
        "at any weight above its own Trading company leads.",
        "Cost (weight 40): at any weight below its own Trading company leads; "
        "at any weight above its own Contract out leads.",
    ]
    assert words.leading_in_words(read(tied)) == (
        "Trading company and Contract out share the first place with 60.0 of 100"
    )
    assert words.what_would_change(read(alone)) == [
        "Quality (weight 60): no weight from 0 to 100 changes the answer.",
        "Cost (weight 40): no weight from 0 to 100 changes the answer.",
    ]


def test_a_simulation_says_how_it_was_drawn_and_with_which_seed(agreed):
    told = words.simulations_in_words(read(agreed, with_simulation=True))

    assert [drawn.split(" were drawn")[0] for drawn, _ in told] == ["1,000 sets of weights"] * 2
    assert all("with the seed 1." in drawn for drawn, _ in told)
    assert "flat Dirichlet" in told[0][0]
    assert "between 50% less and 50% more" in told[1][0]
    counts = [
        [int(line.split("first in ")[1].split(" ")[0].replace(",", "")) for line in wins]
        for _, wins in told
    ]
    assert [sum(row) for row in counts] == [1000, 1000]
    assert words.simulations_in_words(read(agreed, with_simulation=True)) == told


def test_draws_in_which_options_share_the_first_place_are_told_apart():
    level = make_agreed_appraisal(marks=((1, 1), (5, 5), (5, 5)))

    told = words.simulations_in_words(read(level, with_simulation=True))

    assert told[0][1][-1] == "Several options level: 1,000 (100.0%)"


def test_names_and_weights_are_printed_as_in_a_sentence():
    assert words.joined([]) == ""
    assert words.joined(["A"]) == "A"
    assert words.joined(["A", "B", "C"]) == "A, B and C"
    assert words.printed_weight(Fraction(500, 9)) == "55.6"
    assert words.printed_weight(Decimal("40.00")) == "40"
    assert words.printed_score(None) == "not scored"


def test_tables_and_charts_print_what_the_result_holds(agreed):
    result = read(agreed)

    assert [row[0] for row in result_table(result).rows] == [TITLES[1], TITLES[2], TITLES[0]]
    assert [row[3:5] for row in result_table(result).rows] == [
        ("68.0", 1),
        ("66.0", 2),
        ("36.0", 3),
    ]
    assert marks_table(result).rows[0] == ("Trading company", "8", "5", "68.0")
    assert costs_table(result).rows[2] == (
        "Trading company: costs",
        Decimal("150.00"),
        Decimal("50.00"),
        Decimal("200.00"),
    )
    assert ranking_chart(result).title == "Trading company leads with 68.0 of 100"
    assert ranking_chart(result).rows[0] == ["Trading company", Decimal("68.0")]
    assert worth_chart(result).title == "Trading company has the highest net present value"
    assert worth_chart(read(make_open_appraisal())) is None


def test_the_appraisal_that_stands_is_the_last_agreed_by_the_day(auditor):
    first = make_agreed_appraisal(on=date(2014, 3, 1))
    second = make_agreed_appraisal(first.review, made_because="Again", on=date(2014, 4, 1))
    make_appraisal(first.review, made_because="Once more")

    def stood(as_at):
        return agreed_appraisal(first.review, user=auditor, as_at=as_at)

    days = (date(2014, 2, 28), date(2014, 3, 31), date(2014, 4, 1), None)
    assert [stood(day) for day in days] == [None, first, second, second]
    assert [row.number for row in appraisals_of(first.review, user=auditor, as_at=None)] == [
        3,
        2,
        1,
    ]
    assert appraisals_of(first.review, user=auditor, as_at=date(2014, 3, 1)) == [first]


def test_an_exempt_appraisal_is_not_there_for_who_may_not_read_it(auditor):
    exempt = make_agreed_appraisal(
        assessors=[auditor], classification=Classification.EXEMPT, exempt_paragraph=3,
        exempt_reason="Prices",
    )  # fmt: skip
    officer = make_user(Role.OFFICER)

    assert agreed_appraisal(exempt.review, user=auditor, as_at=None) == exempt
    for user in (officer, None):
        assert agreed_appraisal(exempt.review, user=user, as_at=None) is None
        assert appraisals_of(exempt.review, user=user, as_at=None) == []


def test_a_page_says_who_is_to_do_what():
    lead, finance = make_user(Role.OFFICER), make_user(Role.FINANCE)
    owner = make_user(Role.SENIOR_RESPONSIBLE_OWNER)
    review = make_review(lead=lead, sro=owner)
    appraisal = make_appraisal(review, by=lead, assessors=[owner])

    def moves(user):
        found = appraisal_page(
            type(appraisal).objects.get(pk=appraisal.pk), as_at=None, user=user
        ).moves
        return {name for name in vars(found) if getattr(found, name)}

    assert [moves(user) for user in (lead, finance, owner)] == [
        {"edit", "open", "cost", "abandon"},
        {"cost"},
        set(),
    ]
    page = appraisal_page(appraisal, as_at=None, user=lead)
    assert page.missing == ("No criteria are set yet.",)


def test_a_page_of_an_appraisal_that_is_moderated_offers_the_owner_to_agree():
    lead, owner = make_user(Role.OFFICER), make_user(Role.SENIOR_RESPONSIBLE_OWNER)
    appraisal = make_scored_appraisal(make_review(lead=lead, sro=owner), by=lead)

    before = appraisal_page(appraisal, as_at=None, user=owner)
    appraisal = moderate(appraisal)
    after = appraisal_page(appraisal, as_at=None, user=owner)

    assert (before.moves.agree, after.moves.agree, after.waiting) == (False, True, 0)
    assert appraisal_page(appraisal, as_at=date(2014, 5, 6), user=owner).result is None


def test_options_page_shows_the_result_to_who_may_read_it(auditor):
    exempt = make_agreed_appraisal(
        assessors=[auditor], classification=Classification.EXEMPT, exempt_paragraph=3,
        exempt_reason="Prices",
    )  # fmt: skip
    review = head_of(exempt.review.code, as_at=None)

    def scores(user):
        page = options_page(review, as_at=None, user=user)
        return [row[3] for row in page.table.rows]

    assert scores(auditor) == ["68.0", "66.0", "36.0"]
    assert scores(make_user(Role.OFFICER)) == ["not appraised"] * 3


@pytest.mark.parametrize("more", [0, 2])
def test_options_page_takes_as_many_queries_however_many_options(more, auditor):
    review = make_review()
    for number in range(2 + more):
        make_option(review, OptionStateKind.SHORT_LISTED, title=f"Option {number}")
    make_agreed_appraisal(review, marks=[(1, 1), *[(5, 5)] * (2 + more)], amounts=None)
    head = head_of(review.code, as_at=None)

    with CaptureQueriesContext(connection) as counted:
        options_page(head, as_at=None, user=auditor)

    assert len(counted) == 13


@pytest.mark.parametrize("more", [0, 2])
def test_a_page_takes_as_many_queries_however_many_options(more, auditor):
    review = make_review()
    for number in range(2 + more):
        make_option(review, OptionStateKind.SHORT_LISTED, title=f"Option {number}")
    appraisal = make_agreed_appraisal(review, marks=[(1, 1), *[(5, 5)] * (2 + more)])

    with CaptureQueriesContext(connection) as counted:
        appraisal_page(appraisal, as_at=None, user=auditor)

    assert len(counted) == 15


def test_a_new_appraisal_starts_with_the_short_list_else_with_all():
    review = make_review()
    listed = [make_option(review, OptionStateKind.CONSIDERED) for _ in range(2)]
    assert chosen_at_first(review) == [option.code for option in listed]

    short = make_option(review, OptionStateKind.SHORT_LISTED)
    chosen = make_option(review, OptionStateKind.PREFERRED)
    assert chosen_at_first(review) == [short.code, chosen.code]


def test_who_may_score_has_a_role_now():
    officer, former, nobody = make_user(Role.OFFICER), make_user(Role.OFFICER), make_user()
    former.role_assignments.update(ended_on=date(2014, 1, 1))
    both = make_user(Role.OFFICER, Role.FINANCE)

    people = list(people_who_may_score())

    assert (officer in people, former in people, nobody in people) == (True, False, False)
    assert people.count(both) == 1


class TestFigures:
    def value(self, appraisal, name, option="Trading company", user=None, as_at=None, **params):
        found = appraisal.review.options.get(title=option)
        wanted = {"review": appraisal.review.code, "option": found.code, **params}
        return evaluate(f"reviews.{name}", wanted, as_at=as_at, user=user)

    def test_score_rank_and_worth_with_what_they_are_made_of(self, agreed, auditor):
        score, rank, worth = (
            self.value(agreed, name, user=auditor)
            for name in ("appraisal_score", "appraisal_rank", "option_npv")
        )

        assert (score.value, rank.value, worth.value) == (68, 1, Decimal("-98.31"))
        assert [(line.label, line.value) for line in score.lineage] == [
            ("Quality: score 8, weight 60", 48),
            ("Cost: score 5, weight 40", 20),
        ]
        assert sum(line.value for line in score.lineage) == score.value
        assert [line.value for line in rank.lineage] == [1, 2, 3]
        assert [(line.label, line.value) for line in worth.lineage] == [
            ("2014/15, discounted", Decimal("-150.00")),
            ("2015/16, discounted", Decimal("51.69")),
        ]
        assert score.lineage[0].url == f"/reviews/{agreed.review.code}/appraisal/1/"
        assert worth.text == "-£98.31"

    @pytest.mark.parametrize("name", ["appraisal_score", "appraisal_rank", "option_npv"])
    def test_nothing_is_known_before_it_is_agreed(self, name, auditor):
        appraisal = moderate(make_scored_appraisal())

        figure = self.value(appraisal, name, user=auditor)

        assert (figure.value, figure.text) == (None, "not known")

    @pytest.mark.parametrize("name", ["appraisal_score", "appraisal_rank", "option_npv"])
    def test_nothing_is_known_to_who_may_not_read_it_or_on_an_earlier_day(self, name, agreed):
        assert self.value(agreed, name, user=None).value is None
        officer = make_user(Role.OFFICER)
        assert self.value(agreed, name, user=officer, as_at=date(2014, 5, 5)).value is None
        assert "agreed by 5 May 2014" in (
            self.value(agreed, name, user=officer, as_at=date(2014, 5, 5)).note
        )

    def test_an_option_that_was_left_out_or_not_costed_is_not_known(self, auditor):
        appraisal = make_agreed_appraisal()
        make_option(appraisal.review, title="Late")

        assert self.value(appraisal, "appraisal_score", "Late", user=auditor).value is None
        assert "for every year" in self.value(appraisal, "option_npv", user=auditor).note

    def test_a_review_or_option_there_is_not(self, agreed):
        with pytest.raises(BadParameter, match="no option called 'X'"):
            evaluate("reviews.appraisal_score", {"review": agreed.review.code, "option": "X"})
        with pytest.raises(BadParameter, match="no review or reviewed service"):
            evaluate("reviews.appraisal_score", {"review": "X", "option": "X"})


class TestPapers:
    def test_the_block_prints_every_option_and_reads_its_figures(self, agreed, auditor):
        figures = Figures(as_at=None, user=auditor)

        table = build_block("reviews.options_considered", figures, review=agreed.review.code)

        assert table.rows[0] == (
            "Trading company", "LATCO", "Short-listed", "68", "1", "SHORT_LISTED",
        )  # fmt: skip
        assert [row[3:5] for row in table.rows] == [("68", "1"), ("66", "2"), ("36", "3")]
        assert {figure.key for figure in figures.all} == {
            "reviews.appraisal_score",
            "reviews.appraisal_rank",
        }

    def test_the_block_of_an_option_without_score_and_of_no_review(self):
        option = make_option(make_review(), OptionStateKind.NOT_RECOMMENDED, reason="Too dear")
        figures = Figures(as_at=None)

        table = build_block("reviews.options_considered", figures, review=option.review.code)

        assert table.rows == (
            ("Option 1", "LATCO", "Not recommended", "not appraised", "not appraised", "Too dear"),
        )
        with pytest.raises(BadParameter):
            build_block("reviews.options_considered", figures, review="NONE")

    def test_alternatives_are_the_options_not_chosen_on_the_day(self):
        review = make_review(title="Property")
        make_option(review, OptionStateKind.PREFERRED, title="Trust", reason="It fits")
        make_option(
            review, OptionStateKind.NOT_RECOMMENDED, title="Sell", reason="Too little",
            on=date(2014, 5, 6),
        )  # fmt: skip
        told = Alternative(
            "Property", "Sell", "Not recommended", "Too little", f"/reviews/{review.code}/options/"
        )

        assert alternatives_of([review.pk], as_at=None, user=None) == [told]
        assert alternatives_of([review.pk], as_at=date(2014, 5, 5), user=None) == []


class TestWorkbook:
    def sheets(self, appraisal, user, tmp_path):
        file = tmp_path / "appraisal.xlsx"
        file.write_bytes(
            appraisal_xlsx(
                read(appraisal, with_simulation=True), moderation_of(appraisal, user), appraisal,
                as_at=None,
            )
        )  # fmt: skip
        book = load_workbook(file)
        return {
            sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book
        }

    def test_it_holds_result_scores_costs_and_how_they_were_found(self, agreed, auditor, tmp_path):
        sheets = self.sheets(agreed, auditor, tmp_path)

        assert sheets["Result"][1][:7] == [
            "Trading company", "LATCO", "Short-listed", 68, 1, -98.31, 98.31,
        ]  # fmt: skip
        assert sheets["Moderated scores"][1] == ["Weight", 60, 40]
        assert sheets["Scores"][1][:2] == ["Quality", "Do nothing"]
        assert sheets["Costs and benefits"][3] == ["Trading company", "2014/15", 150, 0]
        assert ["Seed of the simulation", "1"] in sheets["About"]

    def test_it_holds_no_score_while_they_are_blind(self, auditor, tmp_path):
        appraisal = make_open_appraisal()

        assert set(self.sheets(appraisal, auditor, tmp_path)) == {
            "Result", "Moderated scores", "Costs and benefits", "What would change it", "About",
        }  # fmt: skip

    def test_a_title_is_never_a_formula(self, auditor, tmp_path):
        review = make_review()
        make_option(review, OptionStateKind.SHORT_LISTED, title="=1+1")
        make_option(review, OptionStateKind.SHORT_LISTED, title="@cmd")

        sheets = self.sheets(make_agreed_appraisal(review), auditor, tmp_path)

        assert {row[0] for row in sheets["Result"][1:]} == {"Do nothing", "=1+1", "@cmd"}
