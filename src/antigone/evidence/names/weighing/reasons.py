"""One pair of names, weighed and put into words for a case worker."""

from __future__ import annotations

from collections.abc import Sequence

from antigone.evidence.names.reading.lexicon import frequencies, given_names
from antigone.evidence.names.reading.roles import FAMILY, GIVEN, PATRONYMIC, ReadWord, parse, read
from antigone.evidence.names.weighing.alignment import Alignment
from antigone.evidence.names.weighing.comparison import aligned_batch, features, weigh
from antigone.evidence.names.weighing.model import (
    CLASH_CELL,
    FEATURES,
    FORMAL_CELL,
    PET_CELL,
    Floats,
    Strangers,
    parameters,
)
from antigone.evidence.weight import Weight
from antigone.evidence.wording import Phrase, figure, joined, phrase, sentence, term

_ROLE_NAMES = (
    term("part of a name", "family name"),
    term("part of a name", "given name"),
    term("part of a name", "patronymic"),
    term("part of a name", "middle name"),
)
_LINES = ("family", "given", "patronymic", "middle")


def _one_in(*words: ReadWord) -> Phrase:
    """How common a surname is, as a case worker would say it; of two spellings the commoner counts."""
    table = frequencies()
    share = max((table.surname.get(word.facts.sounds[0], -99.0) for word in words), default=-99.0)
    if share < -90:
        return phrase("rare")
    people = 10**-share
    if people < 1_500:
        return phrase("common, about 1 person in {people}", people=max(10, round(people / 10) * 10))
    return phrase("about 1 person in {people}", people=figure(round(people, -len(str(int(people))) + 1)))


def _in_words(role: int, left: ReadWord, right: ReadWord, cell: int, base: float) -> Phrase:
    name = _ROLE_NAMES[role]
    one, other = left.token.text, right.token.text
    pair = one if one.casefold() == other.casefold() else f"{one} / {other}"
    if left.token.initial or right.token.initial:
        if base > 0:
            return phrase("the initial fits the {name} ({pair})", name=name, pair=pair)
        return phrase("the initial does not fit the {name} ({pair})", name=name, pair=pair)
    if cell == PET_CELL:
        shared = {*left.facts.formal, *left.facts.pet} & {*right.facts.formal, *right.facts.pet}
        if not shared:
            return phrase("the {name} is a pet form ({pair})", name=name, pair=pair)
        whose = given_names()[min(shared)].name
        return phrase("the {name} is a pet form of {whose} ({pair})", name=name, whose=whose, pair=pair)
    if cell == FORMAL_CELL:
        if pair == one:
            return phrase("the {name} agrees ({pair})", name=name, pair=pair)
        return phrase("the {name} agrees across spellings ({pair})", name=name, pair=pair)
    if cell >= CLASH_CELL:
        return phrase("the {name} is a different name ({pair})", name=name, pair=pair)
    if base <= 0:
        return phrase("the {name} differs ({pair})", name=name, pair=pair)
    told = joined("; ", (pair, _one_in(left, right))) if role == FAMILY else pair
    if left.facts.sounds[0] == right.facts.sounds[0]:
        return phrase("the {name} agrees ({pair})", name=name, pair=told)
    return phrase("the {name} is alike ({pair})", name=name, pair=told)


def _missing_right(role: int) -> Phrase:
    return phrase("the {name} is missing on the right, which is no contradiction", name=_ROLE_NAMES[role])


def _missing_left(role: int) -> Phrase:
    return phrase("the {name} is missing on the left, which is no contradiction", name=_ROLE_NAMES[role])


def compare(left: str, right: str, *, against: Strangers = Strangers.ALIKE) -> Weight:
    """How strongly two spellings speak for one person, with the reason.

    Args:
        left, right: names in any script and order of words; a part left out is no contradiction.
        against: which other people "different people" are.

    Returns:
        A `Weight` of line ``"name"``: a calibrated log10 likelihood ratio, one sentence that says what agrees,
        what differs and what is missing, and one part a name part. Its number is the one that
        `compare_many` gives. Parts need not add up to it.
        0 with the reason "no name to compare" where either side has no letters.
    """
    return compare_each(left, [right], against=against)[0]


def compare_each(left: str, right: Sequence[str], *, against: Strangers = Strangers.ALIKE) -> tuple[Weight, ...]:
    """`compare` of one name with each of several, in one pass: a page of search results costs as much as one or two."""
    if not right:
        return ()
    model = parameters()
    batch = aligned_batch([left] * len(right), list(right), model)
    terms = features(batch, model)
    nameless = batch.nameless
    totals = weigh(terms, model, against)
    weights = model.sums[against].weights
    its_words = read(left)
    found: list[Weight] = []
    for row, other in enumerate(right):
        if nameless[row]:
            found.append(Weight("name", 0.0, phrase("no name to compare")))
            continue
        parts = _parts(its_words, read(other), batch.alignment, row, terms[row], weights)
        sentences = [part.reason for part in parts]
        if terms[row, FEATURES.index("sexes differ")]:
            sentences.append(phrase("one name is a man's, the other a woman's"))
        if parse(left).family.casefold() == parse(other).given.casefold() != "":
            sentences.append(phrase("family and given name may be exchanged"))
        found.append(Weight("name", float(totals[row]), sentence(joined("; ", sentences)), parts))
    return tuple(found)


def _parts(
    left_words: tuple[ReadWord, ...],
    right_words: tuple[ReadWord, ...],
    aligned: Alignment,
    row: int,
    terms: Floats,
    weights: Floats,
) -> tuple[Weight, ...]:
    parts: list[Weight] = []
    initial_terms = {True: FEATURES.index("initial agrees"), False: FEATURES.index("initial differs")}
    contributions = terms * weights
    for role in (FAMILY, GIVEN, PATRONYMIC, 3):
        said: list[Phrase] = []
        value = sum(float(contributions[at]) for at, name in enumerate(FEATURES) if name.startswith(_LINES[role] + " ")
                    and name not in ("family differs, woman",))  # fmt: skip
        for step in range(aligned.left.shape[1]):
            if aligned.left[row, step] < 0 or aligned.role[row, step] != role:
                continue
            one, other = left_words[aligned.left[row, step]], right_words[aligned.right[row, step]]
            base = float(aligned.base[row, step])
            if aligned.cell[row, step] < 0:
                value += float(weights[initial_terms[base > 0]])
            said.append(_in_words(role, one, other, int(aligned.cell[row, step]), base))
        if not said:
            if aligned.left_out[row, role]:
                said.append(_missing_right(role))
            if aligned.right_out[row, role]:
                said.append(_missing_left(role))
        if said:
            parts.append(Weight(_ROLE_NAMES[role], value, joined(", ", said)))
    return tuple(parts)
