"""What one word of a name may be: given name, pet name, patronymic, surname, initial; and its index codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from antigone.evidence.names.reading import lexicon
from antigone.evidence.names.reading.phones import common_gender, readings_of_all, skeleton, skeletons_of_all


class _Tail(NamedTuple):
    """An ending of patronymics: whose they are, whether it tells one by itself, letters that must stand before it."""

    sex: str
    telling: bool
    least_stem: int


_PATRONYMIC_BY_TAIL = {
    **{f"{vowel}vi{last}": _Tail("m", vowel != "i", 1) for vowel in "oeai" for last in "qc"},
    "iq": _Tail("m", False, 1),
    **{f"{vowel}vna": _Tail("f", vowel != "u", 1) for vowel in "oeaiu"},
    **dict.fromkeys(("iniqna", "iqna"), _Tail("f", True, 1)),
    **dict.fromkeys(("ovn", "evn"), _Tail("f", False, 1)),
    **dict.fromkeys(("ogli", "oglu", "kizi", "kzi"), _Tail("m", False, 3)),
}
_TAIL_LENGTHS = (6, 4, 3, 2)
_PATRONYMIC_TAILS = ("iq", "ic", "na", "ovn", "evn", "ogli", "oglu", "kizi", "kzi")
_SURNAME_TAILS = (
    "ov ev av in ski cki skoi enko enka kuk quk ruk iuk ko ik ak ec ian ianc wvili dze ia oi ix uri iq enok iv man "
    "berg wtein son sen"
)
_STRONG_TAILS = "ov ev av ski cki enko enka quk iuk wvili adze idze ianc aitis auskas"


def _by_two_letters(tails: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for tail in tails.split():
        found[tail[-2:]] = (*found.get(tail[-2:], ()), tail)
    return found


# Tails of surnames by their last two letters, so that a word is tried against a few of them only.
_NO_TAILS: tuple[str, ...] = ()
_SURNAME_BY_END, _STRONG_BY_END = _by_two_letters(_SURNAME_TAILS), _by_two_letters(_STRONG_TAILS)

_PARTICLE_WORDS = (
    "al el ul ur ad as ash az de del della di da dos das du la le van von der den ter ten zu zum zur bin "
    "ben ibn bint binti af av"
    " аль эль ибн бин фон"
)
PARTICLES = frozenset(_PARTICLE_WORDS.split())
"""Small words that tie names together and carry next to nothing themselves."""
CHILD_OF = frozenset(("ogli", "oglu", "kizi", "kzi", "ugli", "zade", "uulu"))
"""Sounds of words that make the word before them a father's name: Мамед оглы, Али кызы."""

_INITIALS = {
    "а": "a", "б": "b", "в": "vw", "г": "gh", "ґ": "gh", "д": "d", "е": "eyji", "є": "eyji", "ё": "eyji", "ж": "zj",
    "з": "zs", "и": "iyj", "й": "iyj", "і": "iyj", "ї": "iyj", "к": "kc", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "fp", "х": "hkcx", "ц": "tcz", "ч": "ct", "ш": "s", "щ": "s",
    "ы": "yi", "э": "e", "ю": "yiju", "я": "yija", "ў": "u",
}  # fmt: skip
_LATIN_INITIALS = {"y": "yij", "j": "jyiz", "i": "iyj", "w": "wv", "v": "vw", "h": "hgk", "g": "gh", "c": "ckt",
                   "k": "kch", "x": "xkh", "z": "zs", "f": "fp", "e": "ey"}  # fmt: skip


class WordFacts(NamedTuple):
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
        abjad: written in a script that leaves vowels out (Arabic, Hebrew).
        kind: what decides about its role in a name, as one small number (see `KIND_*`).
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
    abjad: bool
    kind: int


KIND_FORMAL, KIND_PET, KIND_PARTICLE, KIND_CHILD_OF, KIND_RATHER_GIVEN = 1, 2, 64, 128, 256
KIND_PATRONYMIC_SHIFT, KIND_SURNAME_SHIFT = 2, 4
"""Bits of `WordFacts.kind`; patronymic and surname take two bits each."""


def _mask(letters: str) -> int:
    mask = 0
    for letter in letters:
        if "a" <= letter <= "z":
            mask |= 1 << (ord(letter) - 97)
    return mask


_ABJAD_FIRST, _ABJAD_LAST = "\u0590", "\u06ff"
_CYRILLIC_MASKS = {letter: _mask(latin) for letter, latin in _INITIALS.items()}
_LATIN_MASKS = {letter: _mask(_LATIN_INITIALS.get(letter, letter)) for letter in "abcdefghijklmnopqrstuvwxyz"}
_SOUND_MASKS = {"q": _mask("ct"), "w": _mask("sc"), "j": _mask("zj"), "x": _mask("hkcx"), "c": _mask("tcz")}


def _initial_mask(word: str, sounds: str) -> int:
    """Latin letters that a lower-case word may be abbreviated to; `sounds` are its first reading."""
    first = word[0]
    mask = _CYRILLIC_MASKS.get(first)
    if mask is not None:
        return mask
    mask = _LATIN_MASKS.get(first, 0) | _SOUND_MASKS.get(sounds[0], 0) or _mask(sounds[0])
    if first in "yijeu" and len(word) > 1:
        mask |= _mask("a" if sounds.startswith("ia") else "u" if sounds.startswith("iu") else sounds[0])
    return mask


_NOTHING = WordFacts(("",), ("",), (), (), (), 0, "", 0, 0, False, 0)


def facts_of_all(words: Sequence[str]) -> list[WordFacts]:
    """`word_facts` of many lower-case words at once."""
    heard = readings_of_all(words)
    genders = [common_gender(item[0]) if item else "" for item in heard]
    bones = skeletons_of_all(genders)
    return [
        _facts(
            item, gender, bone, _initial_mask(word, item[0]), word in PARTICLES, _ABJAD_FIRST <= word[0] <= _ABJAD_LAST
        )
        if item
        else _NOTHING
        for word, item, gender, bone in zip(words, heard, genders, bones, strict=True)
    ]


def word_facts(word: str) -> WordFacts:
    """Everything known of one word (a `text.Token`'s text); any string is accepted."""
    return facts_of_all([word.lower()])[0] if word else _NOTHING


def _facts(
    heard: tuple[str, ...],
    gender: str,
    bone: str,
    initial_letters: int,
    particle: bool = False,
    abjad: bool = False,
) -> WordFacts:
    first = heard[0]
    formal = lexicon.formal_given(first)
    pet = lexicon.pet_given(first)
    if not formal and not pet and len(heard) > 1:
        for other in heard[1:]:
            formal = lexicon.formal_given(other)
            if formal:
                break
    patronymic, sex = 0, ""
    fathers: tuple[int, ...] = ()
    if not formal and len(first) > 3 and first.endswith(_PATRONYMIC_TAILS):
        for length in _TAIL_LENGTHS:
            tail = _PATRONYMIC_BY_TAIL.get(first[-length:])
            if tail is None or len(first) < length + tail.least_stem:
                continue
            fathers = lexicon.fathers(first[:-length])
            if fathers or tail.telling:
                patronymic, sex = (2 if fathers else 1), tail.sex
            break
    if formal:
        for number in formal[:2]:
            initial_letters |= _CYRILLIC_MASKS.get(lexicon.given_names()[number].name[0].lower(), 0)
        sex = lexicon.one_sex((*formal, *pet))
    surname = _surname_tail(gender)
    if gender != first:
        surname = max(surname, _surname_tail(first), 1)
    sounds = heard
    skeletons: tuple[str, ...] = (bone,)
    if len(heard) > 1:
        sounds = tuple(dict.fromkeys(map(common_gender, heard)))
        skeletons = tuple(dict.fromkeys(map(skeleton, sounds)))
    elif gender != first:
        sounds = (gender,)
    if gender != first and (formal or pet or patronymic == 2):
        sounds = heard
        skeletons = tuple(dict.fromkeys(map(skeleton, heard)))
    kind = (
        (KIND_FORMAL if formal else 0)
        | (KIND_PET if pet else 0)
        | (KIND_RATHER_GIVEN if not (formal or pet or patronymic) and lexicon.rather_given(first) else 0)
        | patronymic << KIND_PATRONYMIC_SHIFT
        | surname << KIND_SURNAME_SHIFT
        | (KIND_PARTICLE if particle else 0)
        | (KIND_CHILD_OF if first in CHILD_OF else 0)
    )
    return WordFacts(sounds, skeletons, formal, pet, fathers, patronymic, sex, surname, initial_letters, abjad, kind)


def _surname_tail(sounds: str) -> int:
    """0 where no surname ends so, 1 where many do, 2 where hardly anything else does."""
    end = sounds[-2:]
    if sounds.endswith(_STRONG_BY_END.get(end, _NO_TAILS)):
        return 2
    return 1 if sounds.endswith(_SURNAME_BY_END.get(end, _NO_TAILS)) else 0


_MOST_KNOWN = 200_000
_memory: list[dict[str, WordFacts]] = [{}]


def known_words(words: Iterable[str]) -> dict[str, WordFacts]:
    """Facts of these lower-case words (and of others), remembered between calls, since names are built from few words.

    A full memory is replaced, not emptied, so that a table once handed out keeps its words.
    """
    table = _memory[0]
    distinct = dict.fromkeys(words)
    new = [word for word in distinct if word not in table]
    if len(table) + len(new) > _MOST_KNOWN:
        table = _memory[0] = {}
        new = list(distinct)
    if new:
        table.update(zip(new, facts_of_all(new), strict=True))
    return table


def known_word(word: str) -> WordFacts:
    """`word_facts`, remembered."""
    lower = word.lower()
    facts = _memory[0].get(lower)
    return facts if facts is not None else known_words((lower,))[lower]


def forget_words() -> None:
    """Start with an empty memory, as a benchmark of the first call wants."""
    _memory[0] = {}


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
    return codes_of(_facts((folded,), common_gender(folded), skeleton(common_gender(folded)), 0)) if folded else ()
