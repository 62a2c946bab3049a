"""What the portfolio office types to change a methodology and to move reviews to a version."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.text import slugify

from ftc.records.models import SourcePaper
from ftc.ui import fields
from governance.enums import BodyKind
from reviews.actions.methodologies import CriterionText, StageText
from reviews.calculations.methodologies import ACCEPTING, CriterionShape, StageShape
from reviews.enums import CriterionKind, EvidenceKind, ReviewFact
from reviews.forms.base import VersionedForm
from reviews.queries.methodologies import PhaseVersions

BLANK = "blank"
REASON = 1000
KIND_HINTS = {
    CriterionKind.EVIDENCE: "A file, link, note or record that somebody supplies and another "
    "person accepts",
    CriterionKind.FIELD: "That a lead is named, say, or the budget of every service is known",
    CriterionKind.MILESTONE: "A milestone of this title, achieved",
    CriterionKind.PREFERRED_OPTION: "At least one option is recorded as preferred",
    CriterionKind.SIGN_OFF: "Given in the order of the criteria; one refused stops those after it",
    CriterionKind.ADVICE: "What a body advises, as a Cabinet Committee does before a decision",
    CriterionKind.RESOLUTION: "A body endorses, approves or agrees",
    CriterionKind.DECISION: "A body has decided, and the decision can be carried out",
}
CODE_HINT = (
    "Lower case letters, numbers and hyphens. Reviews know it by this code from version to "
    "version. Left empty, it is made from the title."
)


class DraftForm(forms.Form):
    """What the next version of a phase's methodology begins with."""

    copied_from = forms.ChoiceField(
        label="What should the draft begin with?", widget=fields.RadioSelect(small=True)
    )

    def __init__(self, *args: Any, phase: int, phases: Iterable[PhaseVersions], **kwargs: Any):
        super().__init__(*args, **kwargs)
        own: list[tuple[str, str]] = []
        others: list[tuple[str, str]] = []
        for versions in phases:
            for line in versions.versions:
                if not line.is_draft and (versions.number == phase or line.is_newest):
                    value = f"{versions.number}-{line.version}"
                    words = f"{versions.title}, version {line.version}"
                    (own if versions.number == phase else others).append((value, words))
        choices = [*own, *others, (BLANK, "Nothing: I add every stage myself")]
        self.fields["copied_from"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("copied_from", choices[0][0])

    @property
    def chosen(self) -> tuple[int, int] | None:
        """The phase and version to copy; None for a blank draft."""
        value = self.cleaned_data["copied_from"]
        if value == BLANK:
            return None
        phase, version = value.split("-")
        return int(phase), int(version)


class TitleForm(VersionedForm):
    """What the methodology is called."""

    title = forms.CharField(label="Title", max_length=160)


class CodedForm(VersionedForm):
    """Something of a draft with a title and a code, which stays once an earlier version has it."""

    code_length: ClassVar[int]

    def __init__(self, *args: Any, kept_code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept_code = kept_code
        if kept_code:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.kept_code:
            cleaned["code"] = self.kept_code
        elif "code" not in self.errors and not cleaned.get("code"):
            made = slugify(cleaned.get("title", ""))[: self.code_length].strip("-")
            cleaned["code"] = made
            if not made and "title" not in self.errors:
                self.add_error("code", "Enter a code: none can be made from this title.")
        return cleaned


def _code(length: int) -> forms.RegexField:
    return forms.RegexField(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        label="Code",
        max_length=length,
        required=False,
        help_text=CODE_HINT,
        error_messages={"invalid": "A code has lower case letters, numbers and hyphens only."},
    )


class StageForm(CodedForm):
    """A stage of a draft."""

    code_length = 30
    title = forms.CharField(label="Title", max_length=80)
    description = forms.CharField(
        label="What is done in it",
        required=False,
        max_length=500,
        widget=fields.CountedTextarea(limit=500, attrs={"rows": 3}),
    )
    runs_market_engagement = forms.BooleanField(
        label="The market is engaged in this stage",
        required=False,
        help_text="A review may engage the market from the first such stage on, and not before.",
    )
    code = _code(30)

    @staticmethod
    def initial_of(stage: StageShape) -> dict[str, Any]:
        return {
            "title": stage.title,
            "description": stage.description,
            "runs_market_engagement": stage.runs_market_engagement,
            "code": stage.code,
        }

    @property
    def text(self) -> StageText:
        typed = self.cleaned_data
        return StageText(
            code=typed["code"],
            title=typed["title"],
            description=typed["description"],
            runs_market_engagement=typed["runs_market_engagement"],
        )


class KindForm(forms.Form):
    """What kind of criterion is added; its own fields come next."""

    kind = forms.ChoiceField(
        label="What should be so before a review leaves the stage?",
        choices=CriterionKind,
        widget=fields.RadioSelect(small=True, hints={k.value: v for k, v in KIND_HINTS.items()}),
        error_messages={
            "required": "Choose a kind of criterion.",
            "invalid_choice": "There is no such kind of criterion. Choose one from the list.",
        },
    )


class CriterionForm(CodedForm):
    """A criterion of a draft; only the fields of its kind are there."""

    FIELDS_OF_A_KIND: ClassVar[dict[str, tuple[str, ...]]] = {
        CriterionKind.EVIDENCE: ("evidence_kind", "role"),
        CriterionKind.SIGN_OFF: ("role",),
        CriterionKind.FIELD: ("field",),
        CriterionKind.MILESTONE: ("milestone_title",),
        CriterionKind.PREFERRED_OPTION: (),
        CriterionKind.ADVICE: ("body_kind",),
        CriterionKind.RESOLUTION: ("body_kind",),
        CriterionKind.DECISION: ("body_kind", "only_if_key"),
    }
    ROLE_LABELS: ClassVar[dict[str, tuple[str, str]]] = {
        CriterionKind.EVIDENCE: ("Who accepts it?", "Choose who accepts it."),
        CriterionKind.SIGN_OFF: ("Who signs off?", "Choose who signs off."),
    }

    code_length = 40
    title = forms.CharField(
        label="Title", max_length=160, help_text="As a review's gate lists it: Scoping brief"
    )
    evidence_kind = forms.ChoiceField(
        label="What kind of evidence?",
        required=False,
        choices=[("", "Any kind"), *EvidenceKind.choices],
    )
    role = forms.ChoiceField(
        label="Who accepts it?",
        choices=[
            (role.value, f"{words[:1].upper()}{words[1:]}") for role, words in ACCEPTING.items()
        ],
        widget=fields.RadioSelect(small=True),
    )
    field = forms.ChoiceField(
        label="What has to be recorded?",
        choices=ReviewFact,
        widget=fields.RadioSelect(small=True),
        error_messages={"required": "Choose what has to be recorded."},
    )
    milestone_title = forms.CharField(
        label="Title of the milestone",
        max_length=300,
        help_text="As the review's own milestone is called; capitals do not matter.",
    )
    body_kind = forms.ChoiceField(
        label="Which kind of body?",
        choices=[("", "Choose one"), *BodyKind.choices],
        error_messages={"required": "Choose a kind of body."},
    )
    only_if_key = forms.BooleanField(
        label="Ask it only where a Key Decision is needed", required=False
    )
    guidance = forms.CharField(
        label="Guidance",
        required=False,
        max_length=500,
        widget=fields.CountedTextarea(limit=500, attrs={"rows": 3}),
    )
    paper: "forms.ModelChoiceField[SourcePaper]" = forms.ModelChoiceField(
        label="Paper that asks for it",
        required=False,
        queryset=SourcePaper.objects.order_by("known_on", "code"),
        to_field_name="code",
        empty_label="None",
    )
    source_ref = forms.CharField(
        label="Paragraph", required=False, max_length=300, help_text="For example, paragraph 2.5"
    )
    code = _code(40)

    def __init__(self, *args: Any, kind: CriterionKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        asked = self.FIELDS_OF_A_KIND[kind]
        for name in {name for names in self.FIELDS_OF_A_KIND.values() for name in names}:
            if name not in asked:
                del self.fields[name]
        if "role" in asked:
            label, required = self.ROLE_LABELS[kind]
            self.fields["role"].label = label
            self.fields["role"].error_messages["required"] = required

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("source_ref") and not cleaned.get("paper") and "paper" not in self.errors:
            self.add_error("paper", "Choose the paper that this paragraph is in.")
        return cleaned

    @staticmethod
    def initial_of(criterion: CriterionShape) -> dict[str, Any]:
        return {
            "title": criterion.title,
            "evidence_kind": criterion.evidence_kind,
            "role": criterion.role,
            "field": criterion.field,
            "milestone_title": criterion.milestone_title,
            "body_kind": criterion.body_kind,
            "only_if_key": criterion.only_if_key,
            "guidance": criterion.guidance,
            "paper": criterion.paper,
            "source_ref": criterion.source_ref,
            "code": criterion.code,
        }

    @property
    def text(self) -> CriterionText:
        typed = self.cleaned_data
        own = {name: typed[name] for name in self.FIELDS_OF_A_KIND[self.kind]}
        return CriterionText(
            code=typed["code"],
            title=typed["title"],
            kind=self.kind,
            guidance=typed["guidance"],
            source_ref=typed["source_ref"],
            **own,
        )


class StepForm(VersionedForm):
    """One place up or down."""

    direction = forms.ChoiceField(choices=[("up", "Up"), ("down", "Down")])


class ReasonForm(forms.Form):
    """Why, and from when where the person may set a date back."""

    effective_on = fields.DateInputField(
        label="Date it takes effect",
        required=False,
        help_text="Only when it took place earlier. Left empty, the working date counts.",
    )
    reason = forms.CharField(
        label="Reason",
        max_length=REASON,
        widget=fields.CountedTextarea(limit=REASON, attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, may_backdate: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_backdate:
            del self.fields["effective_on"]


class PutInForceForm(ReasonForm, VersionedForm):
    """Putting a draft in force."""

    field_order = ("version", "effective_on", "reason")


class MoveReviewsForm(ReasonForm):
    """Which reviews are moved, why, and to which stage where their own is gone.

    ``chosen`` are the reviews by code with the version each was read at, ``stages`` the codes of
    stages by review.
    """

    reviews = forms.MultipleChoiceField(
        label="Reviews", choices=(), error_messages={"required": "Choose at least one review."}
    )
    field_order = ("reviews", "effective_on", "reason")

    def __init__(self, *args: Any, codes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviews"].choices = [(code, code) for code in codes]  # type: ignore[attr-defined]
        self.fields["reviews"].error_messages["invalid_choice"] = (
            "%(value)s follows this version already, or is not a review of this phase."
        )

    def version_of(self, code: str) -> int:
        """The version of the review that the page showed; one nobody has when it was not sent."""
        typed = str(self.data.get(f"version-{code}", ""))
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0

    def stage_of(self, code: str) -> str:
        return str(self.data.get(f"stage-{code}", ""))
