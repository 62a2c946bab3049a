"""What every page says about where it is."""

from datetime import date

import pytest
from django.urls import include, path

from ftc.ui.context import NavigationItem, navigation, site


def _page(request):
    raise AssertionError("never called")


def _routes(app, name):
    return include(([path("", _page, name=name)], app))


urlpatterns = [
    path("", _routes("overview", "home")),
    path("reviews/", _routes("reviews", "review-list")),
    path("savings/", _routes("finance", "mtfp")),
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "active"),
    [("/", "Home"), ("/reviews/", "Reviews"), ("/reviews/P1-PRO/", "Reviews"), ("/else/", None)],
)
def test_navigation_marks_the_part_of_the_site_we_are_in(address, active):
    assert navigation(address) == [
        NavigationItem("Home", "/", active == "Home"),
        NavigationItem("Reviews", "/reviews/", active == "Reviews"),
        NavigationItem("Savings", "/savings/", False),
    ]


@pytest.mark.urls(__name__)
def test_site_names_the_council_and_the_working_date(rf, settings):
    settings.COUNCIL_NAME = "Example County Council"
    settings.PROGRAMME_NAME = "Example Programme"
    settings.DEMONSTRATION = False
    settings.WORKING_DATE = date(2014, 5, 6)

    context = site(rf.get("/savings/"))

    assert [item.text for item in context.pop("nav") if item.is_active] == ["Savings"]
    assert context == {
        "council_name": "Example County Council",
        "programme_name": "Example Programme",
        "working_date": date(2014, 5, 6),
        "is_demonstration": True,
        "as_at": None,
    }
