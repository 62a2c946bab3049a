"""Forms of signing in, passwords, people and their roles."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth import password_validation

from ftc.organisation.enums import Role
from ftc.organisation.models import User


class SignInForm(LoginForm):
    """Username and password, in our words and without allauth's placeholders."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Username"
        self.fields["login"].widget.attrs = {"autocomplete": "username", "autocapitalize": "none"}
        _plain_password(self.fields["password"], "Password", "current-password")


class ChangePasswordForm(AllauthChangePasswordForm):
    """The password now, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_password(self.fields["oldpassword"], "Your password now", "current-password")
        _plain_password(self.fields["password1"], "New password", "new-password")
        _plain_password(self.fields["password2"], "New password again", "new-password")
        self.fields["password1"].help_text = password_help()


class ChoosePasswordForm(forms.Form):
    """A new password, twice, for whoever holds a first sign-in link."""

    password = forms.CharField(label="New password", widget=forms.PasswordInput)
    again = forms.CharField(label="New password again", widget=forms.PasswordInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = password_help()
        for field in self.fields.values():
            field.strip = False  # type: ignore[attr-defined]
            field.widget.attrs = {"autocomplete": "new-password"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("again") not in {None, cleaned["password"]}:
            self.add_error("again", "Type the same password twice.")
        return cleaned


class UserForm(forms.Form):
    """A new account: who it is for and what they are to the programme."""

    name = forms.CharField(label="Name", max_length=120, help_text="As shown beside what they do.")
    username = forms.CharField(
        label="Username", max_length=150, help_text="What they sign in with. It stays as it is."
    )
    roles = forms.MultipleChoiceField(
        label="Roles", choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )

    def clean_roles(self) -> list[Role]:
        return [Role(value) for value in self.cleaned_data["roles"]]


class RoleForm(forms.Form):
    """A further role of somebody."""

    role = forms.ChoiceField(label="Role", choices=[("", ""), *Role.choices])

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class EndRoleForm(forms.Form):
    """Which role of the person ends."""

    role: Any = forms.ModelChoiceField(queryset=None, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = user.role_assignments.all()  # type: ignore[attr-defined]


def password_help() -> str:
    """The rules of a new password as one line."""
    return " ".join(password_validation.password_validators_help_texts())


def _plain_password(field: forms.Field, label: str, autocomplete: str) -> None:
    field.label = label
    field.help_text = ""
    field.widget.attrs = {"autocomplete": autocomplete}
