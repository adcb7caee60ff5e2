"""Kinds, states and refusals of posts in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from antigone.bureau.disclosure.channel.values import ChannelRefused, NamesSomebody, PostKind, PostState, TooLong
from antigone.bureau.photographs.values import PhotographError
from antigone.interfaces.desk.photographs.words import refusal_in_words as picture_refusal

KINDS: Final[Mapping[PostKind, str | Promise]] = {
    PostKind.REMAINS: _("remains that somebody may recognise"),
    PostKind.FIGURES: _("a page of figures"),
    PostKind.GUIDANCE: _("how to ask, and warnings"),
}
STATES: Final[Mapping[PostState, str | Promise]] = {
    PostState.UNSIGNED: _("waits for a second signature"),
    PostState.WAITS: _("signed, waits for its time"),
    PostState.STANDS: _("stands in the channel"),
    PostState.CHANGES: _("stands in the channel; a new wording is on its way"),
    PostState.WITHDRAWN: pgettext_lazy("a post", "withdrawn"),
    PostState.STOPPED: _("stopped; see why"),
}
# The register's own sentences, and the bot's, as a reader sees them.
_SENTENCES: Final[Mapping[str, str | Promise]] = {
    "what it is about may not be public: remains must be on record, not withheld, and of a source that agrees; "
    "figures must be published": _(
        "What it is about may not be public. Remains must be on record, not withheld, and of a source that agrees. "
        "Figures must be published."
    ),
    "remains are named by their record, figures by their page, guidance by neither": _(
        "Remains need the number of their record, figures need their page, and how to ask needs neither."
    ),
    "the post says nothing yet; write its text": _("The post says nothing yet. Write its text."),
    "the picture is no copy that two people have signed as fit to be published": _(
        "The picture is no copy that two people have signed as fit to be published."
    ),
    "the picture is not one of these remains": _("The picture is not one of these remains."),
    "the picture may show a face; this bureau shows none in the channel (ANTIGONE_TELEGRAM_FACES)": _(
        "The picture may show a face. This bureau shows none in the channel."
    ),
    "this bureau shows no faces in the channel (ANTIGONE_TELEGRAM_FACES)": _(
        "The picture may show a face. This bureau shows none in the channel."
    ),
    "the text was written anew since you read it; read it once more": _(
        "The text was written anew since you read it. Read it once more."
    ),
    "two people have signed this text already": _("Two people have signed this text already."),
    "who wrote the text cannot let it out; ask a colleague": _(
        "Who wrote the text cannot let it out. Ask a colleague."
    ),
    "read the warning first, and say that you have: a face can never be taken back": _(
        "Read the warning first, and say that you have. A face can never be taken back."
    ),
    "it stands in the channel already; withdraw it, or write it anew": _(
        "It stands in the channel already. Withdraw it, or write it anew."
    ),
    "it was withdrawn; write another one": _("It was withdrawn. Write another one."),
    "nothing keeps the bot from this post": _("Nothing keeps the bot from this post."),
    "twice it is not known whether it was posted; look into the channel": _(
        "Twice a line broke while it was sent, and nobody knows whether it stands there. Look into the channel."
    ),
}


def refusal_in_words(refusal: ChannelRefused) -> str:
    """Why something was refused, as a sentence in the reader's language."""
    if isinstance(refusal, NamesSomebody):
        return gettext("The post names «%(name)s», whom the registry knows. The channel names nobody.") % {
            "name": refusal.name
        }
    if isinstance(refusal, TooLong):
        said = gettext("The post has %(length)s characters with its closing words. Telegram takes %(most)s.")
        if refusal.captions:
            said = gettext("With its closing words the post has %(length)s characters. Under a picture %(most)s fit.")
        return said % {"length": refusal.length, "most": refusal.longest}
    if isinstance(refusal.__cause__, PhotographError):
        return picture_refusal(refusal.__cause__)
    return str(_SENTENCES.get(str(refusal), refusal))


def stop_in_words(problem: str) -> str:
    """Why the bot stopped, in the reader's language where the words are ours; what Telegram says stays as it is."""
    return str(_SENTENCES.get(problem, problem))
