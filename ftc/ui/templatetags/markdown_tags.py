"""Markdown in templates."""

from django import template
from django.utils.safestring import SafeString

from ftc.ui.markdown import render_markdown

register = template.Library()


@register.filter
def markdown(text: str, top_level: int = 3) -> SafeString:
    """``{{ section.text|markdown:3 }}``: what somebody wrote, its headings from level 3 down."""
    return render_markdown(text or "", top_level=top_level)
