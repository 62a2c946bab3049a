"""Editing what a review says of itself and who has a part in it."""

from typing import Any

from django import forms
from django.db.models import Q

from ftc.organisation.models import User
from ftc.programme.enums import AssignmentRole
from ftc.programme.models import Portfolio
from ftc.programme.policies import candidates
from reviews.forms.base import VersionedForm


class EditReviewForm(VersionedForm):
    """What a review says of itself."""

    title = forms.CharField(label="Title", max_length=200)
    description = forms.CharField(
        label="Description", required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    next_steps = forms.CharField(
        label="Next steps", required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    portfolio = forms.ModelChoiceField(
        label="Portfolio",
        queryset=Portfolio.objects.all(),
        to_field_name="code",
        required=False,
        empty_label="Not named",
    )


class PersonField(forms.ModelChoiceField):
    """Who has one part in a review: whoever can, and whoever has it now."""

    def __init__(self, role: AssignmentRole) -> None:
        super().__init__(
            queryset=User.objects.none(),
            label=role.label,
            to_field_name="username",
            required=False,
            empty_label="Not named",
        )
        self.role = role

    def offer(self, holder: User | None) -> None:
        """Offer the candidates of now, and the holder though they could not be named anew."""
        kept = Q(pk=holder.pk) if holder else Q()
        people = User.objects.filter(Q(pk__in=candidates(self.role).values("pk")) | kept)
        self.queryset = people.order_by("name", "username")

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.username})"


class PeopleForm(VersionedForm):
    """Who leads a review and who is its Senior Responsible Owner."""

    lead = PersonField(AssignmentRole.LEAD)
    owner = PersonField(AssignmentRole.SENIOR_RESPONSIBLE_OWNER)

    def __init__(self, *args: Any, held: dict[AssignmentRole, User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead", "owner"):
            field: Any = self.fields[name]
            holder = held.get(field.role)
            field.offer(holder)
            self.initial[name] = holder.username if holder else ""
