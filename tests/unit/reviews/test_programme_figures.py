"""The figures of reviews on the loaded programme, against sums worked out from the tables."""

from datetime import date
from decimal import Decimal

import pytest

from ftc.records.figures import evaluate

pytestmark = pytest.mark.usefixtures("loaded_programme")
DECEMBER = date(2013, 12, 12)
MARCH = date(2014, 3, 27)


@pytest.mark.parametrize(
    ("key", "params", "expected"),
    [
        ("gross_budget", {"phase": "1"}, 143_049_800),
        ("net_budget", {"phase": "1"}, 98_226_400),
        ("income", {"phase": "1"}, 44_823_400),
        ("gross_budget", {"phase": "1", "service_type": "frontline"}, 39_812_700),
        ("net_budget", {"phase": "1", "service_type": "frontline"}, 22_108_800),
        ("gross_budget", {"phase": "1", "service_type": "corporate"}, 103_237_100),
        ("net_budget", {"phase": "1", "service_type": "corporate"}, 76_117_600),
        ("gross_budget", {"review": "P1-HIF"}, 38_765_000),
        ("net_budget", {"review": "P1-ICT"}, 36_209_000),
        ("gross_budget", {"phase": "1", "exclude_deferred": "true"}, 136_032_100),
        ("gross_budget", {"delivery_model": "LATCO"}, 44_618_000),
        ("gross_budget", {"delivery_model": "JV"}, 61_950_900),
        ("gross_budget", {"phase": "2"}, None),
        ("count", {"phase": "1"}, 10),
        ("count", {"phase": "1", "exclude_deferred": "true"}, 9),
        ("count", {"phase": "2"}, 7),
        ("service_count", {"phase": "1"}, 12),
        ("service_count", {"phase": "1", "service_type": "corporate"}, 8),
        ("service_count", {"phase": "2"}, 13),
        ("option_count", {}, 50),
        ("option_count", {"state": "preferred"}, 11),
        ("option_count", {"state": "not_recommended"}, 39),
        ("option_count", {"review": "P1-HIF", "state": "not_recommended"}, 0),
        ("engagement_count", {"code": "ME01"}, 174),
        ("engagement_count", {"code": "ME02"}, 109),
        ("engagement_count", {"code": "ME05"}, None),
    ],
)
def test_figures_of_everything_recorded(key, params, expected):
    assert evaluate(f"reviews.{key}", params).value == expected


@pytest.mark.parametrize(
    ("key", "params", "as_at", "expected"),
    [
        ("gross_budget", {"phase": "1"}, date(2013, 12, 11), None),
        ("gross_budget", {"phase": "1"}, DECEMBER, 143_049_800),
        ("gross_budget", {"phase": "1", "exclude_deferred": "true"}, MARCH, 143_049_800),
        ("count", {"phase": "1"}, date(2013, 9, 1), 10),
        ("count", {"phase": "2"}, date(2014, 3, 26), None),
        ("count", {"phase": "2"}, MARCH, 6),
        ("option_count", {"phase": "1"}, MARCH, None),
        ("gross_budget", {"delivery_model": "JV"}, MARCH, None),
    ],
)
def test_figures_as_at_a_date(key, params, as_at, expected):
    assert evaluate(f"reviews.{key}", params, as_at=as_at).value == expected


def test_the_net_budget_stands_beside_what_the_papers_printed():
    figure = evaluate("reviews.net_budget", {"phase": "1"})

    assert [(s.paper, s.difference) for s in figure.stated] == [
        ("CC-2013-12-12-FTC", Decimal(40)),
        ("CC-2014-05-15-12", Decimal(-6_226_400)),
    ]
