"""The tables that reviews offer to papers: the options considered, with score, rank and reason."""

from ftc.records.blocks import block
from ftc.records.figures import BadParameter, Figure, Figures
from ftc.records.printed import PrintedTable, TableColumn
from reviews import queries
from reviews.enums import OptionStateKind
from reviews.queries.appraisal_tables import known_options

NOT_APPRAISED = "not appraised"


@block("reviews.options_considered")
def options_considered(figures: Figures, *, review: str) -> PrintedTable:
    """Every option of a review known on the paper's date: model, state, score, rank and reason.

    Scores and ranks are read through the paper's figures, so they freeze with it. Raises
    BadParameter for a review there is not. Source: County Council, 15 May 2014, item 12, section 3.
    """
    found = queries.review_for_code(review)
    if found is None:
        raise BadParameter(f"There is no review or reviewed service called {review!r}.")
    rows = []
    for option in known_options(found, figures.as_at):
        if option.state == OptionStateKind.CARRIED:
            continue
        score, rank = (
            figures(key, review=found.code, option=option.code)
            for key in ("reviews.appraisal_score", "reviews.appraisal_rank")
        )
        rows.append(
            (
                option.title,
                ", ".join(model.name for model in option.delivery_models.all()),
                OptionStateKind(option.state).label if option.state else "",
                _printed(score),
                _printed(rank),
                option.reason or "",
            )
        )
    return PrintedTable(
        caption=f"Options considered: {found.title}",
        columns=(
            TableColumn("Option"),
            TableColumn("Delivery models"),
            TableColumn("State"),
            TableColumn("Score of 100", is_numeric=True),
            TableColumn("Rank", is_numeric=True),
            TableColumn("Reason"),
        ),
        rows=tuple(rows),
        notes=("Doing nothing is one of the options of every appraisal.",),
    )


def _printed(figure: Figure) -> str:
    if figure.value is None:
        return NOT_APPRAISED
    return f"{figure.value.normalize():f}"
