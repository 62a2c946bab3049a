"""Directorates, services and their budgets, and the people the papers name."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import slugify

from ftc.demo.loader.tables import Papers, Row, add_missing, money, rows
from ftc.organisation.enums import DivisionKind, PersonKind, ServiceType
from ftc.organisation.models import (
    Directorate,
    DirectorateName,
    Division,
    Person,
    PersonName,
    PoliticalGroup,
    Service,
    ServiceBudget,
)

# Where each later name is first printed (facts, section 3).
LATER_NAMES = {
    "SCHW": ("CC-2014-05-15-10", "item 10, para 4.3"),
    "EYPS": ("CC-2014-05-15-10", "item 10, para 4.3"),
    "GET": ("CC-2014-03-27-FTC", "para 2.1(c)"),
}
DIVISION_KINDS = {
    "division": DivisionKind.DIVISION,
    "direct_report": DivisionKind.DIRECT_REPORT,
    "new_functional_group": DivisionKind.FUNCTIONAL_GROUP,
    "new_corporate_function": DivisionKind.NEW_CORPORATE_FUNCTION,
    "oversight": DivisionKind.OVERSIGHT,
}
SERVICE_TYPES = {
    "Frontline Services": ServiceType.FRONTLINE,
    "Corporate Support Services": ServiceType.CORPORATE,
}
# The nine Members of the select committee, whose groups item 13 gives.
GROUPS = {
    "Conservative": ("CON", ("Angell", "Balfour", "Chard", "Gates", "Pearman")),
    "UKIP": ("UKIP", ("Baldock", "Birkby")),
    "Labour": ("LAB", ("Cowan",)),
    "Liberal Democrat": ("LD", ("Vye",)),
}
# People whom other papers name beside a post, with the paper that does.
OFFICERS = (
    (
        "Andrew",
        "Ireland",
        "Corporate Director, Social Care, Health and Wellbeing",
        "CSCH-2015-01-20",
    ),
    (
        "Patrick",
        "Leeson",
        "Corporate Director, Education and Young People's Services",
        "CSCH-2015-01-20",
    ),
    ("David", "Cockburn", "Head of Paid Service", "CC-2014-05-15-10"),
    ("John", "Burr", "Director of Transformation", "CC-2014-05-15-12"),
)


@dataclass(frozen=True)
class People:
    """Everybody loaded, found by the name a paper prints."""

    by_listed_name: dict[str, Person]
    by_code: dict[str, Person]

    def member(self, printed: str) -> Person:
        """The Member whom a minute calls by title and surname, such as "Mr Carter"."""
        title, surname = printed.split(" ", 1)
        found = [p for p in self.members() if p.title == title and p.surname == surname]
        if len(found) != 1:
            raise LookupError(f"{printed!r} is not one Member.")
        return found[0]

    def members(self) -> list[Person]:
        return [p for p in self.by_code.values() if p.kind == PersonKind.MEMBER]


def load(papers: Papers) -> People:
    """Load the council's structure, the reviewed services with budgets, and people."""
    directorates = _directorates(papers)
    _services(papers, directorates)
    _reviewed_services(papers, directorates)
    return _people(papers)


def _directorates(papers: Papers) -> dict[str, Directorate]:
    table = {row["directorate_code"]: row for row in rows("directorates")}
    directorates = add_missing(
        Directorate,
        "code",
        (
            Directorate(code=code, head_post=row["directorate_head_post"], **papers.credit(row))
            for code, row in table.items()
        ),
    )
    names = []
    for code, row in table.items():
        names.append(
            DirectorateName(
                directorate=directorates[code],
                name=row["directorate_name_2013_12"],
                effective_on=papers.known_on(row),
                **papers.credit(row),
            )
        )
        if code in LATER_NAMES:
            paper, paragraph = LATER_NAMES[code]
            names.append(
                DirectorateName(
                    directorate=directorates[code],
                    name=row["directorate_name_later"],
                    effective_on=papers[paper].known_on,
                    source=papers[paper],
                    source_ref=paragraph,
                )
            )
    add_missing(DirectorateName, ("directorate_id", "effective_on"), names)
    return directorates


def _services(papers: Papers, directorates: dict[str, Directorate]) -> None:
    table = rows("directorates")
    divisions = add_missing(
        Division,
        ("directorate_id", "name"),
        (
            Division(
                directorate=directorates[row["directorate_code"]],
                name=row["division"],
                kind=DIVISION_KINDS[row["division_kind"]],
                **papers.credit(row),
            )
            for row in table
        ),
    )

    def services() -> Iterator[Service]:
        numbers = dict.fromkeys(directorates, 0)
        for row in table:
            code = row["directorate_code"]
            numbers[code] += 1
            directorate = directorates[code]
            yield Service(
                code=f"{code}-{numbers[code]:03}",
                name=row["service"],
                directorate=directorate,
                division=divisions[directorate.pk, row["division"]],
                order=numbers[code],
                note=row["note"],
                **papers.credit(row),
            )

    add_missing(Service, "code", services())


def _reviewed_services(papers: Papers, directorates: dict[str, Directorate]) -> None:
    table = rows("reviews")
    services = add_missing(
        Service,
        "code",
        [
            *(
                Service(
                    code=row["service_code"],
                    name=row["service_name"],
                    directorate=directorates[row["home_directorate_inferred"]],
                    directorate_is_inferred=True,
                    service_type=SERVICE_TYPES[row["service_type"]],
                    order=int(row["order_in_table"]),
                    note=row["note"],
                    **papers.credit(row),
                )
                for row in table
            ),
            *(
                Service(
                    code=sub_service_code(row),
                    name=row["sub_service"],
                    order=int(row["sub_order"]),
                    note=row["note"],
                    **papers.credit(row),
                )
                for row in rows("phase2_services")
                if row["sub_service"]
            ),
        ],
    )
    add_missing(
        ServiceBudget,
        ("service_id", "effective_on", "source_id"),
        (
            ServiceBudget(
                service=services[row["service_code"]],
                gross_gbp=money(row["gross_budget_gbp"]),
                income_gbp=money(row["implied_income_gbp"]),
                net_gbp=money(row["net_budget_gbp"]),
                effective_on=papers.known_on(row),
                **papers.credit(row),
            )
            for row in table
        ),
    )


def sub_service_code(row: Row) -> str:
    """The code of a Phase 2 sub-service: its review's code and its place in the list."""
    return f"{row['review_code']}-{row['sub_order']}"


def _people(papers: Papers) -> People:
    groups = add_missing(
        PoliticalGroup,
        "name",
        (PoliticalGroup(code=code, name=name) for name, (code, _) in GROUPS.items()),
    )
    group_of = {
        surname: groups[name] for name, (_, surnames) in GROUPS.items() for surname in surnames
    }
    table = rows("attendance_2014_03_27")
    people: list[Person] = []
    for row in table:
        is_member = row["status"] != "in_attendance"
        people.append(
            Person(
                code=person_code(row["initials_or_forename"], row["surname"], row["title"]),
                kind=PersonKind.MEMBER if is_member else PersonKind.OFFICER,
                title=row["title"],
                forenames=row["initials_or_forename"],
                surname=row["surname"],
                honours=row["honours"],
                post="" if is_member else row["role"],
                group=group_of.get(row["surname"]) if is_member else None,
                **papers.credit(row),
            )
        )
    for forename, surname, post, paper in OFFICERS:
        people.append(
            Person(
                code=person_code(forename, surname),
                kind=PersonKind.OFFICER,
                forenames=forename,
                surname=surname,
                post=post,
                source=papers[paper],
            )
        )
    by_code = add_missing(Person, "code", people)
    by_listed_name = {
        row["name_as_listed"]: by_code[
            person_code(row["initials_or_forename"], row["surname"], row["title"])
        ]
        for row in table
    }
    minutes = papers["CC-2014-03-27-MIN"]
    printed = [(row["name_as_listed"], row["name_as_listed"]) for row in table] + [
        (row["attendance_name"], row["name_as_listed"]) for row in rows("recorded_vote_2014_03_27")
    ]
    add_missing(
        PersonName,
        ("person_id", "name", "source_id"),
        (
            PersonName(person=by_listed_name[listed], name=name, source=minutes)
            for listed, name in printed
        ),
    )
    return People(by_listed_name, by_code)


def person_code(forenames: str, surname: str, title: str = "") -> str:
    """A person's public code: surname, forenames or initials, and the title where given."""
    return slugify(f"{surname} {forenames} {title}")
