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

_ROLE_NAMES = ("family name", "given name", "patronymic", "middle name")
_LINES = ("family", "given", "patronymic", "middle")


def _one_in(*words: ReadWord) -> str:
    """How common a surname is, as a case worker would say it; of two spellings the commoner counts."""
    table = frequencies()
    share = max((table.surname.get(word.facts.sounds[0], -99.0) for word in words), default=-99.0)
    if share < -90:
        return "rare"
    people = 10**-share
    if people < 1_500:
        return f"common, about 1 person in {max(10, round(people / 10) * 10)}"
    return f"about 1 person in {round(people, -len(str(int(people))) + 1):,.0f}"


def _in_words(role: int, left: ReadWord, right: ReadWord, cell: int, base: float) -> str:
    name = _ROLE_NAMES[role]
    one, other = left.token.text, right.token.text
    pair = one if one.casefold() == other.casefold() else f"{one} / {other}"
    if left.token.initial or right.token.initial:
        return f"the initial {'fits' if base > 0 else 'does not fit'} the {name} ({pair})"
    if cell == PET_CELL:
        shared = {*left.facts.formal, *left.facts.pet} & {*right.facts.formal, *right.facts.pet}
        whose = f" of {given_names()[min(shared)].name}" if shared else ""
        return f"the {name} is a pet form{whose} ({pair})"
    if cell == FORMAL_CELL:
        return f"the {name} agrees ({pair})" if pair == one else f"the {name} agrees across spellings ({pair})"
    if cell >= CLASH_CELL:
        return f"the {name} is a different name ({pair})"
    if base <= 0:
        return f"the {name} differs ({pair})"
    rarity = f"; {_one_in(left, right)}" if role == FAMILY else ""
    if left.facts.sounds[0] == right.facts.sounds[0]:
        return f"the {name} agrees ({pair}{rarity})"
    return f"the {name} is alike ({pair}{rarity})"


def _missing(role: int, side: str) -> str:
    return f"the {_ROLE_NAMES[role]} is missing on the {side}, which is no contradiction"


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
            found.append(Weight("name", 0.0, "no name to compare"))
            continue
        parts = _parts(its_words, read(other), batch.alignment, row, terms[row], weights)
        sentences = [part.reason for part in parts]
        if terms[row, FEATURES.index("sexes differ")]:
            sentences.append("one name is a man's, the other a woman's")
        if parse(left).family.casefold() == parse(other).given.casefold() != "":
            sentences.append("family and given name may be exchanged")
        text = "; ".join(sentences)
        found.append(Weight("name", float(totals[row]), text[:1].upper() + text[1:] + ".", parts))
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
        said: list[str] = []
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
                said.append(_missing(role, "right"))
            if aligned.right_out[row, role]:
                said.append(_missing(role, "left"))
        if said:
            parts.append(Weight(_ROLE_NAMES[role], value, ", ".join(said)))
    return tuple(parts)
