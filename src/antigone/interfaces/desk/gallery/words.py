"""Stages and refusals of the gallery, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antigone.bureau.photographs.gallery.values import LONGEST_WORDS
from antigone.bureau.photographs.values import PhotographError
from antigone.interfaces.desk.photographs.words import refusal_in_words

STAGES: Final[Mapping[str, str | Promise]] = {
    "proposed": _("waits for a second signature"),
    "shown": _("anybody can see it"),
    "withdrawn": _("taken out"),
}
# The register's own sentences, as a reader sees them.
_SENTENCES: Final[Mapping[str, str | Promise]] = {
    "only a copy that two people have signed is released": _("Only a copy that two people have signed is released."),
    "you proposed this; another person signs it": _("You proposed this. Another person signs it."),
    "there is no such thing that waits for a signature": _("There is no such thing that waits for a signature."),
    "there is no such thing in the gallery; it may have been taken out": _(
        "There is no such thing in the gallery. It may have been taken out."
    ),
    "say why the thing is taken out": _("Say why the thing is taken out."),
    "choose what it is among the words for this kind of thing": _("Choose what it is among the words for its kind."),
    f"the words are longer than {LONGEST_WORDS} letters; write them shorter": _("This is too long. Write it shorter."),
    "say in a few words what it is, or nobody can search for it": _(
        "Say in a few words what it is, or nobody can search for it."
    ),
    "say in a few words why it is released": _("Say in a few words why it is released."),
    "the years are in order and not in the future": _("The years are in order and not in the future."),
    "a name of the person stands in the words; take it out": _(
        "A name of the person stands in the words. Take it out."
    ),
    "this copy is in the gallery already, or waits for its signature": _(
        "This copy is in the gallery already, or waits for its signature."
    ),
    "this photograph may not be shown to the public: it is of somebody named or living, withheld, sent by a family, or "
    "its source does not allow it": _(
        "This photograph may not be shown to the public: it is of somebody named or living, withheld, sent by a "
        "family, or its source does not allow it."
    ),
}


def release_refusal(refusal: PhotographError) -> str:
    """Why something was refused, as a sentence in the reader's language."""
    found = _SENTENCES.get(str(refusal))
    return str(found) if found else refusal_in_words(refusal)
