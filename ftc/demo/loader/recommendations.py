"""Every recommendation of the papers, and the reviews the outturn report's first one covers."""

from ftc.demo.loader.meetings import MAY
from ftc.demo.loader.tables import Papers, add_missing, rows
from governance.models import AgendaItem, Body, Recommendation
from reviews.models import Review

PREFERRED_OPTIONS = "CC1405O-1"


def load(papers: Papers) -> None:
    """Load ``recommendations.csv``; outcomes are loaded with the resolutions."""
    bodies = {body.code: body for body in Body.objects.all()}
    items = {
        item.paper_id: item
        for item in AgendaItem.objects.filter(meeting__code=MAY, paper__isnull=False)
    }
    table = rows("recommendations")
    recommendations = add_missing(
        Recommendation,
        "code",
        (
            Recommendation(
                code=row["rec_id"],
                report_code=row["report_code"],
                report_title=row["report_title"],
                report_date=row["report_date"],
                body=bodies[row["addressee_body"]],
                agenda_item=items.get(papers[row["paper"]].pk)
                if row["report_code"].startswith("CC1405")
                else None,
                number=row["number"],
                verb=row["verb"],
                theme=row["theme"],
                summary=row["summary"],
                owner=row["owner_or_lead"],
                response=row["response_or_action"],
                order=order,
                **papers.credit(row),
            )
            for order, row in enumerate(table, start=1)
        ),
    )
    for row in table:
        part = recommendations[row["rec_id"]]
        if row["parent_number"] and part.parent_id is None:
            part.parent = recommendations[f"{row['report_code']}-{row['parent_number']}"]
            part.save(update_fields=["parent"])
    # It asks for the preferred options of section 3, one lettered part a review.
    covered = Review.objects.exclude(outturn_letter="")
    recommendations[PREFERRED_OPTIONS].activities.add(*covered)
