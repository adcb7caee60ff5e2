"""What codes and refusals of photographs are called, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from antigone.bureau.photographs.faces.queries import FaceCard
from antigone.bureau.photographs.values import PhotographError
from antigone.imaging.decoding import PictureRefused, Unfit
from antigone.interfaces.website.gallery import words as things

_Words = Mapping[str, str | Promise]

SHOWS: Final[_Words] = {**things.KINDS, "body": _("a body"), "scene": _("a scene")}
SENSITIVITY: Final[_Words] = {
    "prisoner": _("of a prisoner: nobody outside the staff may learn that it exists"),
    "dead": _("of somebody dead"),
    "family": _("of somebody missing"),
}
SIDES: Final[_Words] = {"": _("not said, or in the middle"), **things.SIDES}
PLACES: Final[_Words] = {"": _("not on a body, or not known"), **things.PLACES}
MANNERS: Final[_Words] = {"blur": _("blur parts of it"), "crop": _("cut one part out")}
FOUND_BY: Final[_Words] = {
    "bytes": _("the same file"),
    "pixels": _("the same picture in another file"),
    "features": _("the same picture, cut, turned or copied from a screen"),
}
STAGES: Final[_Words] = {"proposed": _("waits for a second signature"), "signed": _("signed by two people")}
_UNFIT: Final[_Words] = {
    Unfit.OTHER: _("This is no photograph that can be read. Save it as JPEG, PNG, WebP or HEIC."),
    Unfit.EMPTY: _("This file is empty."),
    Unfit.TOO_MANY_PIXELS: _("This photograph has more than 50 megapixels. Send a smaller copy."),
    Unfit.DAMAGED: _("This photograph is damaged or cut off. Send it again from where it was taken."),
    Unfit.TOO_HARD: _("This photograph takes too much memory or time to read. Save it anew and send that."),
}

# The register's own sentences, as a reader sees them.
_SENTENCES: Final[_Words] = {
    "the record has this photograph already": _("The record has this photograph already."),
    "the photograph is larger than 20 MB; send a smaller copy": _(
        "The photograph is larger than 20 MB. Send a smaller copy."
    ),
    "there is no such photograph; it may have been withdrawn": _(
        "There is no such photograph. It may have been destroyed."
    ),
    "say in a few words why you look at this photograph": _("Say in a few words why you look at this photograph."),
    "you have looked at as many photographs today as anybody may; rest, or ask a colleague": _(
        "You have looked at as many photographs today as anybody may. Rest, or ask a colleague."
    ),
    "your role does not see photographs of this kind": _("Your role does not see photographs of this kind."),
    "only a place of the body that comes twice has a left and a right side": _(
        "Only a place of the body that comes twice has a left and a right side."
    ),
    "a prisoner's photograph is not published in any form": _("A prisoner’s photograph is not published in any form."),
    "you made this copy; another person signs it": _("You made this copy. Another person signs it."),
    "there is no such copy that waits for a signature": _("There is no such copy that waits for a signature."),
    "there is no such copy any more": _("There is no such copy any more."),
    "there is no such link any more": _("There is no such link any more."),
}


_SEEN: Final[_Words] = {"good": _("well seen"), "degraded": _("poorly seen"), "hidden": _("a part is covered")}


def face_in_words(face: FaceCard) -> str:
    """A face as somebody chooses it: its number in the picture, how large it is and how it is seen."""
    return gettext("Face %(number)s: %(size)s pixels, %(seen)s") % {
        "number": face.number,
        "size": round(face.size),
        "seen": _SEEN.get(face.seen, face.seen),
    }


def refusal_in_words(refusal: PhotographError | PictureRefused) -> str:
    """Why something was refused, as a sentence in the reader's language."""
    if isinstance(refusal, PictureRefused):
        return str(_UNFIT[refusal.why])
    return str(_SENTENCES.get(str(refusal), refusal))
