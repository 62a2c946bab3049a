"""What a hostile or broken client sends: answered in words, never with a fault."""

import csv
import io
import re
import zipfile
from datetime import date
from urllib.parse import quote, urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver

from ftc.organisation.enums import Role
from ftc.records.figures import definitions
from ftc.records.models import Upload
from reviews.models import Evidence, Review, Supplier
from tests import databases
from tests.factories.appraisal import make_open_appraisal
from tests.factories.business_cases import keep, make_case
from tests.factories.engagement import make_engagement, make_note, make_response
from tests.factories.governance import make_item, make_recommendation
from tests.factories.imports import previewed
from tests.factories.mending import make_benefit
from tests.factories.methodologies import begin_draft
from tests.factories.organisation import make_user
from tests.factories.programme import make_milestone, make_risk
from tests.factories.reviews import make_evidence, make_meeting, make_review
from tests.integration.test_access import ADDRESSES

NUL = "a\0b"
NAMES = (
    "q", "kind", "phase", "stage", "state", "status", "directorate", "delivery_model", "body",
    "period", "month", "theme", "report", "regime", "paper", "explained", "sort", "changed_since",
    "lead", "service_type", "owner", "item", "criterion", "next", "activity", "rag", "page",
    "service", "year", "size", "sector", "sme", "vcse",
)  # fmt: skip
NO_DAYS = ("0001-01-01", "9999-12-31", "1899-12-31", "x", NUL)
FOR_ALL = [
    *(f"as_at={day}" for day in ("0001-01-01", "9999-12-31", "1899-12-31", "2014-W10-1", "x",
                                 quote(NUL))),
    urlencode(dict.fromkeys(NAMES, NUL)),
    urlencode(dict.fromkeys(NAMES, "'\"<script>%s{0}\\")),
    urlencode(dict.fromkeys(NAMES, "9" * 40)),
    urlencode(dict.fromkeys(NAMES, "-1")),
    urlencode(dict.fromkeys(NAMES, "٣")),
    "month=9999-12&period=99999999999&page=0",
    "month=0001-01&period=0&page=1e9&as_at=2014-W10-1",
    "q=" + "a" * 3000,
    "q=" + quote("a & | ! :* <-> ' \\ " + "(" * 100),
    "q=%ED%A0%80%FF&%00=%00&a[]=1&&=&;",
]  # fmt: skip
FOR_THE_API = [
    *(f"{name}={quote(NUL)}" for name in ("body", "report", "theme", "stage", "directorate",
                                          "delivery_model", "app", "phase", "state")),
    *(f"page_size={size}" for size in ("0", "-1", "201", "9" * 30, "x", "200")),
    *(f"page={page}" for page in ("0", "-1", "9" * 30, "1e9")),
    "phase=99999999999999999999", "from=0001-01-01&to=9999-12-31", "as_at=0001-01-01",
    "as_at=9999-12-31", "as_at=2014-05-06&as_at=2014-05-06",
]  # fmt: skip
REAL = {
    "/reviews/none/": "/reviews/P1-PRO/",
    "/meetings/none/resolutions/": "/meetings/MT-2014-03-27-CC/resolutions/",
    "/resolutions/none/": "/resolutions/MT-2014-03-27-CC-65/",
    "/meetings/none/": "/meetings/MT-2014-05-15-CC/",
    "/decisions/none/": "/decisions/14-00138/",
    "/discrepancies/none/": "/discrepancies/F01/",
    "/portfolios/none/": "/portfolios/CP-025/",
    "/savings/none/": "/savings/0-25/",
    "/workstreams/none/": "/workstreams/W1/",
    "/bodies/none/": "/bodies/CC/",
    "/before-council/none/": "/before-council/MT-2014-05-15-CC/",
    "/papers/none/": "/papers/CC-2013-07-18/",
    "/people/none/": "/people/officer/",
    "/activities/none/": "/activities/P1-PRO/",
    "/options/none/": "/options/A01/",
    "/reviews/engagement/none/": "/reviews/engagement/ENG/",
    "/suppliers/none/": "/suppliers/S-1/",
    "/responses/none/": "/responses/S-1/",
    "/business-cases/none/none/": "/business-cases/P1-PRO-OBC-1/strategic/",
    "/business-cases/none/": "/business-cases/P1-PRO-OBC-1/",
    "/status/none/none/": "/status/phase/PH1/",
    "/milestones/none/": "/milestones/M-A/",
    "/risks/none/": "/risks/R-A/",
    "/benefits/none/": "/benefits/B-A/",
    "/delivery-models/none/": "/delivery-models/LATCO/",
    "/methodologies/1/1/differences/": "/methodologies/1/2/differences/?with=1",
    "/methodologies/1/1/": "/methodologies/1/2/",
    "/stages/none/": "/stages/stage-2/",
    "/criteria/none/": "/criteria/outline-business-case/",
    "/templates/none.none": "/templates/options.csv",
    "/export.none": "/export.csv",
    "{code}": "P1-PRO",
    "{key}": "reviews.net_budget",
}


def with_real_codes(address):
    for placeholder, code in REAL.items():
        address = address.replace(placeholder, code)
    return address


# Of accounts and documents that nobody asked for, and of gates that ask for something else.
NOT_THERE = {
    "first_sign_in",
    "records:document-detail",
    "records:document-download",
    "records:document-preview",
    "records:upload-download",
    "reviews:condition-meet",
    "reviews:sign-off",
}
ALL = {name: with_real_codes(address) for name, address in ADDRESSES}
API = {name: at for name, at in ALL.items() if at.startswith("/api/v1") and at[-1] != "/"}
PAGES = {name: at for name, at in ALL.items() if not at.startswith("/api/")}


def client_with(*roles):
    client = Client(REMOTE_ADDR="127.0.0.1", raise_request_exception=False)
    if roles:
        user = make_user(*roles)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def with_query(query):
    return [f"{at}{'&' if '?' in at else '?'}{query}" for at in PAGES.values()]


def posted(client, address, sent):
    """The answer to a form; what it did is taken back, so that the next finds the same world."""
    with transaction.atomic():
        response = client.post(address, sent)
        transaction.set_rollback(True)
    return response


def faults(client, asked, method="get"):
    return [
        address[:90] for address in asked if getattr(client, method)(address).status_code >= 500
    ]


def make_one_of_each():
    """One of each thing with an address that the demonstration does not have, for P1-PRO."""
    office = make_user(Role.PORTFOLIO_OFFICE)
    review = Review.objects.get(code="P1-PRO")
    make_milestone(review, code="M-A")
    make_risk(review, code="R-A")
    make_benefit(review, code="B-A")
    make_open_appraisal(review, by=office, assessors=[office])
    keep(make_case(review, by=office), by=office)
    engagement = make_engagement(review, code="ENG")
    make_response(engagement, Supplier.objects.create(code="S-1", name="Acme"))
    make_note(engagement, by=office)
    make_evidence(review, by=office)
    begin_draft(office)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('reviews_import', 'id'), 1, false)")
    assert previewed(office, ["Code"], ["M1"]).pk == 1


@pytest.fixture(scope="class")
def _one_of_each(loaded_programme, _loaded_database, django_db_blocker):
    """The loaded programme with what ``make_one_of_each`` adds, made once for the class."""
    with django_db_blocker.unblock():
        name = databases.copy(_loaded_database)
        previous = databases.switch_to(name)
        make_one_of_each()
    yield
    with django_db_blocker.unblock():
        databases.switch_to(previous)
        databases.drop(name)


FIELD = re.compile(r"<(?:input|textarea|select|button)\b[^>]*\bname=\"([^\"]+)\"[^>]*>")
HIDDEN = re.compile(r"type=\"hidden\".*value=\"([^\"]*)\"|value=\"([^\"]*)\".*type=\"hidden\"")


@pytest.fixture(scope="class")
def fields(_one_of_each, django_db_blocker):
    """By address: each field its page asks for, with its value where it is hidden."""
    with django_db_blocker.unblock(), transaction.atomic():
        client = client_with(*Role)
        found = {}
        for name, address in PAGES.items():
            page = b"".join(client.get(address)).decode("utf-8", "replace")
            found[address] = {
                tag[1]: "".join(value for was in HIDDEN.findall(tag[0]) for value in was)
                for tag in FIELD.finditer(page)
                if tag[1] != "csrfmiddlewaretoken"
            }
            if name.startswith("account_logout"):
                del found[address]
        transaction.set_rollback(True)
    return found


@pytest.mark.usefixtures("_one_of_each")
@pytest.mark.django_db
class TestOverTheLoadedProgramme:
    def test_what_is_asked_for_is_there(self):
        """An address that leads nowhere would prove nothing."""
        client = client_with(*Role)

        found = {name for name, at in PAGES.items() if client.get(at).status_code == 404}

        assert found == NOT_THERE

    @pytest.mark.parametrize("day", NO_DAYS)
    def test_what_is_no_day_is_answered_with_today(self, day):
        """The same for every page, before it is asked for."""
        response = client_with(*Role).get(f"/reviews/?{urlencode({'as_at': day})}")

        assert response.status_code == 200
        assert response.wsgi_request.as_at is None

    @pytest.mark.parametrize("query", FOR_ALL, ids=lambda query: query[:24])
    def test_no_query_is_a_fault(self, query):
        client = client_with(*Role)

        assert faults(client, with_query(query)) == []

    @pytest.mark.parametrize("role", [None, *Role])
    def test_no_role_finds_a_fault(self, role):
        client = client_with(*([role] if role else []))

        assert faults(client, with_query(f"q={quote(NUL)}")) == []

    @pytest.mark.parametrize("query", FOR_THE_API)
    def test_the_api_refuses_in_words(self, query):
        client = client_with(*Role)

        for address in API.values():
            got = client.get(f"{address}?{query}")

            assert got.status_code in (200, 404, 422), address
            assert got.status_code == 200 or "<" in got.content.decode() or got.json()["detail"]

    @pytest.mark.parametrize("as_at", ["0001-01-01", "0001-04-01", "9999-12-31", "2014-05-06"])
    def test_figures_answer_at_every_date(self, as_at):
        client = client_with(Role.AUDITOR)
        keys = [definition.key for definition in definitions()]
        odd = (
            [""]
            if as_at < "2014" or as_at > "2015"
            else [
                "&year=9999/00",
                "&year=0001/02",
                f"&year={quote(NUL)}",
                "&phase=" + "9" * 30,
                "&review=" + quote(NUL),
                "&programme=0-25&scenario=target&basis=annual",
                "&meeting=" + quote(NUL) + "&minute=1&choice=for",
                "&meeting=MT-2014-03-27-CC&minute=" + "9" * 30 + "&choice=for",
                "&programme=0-25&achieved=" + "9" * 60,
                "&achieved=NaN",
                "&achieved=1e999999",
            ]
        )

        assert (
            faults(client, [f"/api/v1/figures/{k}?as_at={as_at}{q}" for k in keys for q in odd])
            == []
        )

    @pytest.mark.parametrize("method", ["head", "options", "put", "delete"])
    def test_no_method_is_a_fault_or_writes(self, method):
        client = client_with(*Role)
        before = Evidence.objects.count(), Upload.objects.count()

        assert faults(client, PAGES.values(), method) == []
        assert (Evidence.objects.count(), Upload.objects.count()) == before

    @pytest.mark.parametrize("code", ["a%00b", "%2e%2e%2fetc%2fpasswd"])
    def test_no_code_in_an_address_is_a_fault(self, code):
        client = client_with(*Role)
        asked = [
            re.sub("none|P1-PRO|/officer/", lambda m: f"/{code}/" if m[0][0] == "/" else code, a)
            for a in PAGES.values()
        ]

        assert faults(client, asked) == []

    @pytest.mark.parametrize(
        ("value", "keeps_hidden"),
        [("", True), (NUL, False), ("9" * 30, False), ("<script>alert(1)</script>" * 400, True)],
    )
    def test_no_form_is_a_fault(self, value, keeps_hidden, fields):
        client = client_with(*Role)
        everything = {name for of_page in fields.values() for name in of_page}

        found = []
        for address, asked in fields.items():
            sent = dict.fromkeys(asked or everything, value)
            sent |= {name: was for name, was in asked.items() if was and keeps_hidden}
            if posted(client, address, sent).status_code >= 500:
                found.append(address)

        assert found == []


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "address"), ADDRESSES, ids=[name for name, _ in ADDRESSES])
def test_every_post_asks_for_its_token(name, address):
    """Nothing is exempt but the API, which writes nothing and takes no form."""
    client = Client(REMOTE_ADDR="127.0.0.1", enforce_csrf_checks=True)
    client.force_login(make_user(*Role), backend="django.contrib.auth.backends.ModelBackend")

    response = client.post(address, {"username": "officer"})

    writes_nothing = (401, 404) if address.startswith("/api/") else ()
    assert response.status_code in (403, 405, *writes_nothing)


def test_no_view_is_exempt_from_the_token():
    def exempt(patterns, route=""):
        for pattern in patterns:
            here = route + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from exempt(pattern.url_patterns, here)
            elif getattr(pattern.callback, "csrf_exempt", False):
                yield here

    assert [
        route for route in exempt(get_resolver().url_patterns) if not route.startswith("api/")
    ] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "https:evil.example",
        "/%09/evil.example",
        "\t//evil.example",
        "////evil.example",
    ],
)
def test_sign_in_leads_to_no_other_site(to):
    make_user(Role.MEMBER, username="mel", password="a long enough pass phrase")
    client = Client(REMOTE_ADDR="127.0.0.1")

    response = client.post(
        f"/sign-in/?{urlencode({'next': to})}",
        {"login": "mel", "password": "a long enough pass phrase", "next": to},
    )

    assert response.status_code == 302
    assert re.match(r"/(?![/\\\s])", response.url + " ") or response.url == "/"
    assert "evil" not in response.url.split("?")[0] or response.url.startswith("/%09")


SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def review(officer, sro):
    return make_review(
        "P1-A",
        title=f"T{SCRIPT}",
        stage="stage-2",
        lead=officer,
        sro=sro,
        description=SCRIPT,
        next_steps=SCRIPT,
    )


def test_what_people_type_is_printed_and_never_run(client_of, officer, review):
    make_evidence(review, by=officer, title=SCRIPT, note=SCRIPT)
    meeting = make_meeting(on=date(2014, 3, 27))
    make_recommendation(item=make_item(meeting, title=SCRIPT), summary=SCRIPT).activities.set(
        [review]
    )
    make_risk(review, title=SCRIPT, description=SCRIPT)
    client = client_of(officer)
    client.post("/reviews/P1-A/edit/", {"version": 1, "title": f"N{SCRIPT}", "description": SCRIPT})

    for address in (
        "/",
        "/reviews/",
        "/reviews/P1-A/",
        "/reviews/P1-A/evidence/",
        "/reviews/P1-A/evidence/1/",
        "/reviews/P1-A/history/",
        "/reviews/P1-A/papers/",
        "/reviews/P1-A/risks/",
        "/reviews/P1-A/edit/",
        "/reviews/P1-A/move/",
        "/meetings/MT-2014-03-27-CC/",
        "/recommendations/",
        "/programme/risks/",
        f"/search/?{urlencode({'q': SCRIPT})}",
        f"/search/?{urlencode({'q': 'alert'})}",
        f"/sign-in/?{urlencode({'next': SCRIPT})}",
    ):
        html = client.get(address).content.decode()

        assert "<script>alert" not in html, address
        assert "<img src=x" not in html, address


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "\tjavascript:x",
        "file:///etc/passwd",
        "//evil.example",
        "http://",
        "https://a b",
        "ftp://x.example/a\0",
    ],
)
def test_evidence_links_to_pages_alone(client_of, officer, review, url):
    typed = {"criterion": "outline-business-case", "url": url, "classification": "INTERNAL"}

    response = client_of(officer).post("/reviews/P1-A/evidence/add/", typed)

    kept = Evidence.objects.filter(review=review).values_list("url", flat=True)
    assert all(re.match(r"(https?|ftp)://", each) for each in kept)
    assert response.status_code == (302 if kept else 422)


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.txt",
        "..\\..\\a.txt",
        "a\r\nSet-Cookie: x=1.txt",
        'a"; filename="b.exe.txt',
        "\u202etxt.exe.txt",
        "é" * 200 + ".txt",
        "a\0b.txt",
        "%0d%0aX: y.txt",
        "-.txt",
        "....txt",
    ],
)
def test_names_of_files_stay_names(client_of, officer, review, media_root, name):
    client = client_of(officer)
    typed = {
        "criterion": "outline-business-case",
        "classification": "INTERNAL",
        "file": SimpleUploadedFile(name, b"plain text"),
    }

    response = client.post("/reviews/P1-A/evidence/add/", typed)

    assert response.status_code in (302, 422)
    for upload in Upload.objects.all():
        got = client.get(upload.get_absolute_url())
        assert got.status_code == 200
        assert got["Content-Disposition"].startswith("attachment; ")
        assert "Set-Cookie" not in got.headers
        assert not re.search(r'[\r\n]|filename="[^"]*[/\\:]', got["Content-Disposition"])
        assert (media_root / upload.file.name).resolve().is_relative_to(media_root.resolve())


FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1+1"]


@pytest.mark.django_db
@pytest.mark.parametrize("formula", FORMULAS)
def test_nothing_in_an_export_is_a_formula(client_of, officer, formula):
    review = make_review("P1-A", title=formula, stage="stage-2", lead=officer)
    item = make_item(title=formula)
    make_recommendation(item=item, summary=formula, theme=formula, response=formula)
    make_risk(review, title=formula, control=formula)
    make_milestone(review, title=formula, due_on=date(2014, 3, 3))
    make_engagement(review, title=formula)
    Supplier.objects.create(code="S-1", name=formula)
    client = client_of(officer)

    def sent(address):
        return b"".join(client.get(address))

    for address in (
        "/reviews/export.csv",
        "/recommendations/export.csv",
        "/meetings/export.csv",
        "/programme/risks/export.csv",
        "/programme/milestones/export.csv",
        "/discrepancies/export.csv",
        "/savings/export.csv",
        "/reviews/engagement/export.csv",
        "/reviews/engagement/suppliers/export.csv",
        "/reviews/conditions/export.csv",
        "/reviews/overdue/export.csv",
        "/reviews/status/export.csv",
    ):
        rows = csv.reader(io.StringIO(sent(address).decode("utf-8-sig"), newline=""))
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if re.match(r"\s*[=+@]|\s*-\D|[\t\r]", cell)], address
    with zipfile.ZipFile(io.BytesIO(sent("/reviews/export.xlsx"))) as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist())


def test_a_body_that_is_too_large_is_refused(client_of, officer, review):
    client = client_of(officer)
    client.raise_request_exception = False

    large = client.post("/reviews/P1-A/edit/", {"version": 1, "title": "a" * 6 * 1024 * 1024})
    many = client.post("/reviews/P1-A/edit/", {f"f{n}": "1" for n in range(1200)})

    assert {large.status_code, many.status_code} <= {400, 413, 422}
