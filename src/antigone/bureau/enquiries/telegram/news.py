"""That there is news, handed to the bot by the worker: the same one sentence as by e-mail."""

from __future__ import annotations

import secrets
from uuid import UUID

from antigone.bureau.enquiries.notices import WORDS
from antigone.bureau.enquiries.statements import rows
from antigone.bureau.enquiries.telegram.outgoing import Call, sealed_call
from antigone.bureau.enquiries.upkeep.outbox import Outcome


def post_to_chat(address: str, language: str, _reference: UUID) -> Outcome:
    """Put the sentence among what the bot says; from here on it is the bot's not to lose it.

    Args:
        address: the chat's number, as the vault gave it.
    """
    if not address.removeprefix("-").isdigit():
        return Outcome.REFUSED
    reference, content = sealed_call(
        Call(int(address), "sendMessage", {"text": WORDS.get(language, WORDS["en"]).sentence})
    )
    # The worker cannot know by which hash the bot knows the chat; the sentence stands in an order of its own.
    rows(
        "SELECT telegram.say(%s, %s::uuid[], %s::bytea[], 0)",
        [secrets.token_bytes(32), [reference], [content]],
    )
    return Outcome.SENT
