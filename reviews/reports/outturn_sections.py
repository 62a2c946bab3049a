"""The sections of the outturn report, each from the rows of the phase and its figures."""

from typing import Any

from ftc import money
from ftc.programme.models import Milestone
from ftc.records.figures import Figures
from ftc.records.printed import (
    ListItem,
    Paragraph,
    Part,
    PrintedTable,
    Section,
    TableColumn,
    Words,
    item,
    plain,
)
from reviews.enums import OptionStateKind
from reviews.models import EngagementCount, Option, Review, Stage
from reviews.reports.parts import (
    BUDGETS,
    Numbering,
    budget_columns,
    in_table_order,
    listed,
    services,
)
from reviews.reports.reads import (
    PhaseRows,
    ReportRows,
    date_in_words,
    is_preferred,
    preferred_models,
)


def introduction(rows: PhaseRows, figures: Figures) -> Section:
    """What was reviewed, what each review was to reach, and what is left out."""
    number = Numbering(1)
    phase = str(rows.phase.number)
    count = figures("reviews.service_count", phase=phase)
    reviews = figures("reviews.count", phase=phase)
    paragraphs = [
        number.paragraph(
            f"{rows.phase.title} looks at {count} services in {reviews} reviews. "
            "Services that share a line were reviewed together:",
            *(item(services(review)) for review in in_table_order(rows.reviews)),
        )
    ]
    if rows.milestones:
        paragraphs.append(
            number.paragraph(
                f"{rows.phase.title} was to reach these points. What was last reported of each is "
                "beside it:",
                *(_milestone(milestone, figures) for milestone in rows.milestones),
            )
        )
    for review in rows.deferred:
        change = rows.deferrals[review.pk]
        paragraphs.append(
            number.paragraph(
                f"{review.title} is deferred and goes no further for now. "
                f"{_sentence(change.reason)}"
            )
        )
    return Section(1, "Introduction", (Part(tuple(paragraphs)),))


def method(rows: PhaseRows) -> Section:
    """The stages every review goes through and what it takes to leave each."""
    number = Numbering(2)
    paragraphs = [
        number.paragraph(
            "Every review of the phase goes through the same stages, in this order:",
            *(_stage(stage) for stage in rows.stages),
        ),
        number.paragraph(
            "A review leaves a stage only when all that the stage asks for is there. The review’s "
            "lead supplies the evidence and its Senior Responsible Owner accepts it; nobody "
            "accepts what they supplied themselves."
        ),
    ]
    return Section(2, "How the reviews are done", (Part(tuple(paragraphs)),))


def preferred_options(rows: PhaseRows, figures: Figures) -> Section:
    """A lettered part for each review: what is preferred, what is not, what it covers, when."""
    number = Numbering(3)
    phase = str(rows.phase.number)
    preferred = figures("reviews.option_count", phase=phase, state="preferred")
    rejected = figures("reviews.option_count", phase=phase, state="not_recommended")
    opening = Part(
        (
            number.paragraph(
                f"The reviews prefer {preferred} options and do not recommend {rejected}, some of "
                "them only at this stage. The preferred options are in bold. What follows does "
                "not test them: that is the work of each Full Business Case."
            ),
        )
    )
    letters = rows.letters
    parts = [_review(review, letters[review.pk], number, figures) for review in rows.lettered]
    return Section(3, "Preferred options to go to Full Business Case", (opening, *parts))


def market(rows: PhaseRows, figures: Figures) -> Section:
    """What came of asking the market, and which models the reviews would take to it."""
    number = Numbering(4)
    paragraphs: list[Paragraph] = []
    if rows.engagements:
        paragraphs.append(
            number.paragraph(
                "The reviews asked suppliers and other councils how the services could be "
                "delivered. The count of each kind of engagement:",
                *(_engagement(row, figures) for row in rows.engagements),
            )
        )
    models = preferred_models(rows)
    if models:
        paragraphs.append(
            number.paragraph(
                "The preferred options lead to these delivery models. A review that prefers two "
                "models counts whole under each, so the rows do not add up to the total of the "
                "phase. Before a joint venture is put to the market, the services in it, and what "
                "it must bring in money and otherwise, have to be settled.",
                table=_models_table(rows, figures),
            )
        )
    if not paragraphs:
        paragraphs.append(number.paragraph("No market engagement was recorded by this date."))
    return Section(4, "Engaging the market", (Part(tuple(paragraphs)),))


def next_steps(rows: PhaseRows, report: ReportRows) -> Section:
    """The stages ahead, who has a say in them, the notice they need, and the next meetings."""
    number = Numbering(6)
    paragraphs = [
        number.paragraph(
            "Each review that goes forward now comes to these stages:",
            *(_stage(stage) for stage in rows.stages_ahead),
        ),
        number.paragraph(
            "To endorse a preferred option is not to decide on it. An option that does not stand "
            "up in its Full Business Case is looked at again."
        ),
    ]
    if report.bodies:
        paragraphs.append(
            number.paragraph(
                "The route to a decision passes these bodies:",
                *(
                    ListItem((Words(body.name, is_strong=True), Words(f": {body.role_in_route}")))
                    for body in report.bodies
                ),
            )
        )
    if report.constitution is not None:
        rules = report.constitution
        kind = "working " if rules.key_decision_notice_in_working_days else ""
        paragraphs.append(
            number.paragraph(
                f"A Key Decision needs {rules.key_decision_notice_days} {kind}days’ notice, and "
                f"the papers of a meeting are out {rules.agenda_clear_days} clear days before it."
            )
        )
    if report.meetings:
        paragraphs.append(
            number.paragraph(
                "Meetings ahead:",
                *(item(f"{meeting}: {meeting.business}") for meeting in report.meetings),
            )
        )
    return Section(6, "Next steps and route to a decision", (Part(tuple(paragraphs)),))


def _review(review: Review, letter: str, number: Numbering, figures: Figures) -> Part:
    options: list[Any] = list(review.options.all())
    preferred = [option for option in options if is_preferred(option)]
    others = [option for option in options if option.state and not is_preferred(option)]
    paragraphs = [_preferred(preferred, number)]
    if others:
        paragraphs.append(number.paragraph("Alternatives considered:", *map(_rejected, others)))
    elif preferred:
        paragraphs.append(number.paragraph("No other option is recorded for this review."))
    gross, income, net = (figures(key, review=review.code) for key in BUDGETS)
    paragraphs.append(
        number.paragraph(
            f"The review covers {services(review)}, with a gross budget of {gross}, income of "
            f"{income} and a net budget of {net}."
        )
    )
    if review.next_steps:
        paragraphs.append(number.paragraph(_sentence(review.next_steps)))
    if review.milestones.all():
        paragraphs.append(
            number.paragraph(
                "Points to reach:",
                *(_milestone(milestone, figures) for milestone in review.milestones.all()),
            )
        )
    return Part(tuple(paragraphs), letter=letter, title=review.title)


def _preferred(preferred: list[Option], number: Numbering) -> Paragraph:
    if not preferred:
        return number.paragraph("No preferred option was recorded by this date.")
    if len(preferred) == 1:
        option = preferred[0]
        return number.paragraph((Words("The preferred option is: "), *_option_words(option)))
    return number.paragraph(
        f"{len(preferred)} options are preferred:".replace("2 ", "Two ", 1),
        *(ListItem(_option_words(option)) for option in preferred),
    )


def _option_words(option: Option) -> tuple[Words, ...]:
    note = f". {_sentence(option.note)}" if option.note else "."
    return (Words(option.title, is_strong=True), Words(note))


def _rejected(option: Any) -> ListItem:
    """The option, its state in words, the reason where there is one, and its variants."""
    state = OptionStateKind(option.state).label.lower()
    reason = f": {option.reason}" if option.reason else ""
    return ListItem(
        plain(f"{option.title} – {state}{reason}"),
        parts=tuple(str(variant) for variant in option.variants.all()),
    )


def _milestone(milestone: Milestone, figures: Figures) -> ListItem:
    report = milestone.report_on(figures.as_at)
    status = f" – {str(report).lower()}" if report else ""
    return item(f"{milestone}, {date_in_words(milestone, figures.as_at)}{status}")


def _stage(stage: Stage) -> ListItem:
    """A stage, what happens in it, and what it takes to leave it."""
    words = [Words(stage.title, is_strong=True)]
    if stage.description:
        words.append(Words(f": {stage.description}"))
    asked = [criterion.title for criterion in stage.criteria.all()]
    parts = (f"Asked for before it is left: {listed(asked)}",) if asked else ()
    return ListItem(tuple(words), parts=parts)


def _engagement(row: EngagementCount, figures: Figures) -> ListItem:
    counted = figures("reviews.engagement_count", code=row.code)
    number = "not counted" if counted.value is None else counted.text
    return item(f"{row.kind.capitalize()} – {row.measure}: {number}")


def _models_table(rows: PhaseRows, figures: Figures) -> PrintedTable:
    phase = str(rows.phase.number)
    printed = []
    for model in preferred_models(rows):
        scope = {"phase": phase, "delivery_model": model.code}
        reviews = figures("reviews.count", **scope)
        amounts = [money.in_pounds(figures(key, **scope).value) for key in BUDGETS]
        printed.append((model.name, reviews.text, *amounts))
    return PrintedTable(
        caption="Reviews by preferred delivery model, budgets in pounds",
        columns=(
            TableColumn("Delivery model"),
            TableColumn("Reviews", is_numeric=True),
            *budget_columns(),
        ),
        rows=tuple(printed),
    )


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
