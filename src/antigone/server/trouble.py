"""Troubles that a person can cure;

the text of each is one sentence that says what is wrong and how to cure it.
"""

from __future__ import annotations


class ServerTrouble(Exception):
    """Something about this installation is missing or wrong; the message names it and the cure."""
