"""Marks by the place of the body and by words of three languages; what a picture is then compared with."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from antigone.bureau.photographs.marks.values import SHOWN, MarkFound, MarkSought
from antigone.bureau.photographs.models import Photograph, Region
from antigone.evidence.traits.reading import meanings

# Groups of the vocabulary whose codes say what a mark or a thing is.
_GROUPS = ("motif", "vague", "mark", "cause", "effect", "garment", "colour")


def marks(sought: MarkSought, *, limit: int = 100) -> list[MarkFound]:
    """Marked parts that answer what is known, the newest first; parts of photographs of withheld records are not told.

    The place of the body narrows first: a part whose place is not said is found by none. Each word must stand in what
    was written of the part, as it is or by its meaning in any of three languages.
    """
    found: list[MarkFound] = []
    for region in _regions(sought).order_by("-pk").iterator(chunk_size=500):
        if _answers(sought.words, region.words):
            found.append(of_region(region))
        if len(found) == limit:
            break
    return found


def regions_sought(sought: MarkSought) -> list[Region]:
    """All marked parts of things and marks that answer, the newest first."""
    parts = _regions(sought).filter(shows__in=SHOWN).order_by("-pk")
    return [one for one in parts.iterator(chunk_size=500) if _answers(sought.words, one.words)]


def wholes_sought(sought: MarkSought) -> list[Photograph]:
    """Photographs that show a mark or a thing as a whole and have no marked part; none where a place or words are asked
    for, for nobody has said them of these."""
    if sought.place or sought.side or sought.words.strip():
        return []
    wholes = Photograph.objects.select_related("record").filter(
        shows__in=[sought.shows] if sought.shows in SHOWN else [] if sought.shows else SHOWN,
        withdrawn_on=None,
        record__sensitivity="",
        regions=None,
    )
    return list(wholes.order_by("-pk"))


def of_region(region: Region, *, fitting: int = 0, mirrored: bool = False) -> MarkFound:
    """A marked part as a search tells it."""
    photograph = region.photograph
    return MarkFound(
        photograph.record.public_id,
        photograph.public_id,
        region.public_id,
        region.shows,
        region.place,
        region.side,
        region.words,
        photograph.sensitivity,
        fitting,
        mirrored,
    )


def of_whole(photograph: Photograph, *, fitting: int = 0, mirrored: bool = False) -> MarkFound:
    """A photograph as a whole as a search tells it."""
    return MarkFound(
        photograph.record.public_id,
        photograph.public_id,
        None,
        photograph.shows,
        "",
        "",
        "",
        photograph.sensitivity,
        fitting,
        mirrored,
    )


def _regions(sought: MarkSought) -> QuerySet[Region]:
    found = Region.objects.select_related("photograph__record").filter(
        photograph__withdrawn_on=None, photograph__record__sensitivity=""
    )
    if sought.place:
        found = found.filter(place=sought.place)
    if sought.side:
        found = found.filter(side__in=["", sought.side])
    if sought.shows:
        found = found.filter(shows=sought.shows)
    return found


def _answers(asked: str, written: str) -> bool:
    if not asked.strip():
        return True
    said = written.casefold()
    codes = _codes(_words(written))
    return all(word in said or bool(_codes([word]) & codes) for word in _words(asked))


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() or letter in "-'" else " " for letter in text.casefold()).split()


def _codes(words: Iterable[str]) -> frozenset[tuple[str, str]]:
    """What words may mean; the meaning of a cross as a tattoo and as a thing is one here."""
    found = set()
    for word in words:
        senses = meanings(word.replace("ё", "е").replace("'", "").replace("ʼ", ""))
        found |= {("is", code) for group, code in senses.items() if group in _GROUPS}
    return frozenset(found)
