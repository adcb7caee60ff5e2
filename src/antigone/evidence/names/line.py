"""Names as one line of evidence: all names of a record, with the father's name read as the patronymic."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from antigone.evidence.names.reading.patronymics import patronymic_of, russian_patronymic
from antigone.evidence.names.reading.phones import common_gender, skeleton
from antigone.evidence.names.reading.roles import FAMILY, PATRONYMIC, ReadWord, read, sex_of
from antigone.evidence.names.reading.romanisation import RomanisationScheme, romanise
from antigone.evidence.names.weighing.agreement import Agreements
from antigone.evidence.names.weighing.model import Floats, Strangers
from antigone.evidence.names.weighing.reasons import compare_each
from antigone.evidence.names.weighing.rows import agreement_rows, chance_rows
from antigone.evidence.names.weighing.table import NameTable, Rows, encode
from antigone.evidence.weight import Weight
from antigone.evidence.wording import figure, phrase, phrases

if TYPE_CHECKING:
    from antigone.evidence.linkage.particulars import Columns, Particulars


def _sex(words: tuple[ReadWord, ...], given: str) -> Literal["m", "f"]:
    """The sex by which a patronymic is formed: the name's own, then what is given, then the surname's ending."""
    told = sex_of(words) or given
    if not told and any(word.role == FAMILY and word.facts.surname == 2 and word.sure for word in words):
        told = "f" if any(word.role == FAMILY and word.token.lower.endswith(("а", "я", "a")) for word in words) else ""
    return "f" if told == "f" else "m"


@lru_cache(maxsize=4096)
def _patronymic(father: str, sex: Literal["m", "f"]) -> str:
    """What `father` makes of a child's name; empty where no word of it is known and it has several."""
    words = [word for word in read(father) if not word.token.initial]
    if any(word.facts.formal or word.facts.pet or word.facts.patronymic for word in words):
        return patronymic_of(father, sex)
    if len(words) != 1:
        return ""
    text = words[0].token.text
    if text.isascii():
        return text + ("ovich" if sex == "m" else "ovna")
    return russian_patronymic(text, sex)


def with_father(name: str, father: str, sex: str = "") -> str:
    """The name with the father's name added as a patronymic, if it has no patronymic and does not hold that word.

    The patronymic of a record and the name of its father are one piece of evidence: where a source gives the second,
    this makes it the first, and both are weighed once.

    Args:
        name: a name as written.
        father: the father's name as written; a given name or a whole name, in any script; may be empty.
        sex: ``m``, ``f`` or empty, for the ending where the name does not tell.

    >>> with_father("Дрозд Игнат", "Пётр"), with_father("Дрозд Игнат Лукич", "Пётр")
    ('Дрозд Игнат Петрович', 'Дрозд Игнат Лукич')
    """
    if not father:
        return name
    words = read(name)
    if not words or any(word.role == PATRONYMIC for word in words):
        return name
    patronymic = _patronymic(father, _sex(words, sex))
    said = {skeleton(word.facts.sounds[0]) for word in words if not word.token.initial}
    told = {skeleton(common_gender(word.facts.sounds[0])) for word in read(father) if not word.token.initial}
    # In a chain of forefathers' names the father stands already.
    if not patronymic or (len(words) > 2 and said & told):
        return name
    # In the script of the name: a word in another script would change how look-alike letters are repaired.
    return f"{name} {romanise(patronymic, RomanisationScheme.RU_ICAO) if name.isascii() else patronymic}"


def _names(names: tuple[str, ...], father: str, sex: str) -> tuple[str, ...]:
    if not father:
        return names if len(names) < 2 else tuple(dict.fromkeys(names))
    return tuple(dict.fromkeys(with_father(name, father, sex) for name in names))


@dataclass(frozen=True, slots=True)
class NameLine:
    """What the names of two records say, against anybody else of the population.

    All names of a record count: a record with m names that meets one with n has the mean likelihood ratio of the m n
    pairs, that is, the best less log10(m n) at most, for having had several chances. The father's name counts as
    the patronymic of a name that has none. Given name and patronymic tell the sex too: a line about sex must not be
    added in full where names agree.
    """

    @property
    def name(self) -> str:
        return "name"

    @property
    def fields(self) -> tuple[str, ...]:
        return ("names", "father_name", "sex")

    def encode(self, columns: Columns) -> NameTable:
        """n records, each read once; see `names.NameTable`."""
        rows = zip(columns["names"], columns["father_name"], columns["sex"], strict=True)
        return encode([_names(tuple(names), father, sex) for names, father, sex in rows])

    def weigh(self, left: NameTable, right: NameTable, left_rows: Rows, right_rows: Rows) -> Floats:
        """log10 LR of the pairs: float64[n], 0 where either side has no name."""
        return chance_rows(left, right, left_rows, right_rows, against=Strangers.ANYBODY)

    def agreement(self, left: NameTable, right: NameTable, left_rows: Rows, right_rows: Rows) -> Agreements:
        """How well each part of the names agrees and how rare it is, for a model that learns its own weights."""
        return agreement_rows(left, right, left_rows, right_rows, against=Strangers.ANYBODY, weigh=False)

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        """The weight of one pair of records, with the reason of the two names that agree best."""
        one = [name for name in _names(left.names, left.father_name, left.sex) if read(name)]
        other = [name for name in _names(right.names, right.father_name, right.sex) if read(name)]
        if not one or not other:
            return Weight("name", 0.0, phrase("no name to compare"))
        found = [weight for name in one for weight in compare_each(name, other, against=Strangers.ANYBODY)]
        best = max(found, key=lambda weight: weight.log10_lr)
        if len(found) == 1:
            return best
        share = math.fsum(10.0 ** (weight.log10_lr - best.log10_lr) for weight in found) / len(found)
        return Weight(
            "name",
            best.log10_lr + math.log10(share),
            phrases(
                "{reason} The best of {count} pair of names; having so many chances takes {off} off.",
                "{reason} The best of {count} pairs of names; having so many chances takes {off} off.",
                count=len(found),
                reason=best.reason,
                off=figure(-math.log10(share), ".1f"),
            ),
            best.parts,
        )
