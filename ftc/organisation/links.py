"""First sign-in links: how somebody chooses a password without an administrator knowing it."""

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from ftc.organisation.models import User


def first_sign_in_path(user: User) -> str:
    """The address at which ``user`` chooses a password.

    It works once, for the days that ``PASSWORD_RESET_TIMEOUT`` says, and no longer than until
    they next sign in.
    """
    key = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("first_sign_in", args=[key, default_token_generator.make_token(user)])


def holder_of(key: str, token: str) -> User | None:
    """The account a link opens; None when it is not a link of ours, was used or is too old."""
    try:
        user = User.objects.filter(pk=int(force_str(urlsafe_base64_decode(key)))).first()
    except ValueError:
        return None
    return user if user and default_token_generator.check_token(user, token) else None
