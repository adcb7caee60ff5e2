"""Words for the gallery in templates."""

from __future__ import annotations

from django import template

from antigone.bureau.photographs.gallery.values import ReleaseCard
from antigone.interfaces.website.gallery.words import KINDS, WHAT

register = template.Library()


@register.filter
def thing_named(card: ReleaseCard) -> str:
    """«a tattoo: an anchor»."""
    what = WHAT.get(card.draft.what, "")
    return f"{KINDS[card.draft.kind]}: {what}" if what else str(KINDS[card.draft.kind])
