"""Which word of a name is the surname, which the given name, which the patronymic.

Order is not trusted: endings, the given-name table, capitals, commas and initials decide together, and a
decision that hangs on position alone is marked unsure, so that a comparison may still read it the other way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from antigone.evidence.names.reading.text import BEFORE_COMMA, CAPITALS, INITIAL, JOINED, Token, as_tokens, scan
from antigone.evidence.names.reading.vocabulary import (
    KIND_CHILD_OF,
    KIND_FORMAL,
    KIND_PARTICLE,
    KIND_PATRONYMIC_SHIFT,
    KIND_PET,
    KIND_RATHER_GIVEN,
    KIND_SURNAME_SHIFT,
    WordFacts,
    known_word,
)

FAMILY, GIVEN, PATRONYMIC, MIDDLE = 0, 1, 2, 3
"""Roles, as small numbers because comparisons put them into arrays."""


class ReadWord(NamedTuple):
    """A word of a name with its role.

    Attributes:
        token: as written.
        facts: what is known of the word; of an initial only `facts.initial_letters` counts.
        role: `FAMILY`, `GIVEN`, `PATRONYMIC` or `MIDDLE`.
        sure: whether more than position speaks for the role.
    """

    token: Token
    facts: WordFacts
    role: int
    sure: bool


class _Place(NamedTuple):
    """What decides about the role of one word: nothing else does, so that decisions can be remembered."""

    formal: bool
    pet: bool
    rather_given: bool
    patronymic: int
    surname: int
    particle: bool
    child_of: bool
    initial: bool
    joined: bool
    capitals: bool
    before_comma: bool


Decision = tuple[tuple[int, int, bool], ...]
"""For each word that counts: its place among the words written, its role, and whether that is sure."""


def _given_score(place: _Place) -> float:
    score = 2.0 if place.formal else 1.5 if place.pet else 1.0 if place.rather_given else 0.0
    if place.surname:
        score -= 0.9 * place.surname if not place.formal else 0.3
    if place.capitals or place.before_comma:
        score -= 2.5
    return score


def _decide(found: list[_Place]) -> Decision:
    kept: list[int] = []
    father_word = -1
    initials = 0
    for at, place in enumerate(found):
        if not place.initial:
            if place.child_of and kept:
                father_word = len(kept) - 1
                continue
            # Van, al and the like lead to another word; standing last or in capitals they are names themselves.
            if place.particle and len(found) > 2 and at + 1 < len(found) and not place.capitals:
                continue
        else:
            initials += 1
        kept.append(at)
    if not kept:
        kept = [0]
    pairs = [found[at] for at in kept]
    count = len(pairs)
    if initials == 0 and count == 1:
        place = pairs[0]
        given_like = _given_score(place) > 0.5
        if place.patronymic == 2 and not given_like:
            return ((kept[0], PATRONYMIC, False),)
        return ((kept[0], GIVEN if given_like else FAMILY, False),)

    full = [at for at in range(count) if not pairs[at].initial]
    roles = [MIDDLE] * count
    sure = [False] * count

    patronymic = -1
    if father_word >= 0:
        patronymic = father_word
        roles[patronymic], sure[patronymic] = PATRONYMIC, True
    elif len(full) >= 2:
        best = 0.0
        for at in full:
            place = pairs[at]
            if not place.patronymic:
                continue
            score = float(place.patronymic)
            if place.capitals or place.before_comma or place.joined:
                score -= 3.0
            if at > 0 and (pairs[at - 1].formal or pairs[at - 1].pet) and not pairs[at - 1].initial:
                score += 1.0
            elif at > 0 and pairs[at - 1].initial:
                score += 0.2
            if score > best:
                best, patronymic = score, at
        if patronymic >= 0 and len(full) == 2 and count == 2:
            # Two words, "Иван Петрович": either no surname was given or it only looks like a patronymic.
            roles[patronymic], sure[patronymic] = PATRONYMIC, False
            other = full[0] if full[1] == patronymic else full[1]
            place = pairs[other]
            is_given = bool(place.formal or place.pet)
            if is_given and patronymic < other:
                roles[patronymic] = FAMILY
            roles[other] = GIVEN if is_given else FAMILY
            sure[other] = bool(is_given or place.surname == 2)
            if not is_given:
                sure[patronymic] = pairs[patronymic].patronymic == 2
            return tuple((kept[at], roles[at], sure[at]) for at in range(count))
        if patronymic >= 0:
            roles[patronymic], sure[patronymic] = PATRONYMIC, True

    rest = [at for at in full if at != patronymic]
    given = -1
    if len(rest) >= 2:
        scored: list[tuple[float, int]] = []
        for order, at in enumerate(rest):
            place = pairs[at]
            score = _given_score(place)
            if place.joined or (at + 1 < count and pairs[at + 1].joined):
                score -= 0.6
            if patronymic > 0 and at == patronymic - 1:
                score += 1.5
            elif patronymic < 0 and order == 0:
                score += 0.4
            scored.append((score, at))
        scored.sort(key=lambda pair: -pair[0])
        given = scored[0][1]
        margin = scored[0][0] - scored[1][0]
        certain = margin > 0.9
        roles[given], sure[given] = GIVEN, certain
        families = [at for at in rest if at != given]
        hinted = [at for at in families if pairs[at].capitals or pairs[at].before_comma]
        if hinted:
            chosen = hinted
        elif patronymic >= 0 or len(families) == 1:
            chosen = families
        else:
            chosen = [families[-1]]
            while chosen[0] > 0 and pairs[chosen[0]].joined and chosen[0] - 1 in families:
                chosen.insert(0, chosen[0] - 1)
        for at in chosen:
            roles[at], sure[at] = FAMILY, certain
    elif len(rest) == 1:
        at = rest[0]
        place = pairs[at]
        if initials and patronymic < 0:
            is_given = _given_score(place) > 0.5
            roles[at] = GIVEN if is_given and initials == 1 else FAMILY
            sure[at] = not is_given
            if roles[at] == GIVEN:
                given = at
        elif initials:
            roles[at], sure[at] = FAMILY, True
        else:
            is_given = _given_score(place) > 0.5
            roles[at] = GIVEN if is_given else FAMILY
            sure[at] = True
            if is_given:
                given = at

    if initials:
        has_family = any(roles[at] == FAMILY for at in full)
        wanted = []
        if given < 0:
            wanted.append(GIVEN)
        if patronymic < 0:
            wanted.append(PATRONYMIC)
        if not has_family:
            wanted = [*wanted, FAMILY] if given < 0 or initials > 1 else [FAMILY, *wanted]
        for at in range(count):
            if pairs[at].initial:
                roles[at] = wanted.pop(0) if wanted else MIDDLE
                sure[at] = False
    return tuple((kept[at], roles[at], sure[at]) for at in range(count))


_decisions: dict[tuple[int, ...], Decision] = {}
_MOST_DECISIONS = 50_000


def _unpacked(key: int) -> _Place:
    return _Place(
        bool(key & KIND_FORMAL),
        bool(key & KIND_PET),
        bool(key & KIND_RATHER_GIVEN),
        key >> KIND_PATRONYMIC_SHIFT & 3,
        key >> KIND_SURNAME_SHIFT & 3,
        bool(key & KIND_PARTICLE),
        bool(key & KIND_CHILD_OF),
        bool(key & INITIAL),
        bool(key & JOINED),
        bool(key & CAPITALS),
        bool(key & BEFORE_COMMA),
    )


def decide(key: tuple[int, ...]) -> Decision:
    """Roles of a name's words, each given as `WordFacts.kind` with the flags of `text.Scan`."""
    decision = _decisions.get(key)
    if decision is None:
        if len(_decisions) >= _MOST_DECISIONS:
            _decisions.clear()
        decision = _decisions[key] = _decide([_unpacked(number) for number in key]) if key else ()
    return decision


# An index asks for words, keys and sort key of one name in a row.
@lru_cache(maxsize=256)
def read(name: str) -> tuple[ReadWord, ...]:
    """The words of a name with their roles, in the order written; particles such as "al", "van" are left out."""
    scanned = scan(name)
    facts = [known_word(lower) for lower in scanned[1]]
    key = tuple([item.kind | flag for item, flag in zip(facts, scanned[2], strict=True)])
    found = as_tokens(scanned)
    return tuple(ReadWord(found[at], facts[at], role, sure) for at, role, sure in decide(key))


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name with its parts told apart; a part that is absent is an empty string.

    Attributes:
        family: the surname, double surnames joined by a hyphen or a space as written.
        given: the given name or its initial.
        patronymic: the patronymic or its initial; with "оглы" and the like the father's name.
        middle: whatever else there is (second given names, grandfathers' names).
        sex: ``m``, ``f`` or empty: what the form of the name says.
        family_first: the surname was written before the given name.
        initials: which parts are only initials, of ``family``, ``given``, ``patronymic``, ``middle``.
        sure: no part was told apart by its position alone.
        original: the string as received.
    """

    family: str
    given: str
    patronymic: str
    middle: str
    sex: str
    family_first: bool
    initials: frozenset[str]
    sure: bool
    original: str


_PART_NAMES = ("family", "given", "patronymic", "middle")


def sex_of(words: tuple[ReadWord, ...]) -> str:
    """``m``, ``f`` or empty: what patronymic and given name say of the bearer's sex."""
    for role in (PATRONYMIC, GIVEN):
        for word in words:
            if word.role == role and not word.token.initial and word.facts.sex:
                return word.facts.sex
    return ""


def parse(name: str) -> PersonName:
    """Tell the parts of a name apart, whatever their order and script.

    Understands surname-first and given-first order with or without a comma, capitals that mark a surname,
    initials ("Попов Д. Г."), patronymics of the East Slavs and the Turkic "оглы", "кызы", double surnames,
    look-alike letters of the other script. A patronymic is never invented: a word becomes one only by its
    ending or by "оглы". Any string is accepted; one without letters has only empty parts.

    >>> parse("Колодий Вадим Сергеевич").patronymic
    'Сергеевич'
    """
    words = read(name)
    parts: list[list[str]] = [[], [], [], []]
    first_place = [-1, -1, -1, -1]
    initials: set[str] = set()
    for place, word in enumerate(words):
        text = word.token.text
        shown = text if word.token.initial or not text.isupper() else text.capitalize()
        if word.token.joined and parts[word.role]:
            parts[word.role][-1] += "-" + shown
        else:
            parts[word.role].append(shown)
        if first_place[word.role] < 0:
            first_place[word.role] = place
        if word.token.initial:
            initials.add(_PART_NAMES[word.role])
    joined = [" ".join(part) for part in parts]
    return PersonName(
        joined[FAMILY],
        joined[GIVEN],
        joined[PATRONYMIC],
        joined[MIDDLE],
        sex=sex_of(words),
        family_first=0 <= first_place[FAMILY] < first_place[GIVEN],
        initials=frozenset(initials),
        sure=bool(words) and all(word.sure or word.token.initial for word in words),
        original=name,
    )
