"""Who did what and why: the context that row events carry, told as sentences.

``sentences`` itself is in ``ftc.records.history.sentences``, because it reads models.
"""

from ftc.records.history.parts import DatedRows, Part, register_parts
from ftc.records.history.recording import ACTIONS, describe_actions, recording

__all__ = ["ACTIONS", "DatedRows", "Part", "describe_actions", "recording", "register_parts"]
