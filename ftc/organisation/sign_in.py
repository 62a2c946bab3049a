"""How people sign in: django-allauth's adapter, and who may use the demonstration accounts."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from ftc.organisation.middleware import may_use_demonstration_accounts
from ftc.organisation.models import User

UNIX_SOCKET = "127.0.0.1"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator, never by their holder; nothing is sent by e-mail.

    Five failures with one name close that name for five minutes and no other; so many from one
    address that they can be no slip of the fingers close the address.
    """

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "The username or the password is not right.",
        "too_many_login_attempts": (
            "There were too many failed attempts to sign in. Wait five minutes, then try again."
        ),
        "demonstration_account_refused": (
            "A demonstration account signs in only from the machine that the demonstration runs on."
        ),
        "enter_current_password": "This is not your password now.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The user of these credentials, or None.

        Raises ValidationError after too many failures, and for a demonstration account that may
        not be used from where the request comes.
        """
        user: User | None = super().authenticate(request, **credentials)
        if user and user.is_demonstration and not may_use_demonstration_accounts(request):
            raise self.validation_error("demonstration_account_refused")
        return user

    def get_client_ip(self, request: HttpRequest) -> str:
        """The peer's address; one on a unix socket is on this machine."""
        if not request.META.get("REMOTE_ADDR"):
            return UNIX_SOCKET
        return super().get_client_ip(request)


def demonstration_accounts(request: HttpRequest) -> list[User]:
    """The accounts that the sign-in page offers by a button each; none where they may not work."""
    if not may_use_demonstration_accounts(request):
        return []
    return list(User.objects.filter(is_demonstration=True, is_active=True).order_by("pk"))
