"""Figures of the real programme against numbers worked out by hand from the tables, over the API.

Each sum was added up on paper from the rows of ``ftc/demo/data``; the rows are named beside it.
"""

import pytest
from django.test import Client

from ftc.organisation.models import User
from ftc.organisation.tokens import create_token

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("loaded_programme")]

BY_HAND = [
    # reviews.csv, the twelve rows of December 2013.
    ("reviews.gross_budget", "phase=1", "143049800"),
    ("reviews.net_budget", "phase=1", "98226400"),
    # 15,354,000 + 635,000 + 1,617,400 + 97,500 + 1,627,300 + 19,993,000 + 1,111,200 + 919,000
    # + 98,000 + 1,539,000 + 1,832,000 + 0
    ("reviews.income", "phase=1", "44823400"),
    # 15,125,000 + 878,000 + 16,792,000 + 7,017,700
    ("reviews.gross_budget", "phase=1&service_type=frontline", "39812700"),
    # all but Residential Care, 7,017,700
    ("reviews.gross_budget", "phase=1&exclude_deferred=true", "136032100"),
    # Human Resources 6,774,000 + ICT 15,638,000 + Finance 13,797,000
    ("reviews.net_budget", "review=P1-HIF", "36209000"),
    # LATCO is preferred for Property 29,493,000 and Community Learning & Skills 15,125,000
    ("reviews.gross_budget", "delivery_model=LATCO", "44618000"),
    # JV: HR, ICT and Finance 38,765,000, Contact Centre 4,992,900, EduKent 18,193,000
    ("reviews.gross_budget", "delivery_model=JV", "61950900"),
    ("reviews.count", "phase=1", "10"),
    ("reviews.count", "phase=2", "7"),
    ("reviews.service_count", "phase=1", "12"),
    ("reviews.service_count", "phase=2", "13"),
    # review_options.csv: 50 rows; preferred are A01 B01 C01 C02 D01 E01 F01 G01 H01 H02 I01
    ("reviews.option_count", "phase=1&state=preferred", "11"),
    ("reviews.option_count", "phase=1&state=not_recommended", "39"),
    ("reviews.option_count", "review=P1-EDU&state=not_recommended", "6"),
    # 15 + 15 + 55 + 10 + 20 + 65 and 20 + 20 + 65 + 15 + 25 + 75 million
    ("finance.category_target", "bound=low", "180000000"),
    ("finance.category_target", "bound=high", "220000000"),
    # 91 + 88 + 62 million; 88 - 43 and 62 - 45
    ("finance.requirement", "", "241000000"),
    ("finance.identified", "year=2015/16", "45000000"),
    ("finance.identified", "", "62000000"),
    ("finance.unidentified", "year=2016/17", "45000000"),
    ("finance.category_shortfall", "bound=high", "21000000"),
    # 0 + 7.6 + 16.9 + 17.7 + 17.7 and 0 + 12.1 + 27.4 + 28.2 + 28.2
    ("finance.profile", "programme=0-25&scenario=target", "59900000"),
    ("finance.profile", "programme=0-25&scenario=stretch&year=2016/17&cumulative=true", "39500000"),
    # 28.2 / 5.5 = 5.127..., 95.9 / 5.5 = 17.436...
    ("finance.return_ratio", "programme=0-25&scenario=stretch&basis=annual", "5.13"),
    ("finance.return_ratio", "programme=0-25&scenario=stretch&basis=cumulative", "17.44"),
    ("finance.contingent_fee", "programme=0-25&achieved=17700000", "5500000"),
    ("finance.contingent_fee", "programme=0-25&achieved=17699999.99", None),
    ("governance.votes", "meeting=MT-2014-03-27-CC&minute=71&choice=for", "65"),
    ("governance.votes", "meeting=MT-2014-03-27-CC&minute=71&choice=abstain", "11"),
    ("governance.votes", "meeting=MT-2014-03-27-CC&minute=71&choice=against", "5"),
    ("programme.count", "", "16"),
]

# stated_figures.csv: figure, parameters, paper, and printed less computed by hand.
DIFFERENCES = [
    ("reviews.net_budget", "phase=1", "CC-2013-12-12-FTC", "40"),
    ("reviews.gross_budget", "phase=1", "CC-2014-05-15-12", "25950200"),
    ("reviews.net_budget", "phase=1", "CC-2014-05-15-12", "-6226400"),
    ("reviews.service_count", "phase=1&service_type=corporate", "CC-2014-05-15-10", "-1"),
    ("finance.unidentified", "year=2015/16", "CC-2014-05-15-10", "2000000"),
    ("finance.unidentified", "year=2016/17", "CC-2014-05-15-10", "-2000000"),
    ("finance.requirement", "", "CC-2014-05-15-10", "-2000000"),
    ("finance.category_shortfall", "bound=high", "CC-2013-12-12-FTC", "-1000000"),
    ("finance.return_ratio", "programme=0-25&scenario=stretch&basis=annual", "CSCH-2015-01-20",
     "0.37"),
    ("finance.market_average", "", "CC-2014-05-15-12", "5000000"),
]  # fmt: skip


@pytest.fixture
def ask(now):
    token = create_token(user=User.objects.get(username="auditor"), now=now)
    client = Client(headers={"authorization": f"Bearer {token}"}, REMOTE_ADDR="127.0.0.1")
    return lambda address: client.get(f"/api/v1/{address}").json()


@pytest.mark.parametrize("key, params, by_hand", BY_HAND)
def test_figure_is_what_was_worked_out_by_hand(ask, key, params, by_hand):
    assert ask(f"figures/{key}?{params}")["value"] == by_hand


@pytest.mark.parametrize("key, params, paper, by_hand", DIFFERENCES)
def test_discrepancy_is_what_was_worked_out_by_hand(ask, key, params, paper, by_hand):
    answer = ask(f"figures/{key}?{params}")

    [stated] = [s for s in answer["stated"] if s["paper"] == paper]

    assert stated["difference"] == by_hand


def test_discrepancies_page_shows_both_values(client):
    client.force_login(User.objects.get(username="member"))
    page = client.get("/discrepancies/").content.decode()

    for number in ("98,226,400", "98,226,440", "5.13", "5.5:1", "£43,000,000", "£45m"):
        assert number in page
