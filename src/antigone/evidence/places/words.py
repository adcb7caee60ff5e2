"""Places as words: does the place that was asked for stand in what a record says?

What a search asks: a few words, against all the places of a record at once. Settlements, districts and regions are
compared by their distinguishing words, folded across scripts as names are. Renamed places and distances are the
business of `lines`.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from antigone.evidence import names
from antigone.evidence.places.reading import most_apart
from antigone.evidence.weight import Weight
from antigone.evidence.wording import phrase

# Words that say what kind of place it is, not which; Russian, Ukrainian, English, with usual abbreviations.
_KINDS = frozenset(
    (  # noqa: SIM905
        "г гор город м місто c с село смт пгт пос поселок посёлок селище х хутор д дер деревня ст станица аул"
        " обл область області области oblast region р н рн район района районе raion district уезд уезда у волость вол"
        " губ губерния губернии край края krai republic республика республики респ асср сср ул улица вулиця вул street"
        " the of in из родом близ около near village town city"
    ).split()
)
_REGION = re.compile(
    r"\b(обл|область|області|губ|губерния|край|республика|республіка|респ|асср|сср|oblast|region|krai|republic|province)\b",
    re.IGNORECASE,
)
#: P(a word of the asked place stands in a random other record's place): about one in fifty for settlements and
#: regions taken together; a region alone is commoner, a village rarer.
_BY_CHANCE = 0.02
#: P(it does not stand there | same person): people are described by birthplace, home or region in turn.
_SAID_OTHERWISE = 0.4


@lru_cache(maxsize=50_000)
def _codes(place: str) -> tuple[tuple[frozenset[str], str], ...]:
    words = [word for word in re.split(r"[^\w'’ʼ-]+|(?<=\w)-(?=\w{1,2}\b)", place[:500]) if word]
    telling = [word for word in words if word.casefold() not in _KINDS and not word.isdigit() and len(word) > 1]
    return tuple((frozenset(word.codes) | {word.folded}, word.folded) for word in names.words(" ".join(telling[:12])))


def _one_word(left: tuple[frozenset[str], str], right: tuple[frozenset[str], str]) -> bool:
    """Whether two words have a code in common and sound alike: codes keep the consonants only."""
    most = most_apart(max(len(left[1]), len(right[1])))
    return bool(left[0] & right[0]) and OSA.distance(left[1], right[1], score_cutoff=most) <= most


def place_weight(asked: str, recorded: str) -> Weight:
    """How strongly a place that was asked for and the places of a record speak for one person.

    `recorded` may name several places, separated by anything. Returns 0 when either side names none.
    """
    wanted, known = _codes(asked), _codes(recorded)
    if not wanted or not known:
        return Weight("place", 0.0, phrase("no place on one side"))
    found = [word for word in wanted if any(_one_word(word, other) for other in known)]
    if not found:
        reason = phrase("«{place}» is not among the record's places", place=asked)
        return Weight("place", math.log10(_SAID_OTHERWISE), reason)
    share = len(found) / len(wanted)
    ratio = share * (1 - _SAID_OTHERWISE) / _BY_CHANCE + (1 - share)
    return Weight("place", math.log10(ratio), phrase("the record names «{place}»", place=asked))


def region_of(place: str) -> str:
    """The part of a place that is safe to show: its region, or the whole if it has no finer parts.

    Empty for an empty place. Never more than the first region named, and never a street or house.
    """
    parts = [part.strip() for part in re.split(r"[,;(]", place) if part.strip(" )")]
    if not parts:
        return ""
    for part in parts:
        if _REGION.search(part):
            return part.strip(" )")[:80]
    return parts[0].strip(" )")[:80] if not any(letter.isdigit() for letter in parts[0]) else ""
