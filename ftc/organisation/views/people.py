"""The administrator's pages of accounts and roles, and the page a first sign-in link opens."""

from typing import Any

import structlog
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ftc.errors import DomainError
from ftc.organisation import actions, forms, links, policies, queries
from ftc.organisation.enums import Permission
from ftc.organisation.models import User
from ftc.organisation.permissions import require_permission
from ftc.periods import long_date
from ftc.ui.components import Cell, Column

logger = structlog.get_logger(__name__)
PAGE_SIZE = 50
COLUMNS = [Column("Name"), Column("Username"), Column("Roles"), Column("Last signed in", "date")]


@require_permission(Permission.USERS_MANAGE)
@require_safe
def user_list(request: HttpRequest) -> HttpResponse:
    """Every account with its roles; ``q`` narrows them."""
    words = request.GET.get("q", "")
    page = Paginator(queries.users(words=words), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "words": words,
        "columns": COLUMNS,
        "rows": [_row(user) for user in page],
    }
    return render(request, "organisation/user_list.html", context)


@require_permission(Permission.USERS_MANAGE)
@require_http_methods(["GET", "POST"])
def user_create(request: HttpRequest) -> HttpResponse:
    """Make an account; its page then gives the link for the first sign-in."""
    form = forms.UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.create_user(**form.cleaned_data, by=_person(request), now=timezone.now())
        except DomainError as refusal:
            form.add_error("username", str(refusal))
        else:
            messages.success(request, f"The account of {user} is made.")
            return redirect("organisation:user-detail", user.username)
    status = 422 if form.errors else 200
    return render(request, "organisation/user_create.html", {"form": form}, status=status)


@require_permission(Permission.USERS_MANAGE)
@require_safe
def user_detail(request: HttpRequest, username: str) -> HttpResponse:
    return _detail(request, _user(username))


@require_permission(Permission.USERS_MANAGE)
@require_POST
def role_add(request: HttpRequest, username: str) -> HttpResponse:
    """Give the person a further role."""
    user = _user(username)
    form = forms.RoleForm(request.POST)
    if form.is_valid():
        try:
            held = actions.assign_role(
                user=user, **form.cleaned_data, by=_person(request), now=timezone.now()
            )
        except DomainError as refusal:
            form.add_error("role", str(refusal))
        else:
            messages.success(request, f"{user} now has the role {held.get_role_display()}.")
            return redirect("organisation:user-detail", username)
    return _detail(request, user, form=form, status=422)


@require_permission(Permission.USERS_MANAGE)
@require_POST
def role_end(request: HttpRequest, username: str) -> HttpResponse:
    """End one role of the person today."""
    user = _user(username)
    form = forms.EndRoleForm(request.POST, user=user)
    if not form.is_valid():
        raise Http404("There is no such role.")
    held = form.cleaned_data["role"]
    try:
        actions.end_role(assignment=held, by=_person(request), now=timezone.now())
    except DomainError as refusal:
        return _detail(request, user, refusal=refusal, status=422)
    messages.success(request, f"{user} no longer has the role {held.get_role_display()}.")
    return redirect("organisation:user-detail", username)


@require_permission(Permission.USERS_MANAGE)
@require_POST
def account_close(request: HttpRequest, username: str) -> HttpResponse:
    """Close the account and end its roles."""
    user = _user(username)
    try:
        actions.close_account(user=user, by=_person(request), now=timezone.now())
    except DomainError as refusal:
        return _detail(request, user, refusal=refusal, status=422)
    messages.success(request, f"The account of {user} is closed.")
    return redirect("organisation:user-detail", username)


@require_permission(Permission.USERS_MANAGE)
@require_POST
def account_open(request: HttpRequest, username: str) -> HttpResponse:
    """Open a closed account; it has no role until one is given."""
    user = actions.open_account(user=_user(username), by=_person(request), now=timezone.now())
    messages.success(request, f"The account of {user} is open. Give it a role.")
    return redirect("organisation:user-detail", username)


@require_permission(Permission.USERS_MANAGE)
@require_POST
@never_cache
def user_link(request: HttpRequest, username: str) -> HttpResponse:
    """Show, once, the link with which the person chooses a password."""
    user = _user(username)
    try:
        policies.check_takes_a_password(user)
    except DomainError as refusal:
        return _detail(request, user, refusal=refusal, status=422)
    logger.info("first_sign_in_link_made", account=user.username, by=_person(request).username)
    link = request.build_absolute_uri(links.first_sign_in_path(user))
    return _detail(request, user, link=link)


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def first_sign_in(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Choose a password by a link that works once, then sign in with it."""
    user = links.holder_of(key, token)
    form = forms.ChoosePasswordForm(request.POST or None)
    if user is None:
        return render(request, "organisation/link_used.html", status=404)
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_password(user=user, password=form.cleaned_data["password"])
        except DomainError as refusal:
            form.add_error("password", str(refusal))
        else:
            messages.success(request, f"Your password is set. Sign in as {user.username}.")
            return redirect("account_login")
    context = {"form": form, "account": user}
    status = 422 if form.errors else 200
    return render(request, "organisation/first_sign_in.html", context, status=status)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # a permission was asked for
    return request.user


def _user(username: str) -> User:
    user = queries.user_with_roles(username)
    if user is None:
        raise Http404("There is no such account.")
    return user


def _row(user: User) -> list[Any]:
    notes = [
        words
        for words, applies in (
            ("Closed", not user.is_active),
            ("Demonstration account", user.is_demonstration),
        )
        if applies
    ]
    return [
        Cell(user.name, url=user.get_absolute_url(), hint=", ".join(notes)),
        user.username,
        user.role_names or "None",
        timezone.localdate(user.last_login) if user.last_login else "Never",
    ]


def _detail(
    request: HttpRequest,
    user: User,
    *,
    form: forms.RoleForm | None = None,
    refusal: DomainError | None = None,
    link: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of an account, with what was refused or the link asked for."""
    roles = list(user.role_assignments.all())
    context = {
        "account": user,
        "form": form or forms.RoleForm(),
        "errors": [{"text": str(refusal)}] if refusal else [],
        "link": link,
        "held": [role for role in roles if role.ended_on is None],
        "past": [
            [role.get_role_display(), role.started_on, role.ended_on]
            for role in roles
            if role.ended_on is not None
        ],
        "past_columns": [Column("Role"), Column("From", "date"), Column("To", "date")],
        "last_signed_in": long_date(timezone.localdate(user.last_login)) if user.last_login else "",
    }
    return render(request, "organisation/user_detail.html", context, status=status)
