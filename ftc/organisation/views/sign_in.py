"""Signing in and out, by form and by the buttons of a demonstration; passwords.

The pages with a form are django-allauth's views in our own form classes and templates.
"""

from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from ftc.organisation import forms
from ftc.organisation.middleware import is_local
from ftc.organisation.models import User
from ftc.organisation.sign_in import demonstration_accounts


class SignIn(LoginView):
    form_class = forms.SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        accounts = demonstration_accounts(self.request)
        next_url = self.get_next_url() or ""
        return super().get_context_data(**kwargs) | {"accounts": accounts, "next_url": next_url}

    def form_invalid(self, form: Form) -> HttpResponse:
        return _refused(super().form_invalid(form))


@method_decorator(login_not_required, name="dispatch")
class SignOut(LogoutView):
    """POST signs out; GET asks, or goes to the sign-in page when nobody is signed in."""


class ChangePassword(PasswordChangeView):
    form_class = forms.ChangePasswordForm
    success_url = settings.LOGIN_REDIRECT_URL

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if user.is_authenticated and user.is_demonstration:
            raise PermissionDenied("A demonstration account keeps the demonstration's password.")
        if user.is_authenticated and not user.has_usable_password():
            raise PermissionDenied("You sign in without a password. Ask an administrator for one.")
        return super().dispatch(request, *args, **kwargs)

    def form_invalid(self, form: Form) -> HttpResponse:
        return _refused(super().form_invalid(form))


@login_not_required
@require_POST
def demonstration_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as a demonstration account by one click, on this machine only."""
    if not settings.DEMONSTRATION:
        raise Http404("There is no demonstration here.")
    if not is_local(request):
        raise PermissionDenied("Demonstration accounts work on this machine only.")
    username = request.POST.get("username", "")
    chosen = {account.username: account for account in demonstration_accounts(request)}
    user: User | None = chosen.get(username)
    if user is None:
        raise Http404("There is no demonstration account of this name.")
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    next_url = request.POST.get("next", "")
    safe = next_url and get_adapter(request).is_safe_url(next_url)
    return redirect(next_url if safe else settings.LOGIN_REDIRECT_URL)


def _refused(response: HttpResponse) -> HttpResponse:
    response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return response
