"""Tags that any page may load: the history of what it shows."""

from typing import Any

from django import template
from django.db.models import Model
from django.template import Context

from ftc.records.history.sentences import Sentence, sentences

register = template.Library()


@register.simple_tag(takes_context=True)
def history_of(context: Context, record: Model, limit: int = 20) -> list[Sentence]:
    """The newest acts on a record, for the component ``_components/history.html``.

    ``{% history_of review as told %}{% include "_components/history.html" with items=told only %}``
    """
    request: Any = context.get("request")
    return sentences(record, getattr(request, "user", None), limit=limit)
