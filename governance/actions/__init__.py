"""Every write of governance: resolutions and advice, votes by name."""

from governance.actions.resolutions import record_advice, record_resolution, withdraw_resolution
from governance.actions.votes import record_vote

__all__ = ["record_advice", "record_resolution", "record_vote", "withdraw_resolution"]
