"""The programme, its phases, themes, portfolios with their programmes, and projects."""

from datetime import date

from ftc.demo.loader.tables import Papers, Row, rows, yes
from ftc.programme.enums import ActivityKind
from ftc.programme.models import Activity, Phase, Portfolio, Programme, Project, Theme

PROGRAMME = "FTC"
PROGRAMME_PAPER = ("CC-2014-03-27-FTC", "para 1.1")
PHASES = (
    (
        1,
        "Phase 1",
        "September 2013 to the end of April 2014",
        date(2013, 9, 19),
        date(2014, 4, 30),
        "CC-2014-03-27-FTC",
        "para 1.3",
    ),
    (
        2,
        "Phase 2",
        "May 2014 to April 2015",
        date(2014, 5, 1),
        date(2015, 4, 30),
        "CC-2014-03-27-FTC",
        "para 5.1",
    ),
)
# Milestones of these scopes belong to a piece of work that has no table of its own.
PROJECT_SCOPES = ("budget", "strategy", "select_committee")


REVIEWING = "T1"  # the theme of market engagement and service review


def load(papers: Papers) -> None:
    """Load everything milestones and risks point at but reviews and workstreams."""
    paper, paragraph = PROGRAMME_PAPER
    root, _ = Programme.objects.get_or_create(
        code=PROGRAMME,
        defaults={
            "kind": ActivityKind.PROGRAMME,
            "title": "Facing the Challenge",
            "source": papers[paper],
            "source_ref": paragraph,
        },
    )
    milestones = rows("review_milestones")
    for row in _scopes(milestones, ("theme",)):
        Theme.objects.get_or_create(
            code=row["scope_code"],
            defaults={
                "kind": ActivityKind.THEME,
                "title": row["scope_name"],
                "parent": root,
                "order": int(row["scope_code"][1:]),
                **papers.credit(row),
            },
        )
    reviewing = Theme.objects.get(code=REVIEWING)
    for number, title, window, starts_on, ends_on, paper, paragraph in PHASES:
        Phase.objects.get_or_create(
            code=f"PH{number}",
            defaults={
                "kind": ActivityKind.PHASE,
                "title": title,
                "parent": reviewing,
                "order": number,
                "number": number,
                "window_text": window,
                "starts_on": starts_on,
                "ends_on": ends_on,
                "source": papers[paper],
                "source_ref": paragraph,
            },
        )
    for order, row in enumerate(_scopes(milestones, PROJECT_SCOPES), start=1):
        Project.objects.get_or_create(
            code=row["scope_code"],
            defaults={
                "kind": ActivityKind.PROJECT,
                "title": row["scope_name"],
                "parent": root,
                "order": order,
                **papers.credit(row),
            },
        )
    _portfolios(papers, root)


def _scopes(milestones: list[Row], kinds: tuple[str, ...]) -> list[Row]:
    """The first row of each scope of these kinds, in file order."""
    found = {r["scope_code"]: r for r in reversed(milestones) if r["scope_type"] in kinds}
    return sorted(found.values(), key=lambda row: row["milestone_id"])


def _portfolios(papers: Papers, root: Activity) -> None:
    table = rows("portfolios")
    codes = list(dict.fromkeys(row["portfolio_code"] for row in table))
    for row in table:
        portfolio, _ = Portfolio.objects.get_or_create(
            code=row["portfolio_code"],
            defaults={
                "name": row["portfolio_name"],
                "board": row["board"],
                "order": codes.index(row["portfolio_code"]) + 1,
                "note": row["note"],
                **papers.credit(row),
            },
        )
        order = int(row["programme_order"])
        in_table = yes(row["in_december_2013_table"])
        Programme.objects.get_or_create(
            code=f"{row['portfolio_code']}-{order}" if in_table else "P025",
            defaults={
                "kind": ActivityKind.PROGRAMME,
                "title": row["programme"],
                "parent": root,
                "order": order,
                "portfolio": portfolio,
                "in_portfolio_table": in_table,
                "note": "" if in_table else row["note"],
                **papers.credit(row),
            },
        )
