"""Kinds and states of posts in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from antigone.bureau.disclosure.channel.values import PostKind, PostState

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
