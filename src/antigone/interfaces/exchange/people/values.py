"""Cells that are not dates: clean text, sexes, ages, names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from antigone.bureau.registry.drafts import Sex
from antigone.interfaces.exchange.header_words import word_set
from antigone.interfaces.exchange.people.dates_in_tables import NOTHING_KNOWN

OLDEST = 125
LONGEST_NAME = 200
LONGEST_ALSO = 2_000

# Direction overrides make a name look like another; zero-width joiners stay, Persian and Arabic spell with them.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
)


def clean(text: str) -> str:
    """`text` in Unicode's composed form, runs of white space as one space, without invisible control characters."""
    if not text.isascii() or not text.isprintable():
        text = unicodedata.normalize("NFC", text)
        if not text.isprintable():
            text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


def hides_something(text: str) -> bool:
    """Whether `clean` drops an invisible character from `text`."""
    return not text.isprintable() and bool(_INVISIBLE.search(text))


def is_known(text: str) -> bool:
    """False for an empty cell and for the words and strokes that mean "nobody knows"."""
    return text.casefold() not in NOTHING_KNOWN


@lru_cache(maxsize=50_000)
def known_text(raw: str) -> str:
    """`clean`, or an empty string where nothing is known. For columns whose values come again and again."""
    text = clean(raw)
    return text if is_known(text) else ""


_ALSO_NAMES = word_set("na nan nil none null")


@lru_cache(maxsize=50_000)
def known_part_of_name(raw: str) -> str:
    """As `known_text`, but Nan is a given name and Null a surname."""
    text = clean(raw)
    folded = text.casefold()
    return text if folded not in NOTHING_KNOWN or folded in _ALSO_NAMES else ""


_MALE = word_set("m male man masculine м муж муж. мужской мужчина ч чол чол. чоловік чоловіча чоловічий ذكر")
_FEMALE = word_set("f female w woman feminine ж жен жен. женский женщина жін жін. жінка жіноча жіночий أنثى انثى")
_OTHER = word_set("other o x другой інше інша")
_SEXES = {
    **dict.fromkeys(_MALE, Sex.MALE),
    **dict.fromkeys(_FEMALE, Sex.FEMALE),
    **dict.fromkeys(_OTHER, Sex.OTHER),
}


def read_sex(text: str) -> Sex | None:
    """The sex, or None where the cell holds something else."""
    return _SEXES.get(text.casefold())


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Whole years, both bounds inclusive; None leaves a side open."""

    low: int | None
    high: int | None


_AGE = re.compile(
    r"(?P<about>около |ок\.? |приблизно |примерно |близько |about |circa |ca?\.? |~ ?)?(?P<low>\d{1,6})(?:[.,]\d+)?"
    r"(?:\s*[-–—]\s*(?P<high>\d{1,3}))?\s*(?P<more>\+)?\s*"
    r"(?P<unit>лет|года?|г\.?|років|роки|рік|р\.?|years?(?: old)?|yrs?\.?|y\.?o?\.?|л\.?"
    r"|мес\.?|месяц(?:а|ев)?|міс\.?|місяц(?:ь|і|ів)|months?|mo\.?"
    r"|дн(?:ей|я|ів|і)|день|days?)?$"
)
_SMALLER_THAN_A_YEAR = ("мес", "міс", "mo", "дн", "день", "day")
ABOUT_YEARS = 5
"""How far "about" reaches to either side of an age."""


@lru_cache(maxsize=10_000)
def read_age(text: str) -> AgeRange | str:
    """The age in whole years, or why the cell is none."""
    if len(text) > 40:
        return "this is a text and not an age; write whole years, as 34 or 30-35"
    found = _AGE.match(unicodedata.normalize("NFKC", text).casefold().strip())
    if not found:
        return f"{text[:20]} is not an age; write whole years, as 34 or 30-35"
    low = int(found["low"])
    if found["unit"] and found["unit"].startswith(_SMALLER_THAN_A_YEAR):
        unit_days = 30.44 if found["unit"].startswith(("м", "mo")) else 1.0
        low = int(low * unit_days / 365.25)
        return AgeRange(low, low)
    high = int(found["high"]) if found["high"] else None if found["more"] else low
    if low > OLDEST or (high is not None and high > OLDEST):
        return f"{text[:20]} is not an age between 0 and {OLDEST}; correct it, or put a year of birth in its own column"
    if high is not None and high < low:
        return f"{text[:20]} ends before it begins; write the smaller age first"
    if found["about"] and high is not None:
        return AgeRange(max(0, low - ABOUT_YEARS), high + ABOUT_YEARS)
    return AgeRange(low, high)


# Endings are possessive and separators come one at a time, so that the time stays linear.
_UNNAMED = re.compile(
    r"(?:(?:неизвестн[а-я]*+|невідом(?:ий|а|е|і|о)|неопознан[а-я]*+|невпізнан[а-яії]*+|неустановлен[а-я]*+"
    r"|невстановлен[а-яії]*+|безымянн[а-я]*+|безіменн[а-яії]*+|unknown|unidentified|unnamed|not identified|no name"
    r"|john doe|jane doe|без имени|без імені|имя не(?:известно| установлено)|личность не установлена"
    r"|особу не встановлено|не опознан[а-я]?+|не впізнан[а-я]?+|مجهول(?: الهوية)?)"
    r"|(?:мужчина|женщина|мальчик|девочка|ребенок|младенец|человек|лицо|тело|труп|солдат|военнослужащий|останки"
    r"|чоловік|жінка|хлопчик|дівчинка|дитина|немовля|особа|тіло|військовослужбовець|рештки"
    r"|man|woman|boy|girl|child|infant|male|female|person|body|soldier|remains)|[ .,:;№#()\d/-])+\Z"
)
_TOTAL = re.compile(
    r"(?:всего|итого|усього|всього|разом|підсумок|total|sum|subtotal|grand total)\b[ :.,\d]*(?:\w{0,12}[ .]*)?$"
)


def why_not_a_name(text: str) -> str:
    """Why `text`, a clean known cell, names nobody; empty where it may be a name."""
    if not is_known(text):
        return f"{text[:40]} names nobody"
    if not any(character.isalpha() for character in text):
        return (
            f"{text[:40]} is not a name, it has no letter; write the name, or import bodies without a name as remains"
        )
    if len(text) > LONGEST_NAME:
        return f"the cell has {len(text)} characters, more than a name has; put the rest in another column"
    small = text.casefold()
    if _UNNAMED.match(small):
        return f"{text[:40]} names nobody; write the name, or import bodies without a name as remains"
    if _TOTAL.match(small):
        return f"{text[:40]} is a total and not a person"
    return ""


_NAME_AND_BIRTH = re.compile(
    r"(?P<name>[^\d(,;]{3,}?)[ ,;(]+(?P<birth>\d{1,2}\.\d{1,2}\.\d{4}|\d{4}) ?"
    r"(?:г\.? ?р\.?|р\.? ?н\.?|год[а]? рожд[а-я.]*|року народження|г\.?|р\.?|y\.?o\.?b\.?)?\)?\Z"
)


def name_and_birth(text: str) -> tuple[str, str]:
    """Splits "Іваненко Іван, 1990 р.н." into the name and the birth; an empty birth where the cell is only a name."""
    found = _NAME_AND_BIRTH.match(text) if len(text) <= LONGEST_NAME else None
    return (found["name"].strip(), found["birth"]) if found else (text, "")


_PATRONYMIC = re.compile(r"[\w-]+(?:ович|евич|ёвич|йович|івна|ївна|овна|евна|ёвна|инична|ична|ьич|кич|мич)\Z")
_HE_IS_ALSO = re.compile(
    r"\s*(?:[,;/\n|]|\b(?:он|она|він|вона) же\b|\b(?:он|она) также\b|\ba\.?k\.?a\.?\b)\s*", re.IGNORECASE
)


def other_names(text: str, surname: str, given: str, patronymic: str) -> tuple[str, ...]:
    """The names in an "also known as" cell, each whole where it can be made whole.

    A patronymic alone ("Григорьевич") stands for the same surname and given name with another patronymic; every
    other name is given as written. Brackets and digits are dropped with what they hold. Only the first 2,000
    characters are read.
    """
    names = []
    for part in _HE_IS_ALSO.split(text[:LONGEST_ALSO]):
        name = " ".join(
            re.sub(r"[\[(].*?[\])]|[\d.:;()\[\]]+(?=\s|$)|^[\d.:;()\[\]\s]+", " ", part or "").split()
        ).strip(" ,.-")
        if len(name) < 2 or not is_known(name) or why_not_a_name(name):
            continue
        if surname and given and name != patronymic and _PATRONYMIC.match(name):
            name = f"{surname} {given} {name}"
        if name not in names:
            names.append(name)
    return tuple(names)
