"""What the person who starts FTC has in front of them once it is ready."""

import urllib.request

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.server]


def test_start_ends_by_the_address_and_the_people_and_the_doctor_finds_nothing(site):
    ready = site.printed.index(f"Ready: {site.url}")
    named = [line.split()[0] for line in site.printed[ready + 2 :]]
    with urllib.request.urlopen(site.url) as first:
        page = first.read().decode()
    status, diagnosis = site.ask("script/manage", "doctor")

    assert named == [
        *("officer", "sro", "finance", "portfolio", "clerk", "member", "auditor"),
        *("administrator", "password"),
    ]
    assert "Kent County Council" in page
    assert "Facing the Challenge" in page
    assert (status, diagnosis.splitlines()[-1]) == (0, "Nothing is wrong.")
