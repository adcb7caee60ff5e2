"""What one word of a name may be: given name, pet name, patronymic, surname, initial; and its index codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from antigone.evidence.names import lexicon
from antigone.evidence.names.phones import common_gender, readings, skeleton

_PATRONYMIC_MALE = re.compile(r"^(.+?)(?:[oeai]vi[qc]|iq)$")
_PATRONYMIC_FEMALE = re.compile(r"^(.+?)(?:[oeaiu]vna|iniqna|iqna|ovn|evn)$")
_PATRONYMIC_TURKIC = re.compile(r"^(.{3,}?)(?:ogli|oglu|kizi|kzi)$")
_LONG_PATRONYMIC = re.compile(r"[oea]vi[qc]$|[oeai]vna$|iniqna$|iqna$")
_SURNAME = re.compile(
    r"(?:[oea]v|in|[sc]ki|skoi|enko|enka|[kqr]uk|iuk|quk|ko|ik|ak|iak|ec|ian|ianc|wvili|dze|ia|oi|ix|uri|ko|iq|ko|"
    r"enok|iv|man|berg|wtein|son|sen)$"
)
_STRONG_SURNAME = re.compile(r"(?:..[oea]v|...in|[sc]ki|enko|enka|quk|iuk|wvili|adze|idze|ianc|aitis|auskas)$")

PARTICLES = frozenset(
    ["al", "el", "ul", "ur", "ad", "as", "ash", "az", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "le", "van", "von", "der", "den", "ter", "ten", "zu", "zum", "zur", "bin", "ben", "ibn", "bint", "binti", "and", "und", "af", "av"]
)
"""Small words that tie names together and carry next to nothing themselves."""
CHILD_OF = frozenset(("ogli", "oglu", "kizi", "kzi", "ugli", "zade", "uulu"))
"""Sounds of words that make the word before them a father's name: Мамед оглы, Али кызы."""

_INITIALS = {
    "а": "a", "б": "b", "в": "vw", "г": "gh", "ґ": "gh", "д": "d", "е": "eyji", "є": "eyji", "ё": "eyji", "ж": "zj",
    "з": "zs", "и": "iyj", "й": "iyj", "і": "iyj", "ї": "iyj", "к": "kc", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "fp", "х": "hkcx", "ц": "tcz", "ч": "ct", "ш": "s", "щ": "s",
    "ы": "yi", "э": "e", "ю": "yiju", "я": "yija", "ў": "u",
}  # fmt: skip
_LATIN_INITIALS = {"y": "yij", "j": "jyiz", "i": "iyj", "w": "wv", "v": "vw", "h": "hgk", "g": "gh", "c": "ckt", "k": "kch",
                   "x": "xkh", "z": "zs", "f": "fp", "e": "ey"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WordFacts:
    """Everything that is known of one word, whoever bears it.

    Attributes:
        sounds: readings, the usual first; a surname-like word in the masculine form.
        skeletons: consonant skeletons of the readings.
        formal, pet: numbers of given names it may be (document form, pet form).
        fathers: numbers of given names that it may be the patronymic of.
        patronymic: 0 no; 1 ends like one; 2 and its father's name is known.
        sex: ``m``, ``f`` or empty: what the form of the word alone says (patronymic or given name).
        surname: 0 no typical ending, 1 typical, 2 hardly anything else.
        initial_letters: bit mask of the Latin letters that it may be abbreviated to.
        particle: van, al, bin…
        child_of: oglu, kyzy: the word before is the father's name.
    """

    sounds: tuple[str, ...]
    skeletons: tuple[str, ...]
    formal: tuple[int, ...]
    pet: tuple[int, ...]
    fathers: tuple[int, ...]
    patronymic: int
    sex: str
    surname: int
    initial_letters: int
    particle: bool
    child_of: bool


def _mask(letters: str) -> int:
    mask = 0
    for letter in letters:
        if "a" <= letter <= "z":
            mask |= 1 << (ord(letter) - 97)
    return mask


def _initial_mask(word: str, sounds: str) -> int:
    lower = word[:2].lower()
    first = lower[:1]
    if first in _INITIALS:
        return _mask(_INITIALS[first])
    mask = _mask(_LATIN_INITIALS.get(first, first))
    head = sounds[:1]
    if first in "yijeu" and len(word) > 1:
        mask |= _mask("a" if sounds.startswith("ia") else "u" if sounds.startswith("iu") else head)
    if head == "q":
        mask |= _mask("ct")
    elif head == "w":
        mask |= _mask("sc")
    elif head == "j":
        mask |= _mask("zj")
    elif head == "x":
        mask |= _mask("hkcx")
    elif head == "c":
        mask |= _mask("tcz")
    return mask


def word_facts(word: str) -> WordFacts:
    """Everything known of one word (a `text.Token`'s text); any string is accepted."""
    heard = readings(word)
    return _facts(heard, _initial_mask(word, heard[0]) if heard else 0)


def _facts(heard: tuple[str, ...], initial_letters: int) -> WordFacts:
    if not heard:
        return WordFacts(("",), ("",), (), (), (), 0, "", 0, 0, False, False)
    first = heard[0]
    formal = lexicon.formal_given(first)
    pet = lexicon.pet_given(first)
    if not formal and not pet:
        for other in heard[1:]:
            formal = lexicon.formal_given(other)
            if formal:
                break
    patronymic, fathers, sex = 0, (), ""  # type: int, tuple[int, ...], str
    if not formal and len(first) > 3:
        for pattern, its_sex in ((_PATRONYMIC_MALE, "m"), (_PATRONYMIC_FEMALE, "f"), (_PATRONYMIC_TURKIC, "m")):
            match = pattern.match(first)
            if match is None:
                continue
            fathers = lexicon.fathers(match[1])
            if fathers or _LONG_PATRONYMIC.search(first):
                patronymic, sex = (2 if fathers else 1), its_sex
            break
    if formal and not patronymic:
        sexes = {lexicon.given_names()[number].sex for number in (*formal, *pet)}
        sex = sexes.pop() if len(sexes) == 1 else ""
    surname = 0
    if _STRONG_SURNAME.search(first) or _STRONG_SURNAME.search(common_gender(first)):
        surname = 2
    elif _SURNAME.search(first) or common_gender(first) != first:
        surname = 1
    sounds = heard
    if not formal and not pet and patronymic != 2:
        sounds = tuple(dict.fromkeys(common_gender(reading) for reading in heard))
    return WordFacts(
        sounds,
        tuple(dict.fromkeys(map(skeleton, sounds))),
        formal,
        pet,
        fathers,
        patronymic,
        sex,
        surname,
        initial_letters,
        first in PARTICLES,
        first in CHILD_OF,
    )


known_word = lru_cache(maxsize=200_000)(word_facts)
"""`word_facts`, remembered: names are built from few words."""

_MAX_CODES = 4


def codes_of(facts: WordFacts) -> tuple[str, ...]:
    """Index codes of a word: ``g17`` a given name, ``p17`` a father's name, ``kvlv`` a consonant skeleton."""
    if facts.formal or facts.pet:
        return tuple(f"g{number}" for number in (facts.formal or facts.pet)[:_MAX_CODES])
    if facts.patronymic == 2:
        return tuple(f"p{number}" for number in facts.fathers[:2])
    return tuple(code for code in facts.skeletons if code)[:3]


def word_codes(folded: str) -> tuple[str, ...]:
    """Codes of a word of the dictionary, given by its folded spelling (`NameWord.folded`)."""
    return codes_of(_facts((folded,), 0)) if folded else ()
