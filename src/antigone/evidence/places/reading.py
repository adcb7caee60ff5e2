"""From words to a place: which of them name the settlement, the district, the region.

Russian, Ukrainian and English with usual abbreviations: "с. Малая Виска, Кировоградская обл.", "м. Полтава", "Poltava
oblast", "Кременчуцький р-н Полтавської області". Streets, numbers, countries and camps say nothing here. Words are
compared as `names` hears them, so that Гардів Брід, Гардов Брод and Gardov Brod are one; an adjective of a region and
its root are one too (Полтавская and Poltava).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import product
from typing import Final

from antigone.evidence import names

#: Letters of a place that are looked at, and words of each of its parts.
_MOST_LETTERS: Final = 300
_MOST_WORDS: Final = 4
#: Spellings of one place that are kept apart: alternatives of its words.
MOST_KEYS: Final = 4

_REGION = (
    r"обл|област[ьи]|області|область|oblast'?|region|край|края|краю|krai|губ|губерни[яи]|губернія|provinces?"
    r"|республик[аи]|республіка|респ|republic|асср|ао|автономн\w+ округ|воєводство|voivodeship"
)
_DISTRICT = r"р-н|рн|район[ау]?|raion|rayon|district|county|уезд[а]?|повіт|вол|волость|громада|hromada|тг|отг"
_SETTLEMENT = (
    r"г|гор|город|м|місто|c|с|село|сл|смт|пгт|пос|поселок|посёлок|селище|сел|сщ|х|хутор|дер|деревня|ст|станица|стан|аул"
    r"|н|п|нп|town|village|city|settlement|urban-type|из|із|з|родом|близ|біля|около|near|in"
)
_STREET = r"ул|улица|вул|вулиця|street|st|пр|просп|проспект|avenue|пер|переулок|провулок|пл|площадь|площа|д|дом|буд|кв"
_CAMP = r"лагерь|лагеря|табір|табору|camp|сизо|сізо|колония|колонія|ик|вк|prison|detention|госпиталь|шпиталь|hospital"
_COUNTRY = frozenset(
    "украина україна ukraine усср урср россия росія russia рф ссср срср ussr беларусь білорусь belarus".split()  # noqa: SIM905
)

_FILLERS = frozenset("of the autonomous автономная автономна автономной автономної".split())  # noqa: SIM905

_SPLIT = re.compile(r"[,;()/\n|]+")
_WORD = re.compile(r"[^\W\d_][\w'’ʼ`-]*", re.UNICODE)
_AS_WORD = {
    "region": re.compile(rf"({_REGION})\Z", re.IGNORECASE),
    "district": re.compile(rf"({_DISTRICT})\Z", re.IGNORECASE),
    "settlement": re.compile(rf"({_SETTLEMENT})\Z", re.IGNORECASE),
    "street": re.compile(rf"({_STREET})\Z", re.IGNORECASE),
    "camp": re.compile(rf"({_CAMP})\Z", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Place:
    """What a text says of a place, in its own words; empty where it does not say.

    Attributes:
        settlement: town or village, without the word that says which of them.
        district: adjective or name of the district, without "район".
        region: adjective or name of the region, without "область".
    """

    settlement: str = ""
    district: str = ""
    region: str = ""

    def __bool__(self) -> bool:
        return bool(self.settlement or self.district or self.region)


@lru_cache(maxsize=200_000)
def read(text: str) -> Place:
    """The place that a text names; the first settlement, district and region win. Any text is accepted."""
    found = {"settlement": "", "district": "", "region": ""}
    unlabelled: list[str] = []
    for part in _SPLIT.split(text[:_MOST_LETTERS]):
        words = [word for word in _WORD.findall(part) if word.casefold() not in _FILLERS]
        kinds = [_kind(word) for word in words]
        if "camp" in kinds or (kinds and kinds[0] == "street"):
            continue
        for kind in ("region", "district"):
            words, kinds = _taken(kind, words, kinds, found)
        named = any(kind == "settlement" for kind in kinds)
        rest = [word for word, kind in zip(words, kinds, strict=True) if not kind][:_MOST_WORDS]
        if not rest or (len(rest) == 1 and rest[0].casefold() in _COUNTRY):
            continue
        if named and not found["settlement"]:
            found["settlement"] = " ".join(rest)
        else:
            unlabelled.append(" ".join(rest))
    if unlabelled and not found["settlement"]:
        found["settlement"] = unlabelled.pop(0)
    if unlabelled and not found["region"]:
        # "Бахмут, Донецк" without a word for what they are: the wider place stands last.
        found["region"] = unlabelled[-1]
    return Place(**found)


def _kind(word: str) -> str:
    for kind, pattern in _AS_WORD.items():
        if pattern.match(word):
            return kind
    return ""


def _taken(kind: str, words: list[str], kinds: list[str], found: dict[str, str]) -> tuple[list[str], list[str]]:
    """Words and kinds without the region or district that they name, which goes into `found`."""
    if kind not in kinds:
        return words, kinds
    at = kinds.index(kind)
    before, after = words[:at], words[at + 1 :]
    named = ""
    # "Полтавская область" and "Республика Коми": an adjective stands before, a name after.
    if before and not kinds[at - 1]:
        named, words, kinds = before[-1], before[:-1] + after, kinds[: at - 1] + kinds[at + 1 :]
    elif after and not kinds[at + 1]:
        named, words, kinds = after[0], before + after[1:], kinds[:at] + kinds[at + 2 :]
    else:
        words, kinds = before + after, kinds[:at] + kinds[at + 1 :]
    if named and not found[kind]:
        found[kind] = named
    return words, kinds


@lru_cache(maxsize=200_000)
def settlement_keys(name: str) -> tuple[str, ...]:
    """How the name of a settlement sounds: up to `MOST_KEYS` alternatives, none for no name."""
    return _keys(name)


@lru_cache(maxsize=50_000)
def area_keys(name: str) -> tuple[str, ...]:
    """How the name of a district or region sounds, its adjective and its root alike."""
    return tuple(dict.fromkeys(_root(key) for key in _keys(name)))


@lru_cache(maxsize=50_000)
def begins(name: str) -> str:
    """The first sounds of a name, vowels among them."""
    heard = names.words(name[:_MOST_LETTERS])
    return heard[0].folded[:3] if heard else ""


@lru_cache(maxsize=200_000)
def sounds(name: str) -> str:
    """A name as it is heard, vowels among the consonants: Херсон and Грозный have one key and other sounds."""
    return " ".join(word.folded for word in names.words(name[:_MOST_LETTERS])[:_MOST_WORDS])


def most_apart(length: int) -> int:
    """Letters by which the sounds of one name may differ from language to language, by the length of the longer."""
    return 1 + length // 4


def _keys(name: str) -> tuple[str, ...]:
    if not name:
        return ()
    heard = [word for word in names.words(name[:_MOST_LETTERS]) if not word.initial][:_MOST_WORDS]
    spellings = [word.codes or (word.folded,) for word in heard]
    chosen = [" ".join(choice) for _, choice in zip(range(MOST_KEYS), product(*spellings), strict=False)]
    return tuple(dict.fromkeys(key for key in chosen if key))


def _root(key: str) -> str:
    """Without the -sk- of an adjective, unless nothing would remain."""
    if key.endswith("sk") and len(key) > 3:
        return key[:-2] if len(key) > 4 or key[-3] != "n" else key[:-1]
    return key[:-1] if key.endswith("k") and len(key) > 3 and key[-2] == "s" else key


@lru_cache(maxsize=200_000)
def as_number(kind: str, key: str) -> int:
    """A key as a whole number above 0 that is the same on every machine."""
    digest = blake2b(f"{kind}:{key}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest, "little") >> 1) | 1
