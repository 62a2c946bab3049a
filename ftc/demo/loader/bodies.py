"""Bodies with their regime, their members where the papers list them, and the notice rules."""

from datetime import date

from ftc.demo.loader.organisation import GROUPS, People
from ftc.demo.loader.tables import Papers, add_missing, rows, yes
from governance.enums import BodyKind, Regime
from governance.models import Body, Constitution, Membership

REGIMES = {
    "lga_1972": Regime.LOCAL_GOVERNMENT_ACT_1972,
    "executive_2012": Regime.EXECUTIVE_2012,
    "informal": Regime.INFORMAL,
}
# SI 2012/2089 came into force on this day; five clear days are older (SI 2002/715).
RULES_FROM = date(2012, 9, 10)


def load(papers: Papers, people: People) -> None:
    """Load ``bodies.csv``, the seats that attendance and item 13 give, and the statutory rules."""
    table = rows("bodies")
    bodies = add_missing(
        Body,
        "code",
        (
            Body(
                code=row["body_code"],
                name=row["body_name"],
                kind=BodyKind(row["body_type"].upper()),
                regime=REGIMES[row["regime"]],
                may_decide=yes(row["may_decide"]),
                chair=row["chair"],
                membership_text=row["membership"],
                frequency=row["frequency"],
                remit=row["remit"],
                role_in_route=row["role_in_decision_route"],
                **papers.credit(row),
            )
            for row in table
        ),
    )
    for row in table:
        above = bodies.get(row["reports_to"])
        body = bodies[row["body_code"]]
        if above is not None and body.reports_to_id is None:
            body.reports_to = above
            body.save(update_fields=["reports_to"])
    _seats(papers, people, bodies)
    Constitution.objects.get_or_create(
        effective_on=RULES_FROM,
        defaults={
            "agenda_clear_days": 5,
            "key_decision_notice_days": 28,
            "note": "Local Government Act 1972, s.100B as amended by SI 2002/715; "
            "SI 2012/2089, reg. 9. No paper of the programme names a call-in period.",
        },
    )


def _seats(papers: Papers, people: People, bodies: dict[str, Body]) -> None:
    minutes = papers["CC-2014-03-27-MIN"]
    select = papers["CC-2014-05-15-13"]
    council = [
        Membership(
            body=bodies["CC"],
            person=people.by_listed_name[row["name_as_listed"]],
            role="" if row["role"] == "Member" else row["role"],
            source=minutes,
            source_ref=row["source_ref"],
        )
        for row in rows("attendance_2014_03_27")
        if row["status"] != "in_attendance"
    ]
    surnames = {surname for _, names in GROUPS.values() for surname in names}
    committee = [
        Membership(
            body=bodies["SELC"],
            person=person,
            group=person.group,
            role="Chairman" if person.surname == "Angell" else "",
            source=select,
            source_ref="lines 1325, 1814-1850",
        )
        for person in people.members()
        if person.surname in surnames
    ]
    add_missing(Membership, ("body_id", "person_id"), council + committee)
