"""Drawing a fragment once: the same values give the same words, however often they are asked."""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps

from django.conf import settings
from django.utils.safestring import SafeString

Draw = Callable[..., SafeString]


def drawn_once(draw: Draw) -> Draw:
    """Keep what a function draws from its arguments, for as long as the process runs.

    The arguments are frozen values and all that the fragment depends on: no request, no user, no
    clock, no row that may change. The last 512 are kept; in DEBUG, where templates change, none.
    """
    kept = lru_cache(maxsize=512)(draw)

    @wraps(draw)
    def drawn(*values: Hashable) -> SafeString:
        return draw(*values) if settings.DEBUG else kept(*values)

    return drawn
