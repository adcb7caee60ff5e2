"""A thing as its page says it, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language

from antigone.bureau.disclosure.gallery import Thing
from antigone.interfaces.website.gallery import words
from antigone.interfaces.website.gallery.permits import address_of_picture


@dataclass(frozen=True, slots=True)
class ShownThing:
    """All that a page says of a thing.

    Attributes:
        title: «a tattoo: an anchor».
        place: where on the body, or empty.
        said, language: what the bureau says of it, and in which language; in the reader's where there is that.
        years: «2023», «2022–2023», or empty.
        picture: the address of its picture where the cover is lifted, or empty.
        face: whether it is a face, whose cover is lifted alone.
    """

    code: str
    shown_code: str
    title: str
    place: str
    said: str
    language: str
    years: str
    region: str
    picture: str
    face: bool


def shown(thing: Thing, *, picture: str = "") -> ShownThing:
    """The thing under its cover; or uncovered, where `picture` names a size."""
    reader = get_language() or ""
    order = [reader, *(language for language in ("uk", "ru", "en") if language != reader)]
    language = next((one for one in order if one in thing.words), "")
    return ShownThing(
        code=thing.code,
        shown_code=thing.shown_code,
        title=_title(thing),
        place=_place(thing),
        said=thing.words.get(language, ""),
        language=language,
        years=_years(thing),
        region=thing.region,
        picture=address_of_picture(thing.code, picture) if picture else "",
        face=thing.kind == "face",
    )


def _title(thing: Thing) -> str:
    kind: str | Promise = words.KINDS.get(thing.kind, "")
    what = words.WHAT.get(thing.what, "")
    return f"{kind}: {what}" if what else str(kind)


def _place(thing: Thing) -> str:
    place = str(words.PLACES.get(thing.place, ""))
    side = str(words.SIDES.get(thing.side, ""))
    return f"{place}, {side}" if place and side else place


def _years(thing: Thing) -> str:
    if thing.year_from is None:
        return ""
    return str(thing.year_from) if thing.year_from == thing.year_to else f"{thing.year_from}–{thing.year_to}"
