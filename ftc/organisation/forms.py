"""Forms of signing in, passwords, people and their roles."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth import password_validation


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


def password_help() -> str:
    """The rules of a new password as one line."""
    return " ".join(password_validation.password_validators_help_texts())


def _plain_password(field: forms.Field, label: str, autocomplete: str) -> None:
    field.label = label
    field.help_text = ""
    field.widget.attrs = {"autocomplete": autocomplete}
