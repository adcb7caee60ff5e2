"""Words for partners and webhooks in templates."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise

from antigone.bureau.disclosure.partners.webhooks import Webhook, destination
from antigone.interfaces.desk.partners import words

register = template.Library()
_WORDS: Mapping[str, words.Words] = {
    "scope": words.SCOPES,
    "audience": words.AUDIENCES,
    "topic": words.TOPICS,
    "state": words.STATES,
}


@register.filter
def partner_as(value: str, what: str) -> str | Promise:
    """A partner's scope or audience, a message's topic or state, in the reader's words."""
    return _WORDS[what].get(value, value)


@register.filter
def what_came(said: str) -> str:
    """What came of an attempt, as a sentence."""
    return words.said_in_words(said)


@register.filter
def host(hook: Webhook) -> str:
    """Where a webhook leads, as far as it may be shown: the rest of its address may be a secret of the partner's."""
    return destination(hook.url).host
