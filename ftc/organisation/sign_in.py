"""How people sign in: django-allauth's adapter with self-registration closed."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator, never by their holder."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
