"""The search box's results, by kind."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ftc.overview.forms import SearchForm
from ftc.overview.queries import search as queries
from ftc.overview.views.requests import as_at_of


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the words find; without words, a box to type them in."""
    form = SearchForm(request.GET)
    words = code = ""
    if form.is_valid():
        words, code = form.cleaned_data["q"], form.cleaned_data["kind"]
    if code and code not in queries.KIND_BY_CODE:
        raise Http404("There is no such kind of thing.")
    kind = queries.KIND_BY_CODE.get(code)
    groups = queries.search(
        words,
        user=request.user,
        as_at=as_at_of(request),
        kind=kind,
        number=request.GET.get("page", ""),
    )
    context = {
        "form": form,
        "words": words,
        "kind": kind,
        "groups": groups,
        "count": sum(group.count for group in groups),
    }
    status = 422 if form.errors else 200
    return render(request, "overview/search.html", context, status=status)
