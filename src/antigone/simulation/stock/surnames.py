"""Surnames built from stems and suffixes, with the forms of either language and sex.

`surname_stems.txt` holds the stems in the language they come from; the form in the other language follows the rules
by which registry offices rewrite a name (Лебедев -> Лебедєв, Коломієць -> Коломиец), not a dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Final, Literal

Language = Literal["ru", "uk"]
Sex = Literal["m", "f"]

_HUSHING: Final = "жчшщц"
_VOWELS: Final = "аеёиоуыэюяіїє"
_SOFTENED: Final = {"к": "ч", "г": "ж", "х": "ш", "ц": "ч"}
# Ukrainian stems whose «и» Russians write and say as «ы».
_HARD_VOWEL_STEMS: Final = ("Лис", "Сич", "Риб", "Бистр", "Тичин", "Бик", "Паливод", "Солонин")


def in_ukrainian(russian: str) -> str:
    """A Russian surname or settlement as Ukrainian documents write it (orthography of 2019, paragraph 144)."""
    word = re.sub("(ск|цк)ий$", lambda match: match[1][0] + "ький", russian)
    word = re.sub("ый$", "ий", word)
    word = re.sub(f"(?<=[^{_VOWELS}{_HUSHING}ьъй])ев(а?)$", r"єв\1", word)
    letters: list[str] = []
    for position, letter in enumerate(word):
        low, before = letter.lower(), word[position - 1].lower() if position else ""
        written = low
        if low == "и":
            ending = word.endswith(("ий", "ик", "ич")) and position == len(word) - 2
            written = "ї" if before and before in _VOWELS else "и" if ending or (before in _HUSHING and before) else "і"
        elif low == "ы":
            written = "и"
        elif low == "э":
            written = "е"
        elif low == "е" and (not before or before in _VOWELS or before in "ьъ"):
            written = "є"
        elif low == "ё":
            if before in "чшщж" and before:
                written = "о"
            elif not before or before in _VOWELS or before in "ьъ":
                written = "йо"
            else:
                written = "ьо"
        elif low in "ьъ" and position + 1 < len(word) and word[position + 1].lower() in "яюеи":
            written = "'" if before in "бпвмфгкхжчшщр" else "ь"
        elif low in "ьъ" and position + 1 < len(word) and word[position + 1].lower() == "ё":
            written = ""
        letters.append(written.capitalize() if letter.isupper() else written)
    return "".join(letters)


def in_russian(ukrainian: str) -> str:
    """A Ukrainian surname or settlement as Russian documents write it."""
    word = re.sub("(ськ|цьк)(ий|а)$", lambda m: m[1][0] + "к" + ("ий" if m[2] == "ий" else "ая"), ukrainian)
    word = re.sub("([еє])ць$", r"\1ц", word)
    word = word.replace("ьо", "ё").replace("йо", "ьё" if "йов" in word else "йо")
    for stem in _HARD_VOWEL_STEMS:
        if word.startswith(stem):
            word = stem.replace("и", "ы") + word[len(stem) :]
    return word.translate(str.maketrans("іїєґ'ІЇЄҐ", "ииегьИИЕГ"))


def feminine(surname: str, language: Language) -> str:
    """What a woman of the family is called; unchanged where the surname does not bend (Мельник, Шевченко)."""
    endings: tuple[tuple[str, str], ...] = (
        (("ский", "ская"), ("цкий", "цкая"), ("ний", "няя"), ("ый", "ая"), ("ий", "ая"), ("ой", "ая"))
        if language == "ru"
        else (("ський", "ська"), ("цький", "цька"), ("ий", "а"))
    )
    for masculine, changed in endings:
        if surname.endswith(masculine):
            return surname[: -len(masculine)] + changed
    if re.search("[оеёє]в$|[иыії]н$", surname) and len(surname) > 3:
        return surname + "а"
    return surname


@dataclass(frozen=True, slots=True)
class Surname:
    """One surname of a family: its masculine and feminine forms in both languages."""

    ru_m: str
    ru_f: str
    uk_m: str
    uk_f: str


def _from(word: str, language: Language) -> Surname:
    russian = word if language == "ru" else in_russian(word)
    ukrainian = word if language == "uk" else in_ukrainian(word)
    return Surname(russian, feminine(russian, "ru"), ukrainian, feminine(ukrainian, "uk"))


def _soften(stem: str) -> str:
    return stem[:-1] + _SOFTENED.get(stem[-1], stem[-1])


def _russian_surnames_on(stem: str) -> Iterator[str]:
    if stem.endswith(("ый", "ий")):
        return
    last = stem[-1]
    if last in "ьй":
        base = stem[:-1]
        yield from (base + "ев", base + "ин", base + "енков", base + "юшкин", base + "ников", base + "янов")
    elif last in "ая":
        yield from (stem[:-1] + "ин", stem[:-1] + "ихин", stem[:-1] + "енков", stem[:-1] + "ушкин")
    elif last in "иоуеы":
        yield from (stem + "ев", stem[:-1] + "ин")
    elif last in _HUSHING:
        yield from (stem + "ев", stem + "ин", stem + "енков", stem + "иков", stem + "инский", stem + "ихин")
    else:
        soft = _soften(stem)
        yield from (stem + "ов", stem + "ин", stem + "овский", stem + "ушкин", stem + "анов", stem + "ашов")
        yield from (soft + "енков", soft + "ихин", soft + "ищев", soft + "еников")


def _ukrainian_surnames_on(stem: str) -> Iterator[str]:
    if stem.endswith(("ий", "ік")):
        yield stem
        return
    base = stem[:-1] if stem[-1] in "ьйаяоіи" else stem
    soft = _soften(base)
    yield soft + "енко"
    yield soft + ("юк" if stem[-1] in "ьйя" else "ук")
    yield from (soft + "енчук", soft + "ишин", soft + "ич", soft + "инський", soft + "ець", base + "ак")
    if stem[-1] not in "ьйя":
        yield base + "овський"
    if base[-1] not in "кгхцч":
        yield base + ("ько" if stem.endswith("ь") else "ко")
    if not re.search(f"[^{_VOWELS}]к$", stem):
        yield stem


def _belarusian_surnames_on(stem: str) -> Iterator[str]:
    russian = re.sub("дз(?=[еёюяьі])", "д", stem)
    russian = re.sub("ц(?=[еёюяьі])", "т", russian).replace("шч", "щ")
    russian = russian.translate(str.maketrans("ўіІ", "виИ"))
    base = _soften(russian.removesuffix("ь").removesuffix("а").removesuffix("й"))
    yield from (base + "евич", base + "ёнок", base + "ик", base + "енко", base + "еня", base + "чик")
    if base[-1] not in _HUSHING:
        yield from (base + "ович", base + "ко")


def _joined(first: str, second: str) -> str:
    return first + ("е" if first[-1] in _HUSHING else "о") + second


def _stems() -> dict[str, list[str]]:
    stems: dict[str, list[str]] = {}
    text = files(__package__).joinpath("surname_stems.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            family, _, *words = line.split()
            stems.setdefault(family, []).extend(words)
    return stems


def _distinct(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word for word in words if len(word) >= 2))


def surname_pools(given_ru: Iterable[str], given_uk: Iterable[str]) -> dict[str, tuple[list[Surname], int]]:
    """Every surname of the house by pool, and how many at the head of each pool stand in order of frequency.

    Pools: ``ru``, ``uk``, ``be``, ``tatar``, ``vainakh``, ``buryat``, ``tuvan``, ``georgian``, ``armenian``,
    ``jewish``, ``azeri``. What follows the ordered head has no order of its own; the caller gives it one.

    Args:
        given_ru: men's given names in Russian, from which surnames are made too.
        given_uk: men's given names in Ukrainian.
    """
    stems = _stems()
    russian = [*stems["whole-ru"]]
    for stem in (*stems["noun-ru"], *given_ru):
        russian.extend(_russian_surnames_on(stem))
    russian.extend(
        joined.rstrip("ьй") + ("ев" if joined[-1] in "ьй" + _HUSHING else "ов")
        for joined in (_joined(trait, root) for trait in stems["trait-ru"] for root in stems["root-ru"])
    )
    ukrainian = [*stems["whole-uk"]]
    for stem in (*stems["noun-uk"], *given_uk):
        ukrainian.extend(_ukrainian_surnames_on(stem))
    ukrainian.extend(verb + thing for verb in stems["verb-uk"] for thing in stems["object-uk"])
    belarusian = [form for stem in stems["be-noun"] for form in _belarusian_surnames_on(stem)]

    def eastern(family: str, suffixes: tuple[str, ...]) -> list[str]:
        made: list[str] = []
        for stem in stems[family]:
            soft = stem[-1] in _VOWELS + "ьй"
            base = stem.rstrip("ьй")
            for suffix in suffixes:
                if suffix == "ов":
                    made.append(base + ("ев" if soft else "ов"))
                elif suffix[0] in _VOWELS and base[-1] in _VOWELS:
                    made.append(base[:-1] + suffix)
                else:
                    made.append(base + suffix)
        return made

    georgian = [
        root + suffix
        for root in stems["georgian-root"]
        for suffix in (
            ("дзе", "швили", "ни", "ва") if root[-1] in _VOWELS else ("идзе", "ишвили", "иани", "ава", "иа", "уа")
        )
    ]
    jewish = [*stems["whole-jewish"]]
    jewish += [first + second for first in stems["jewish-first"] for second in stems["jewish-second"]]
    pools: dict[str, tuple[list[str], int, Language]] = {
        "ru": (russian, len(stems["whole-ru"]), "ru"),
        "uk": (ukrainian, len(stems["whole-uk"]), "uk"),
        "be": (belarusian, 0, "ru"),
        "tatar": (eastern("tatar-name", ("ов", "ин", "уллин")), 0, "ru"),
        "vainakh": (eastern("vainakh-name", ("ов", "иев", "аев")), 0, "ru"),
        "buryat": (eastern("buryat-name", ("ов", "ин", "иев", "уев")), 0, "ru"),
        "tuvan": (stems["whole-tuvan"], len(stems["whole-tuvan"]), "ru"),
        "georgian": (georgian, 0, "ru"),
        "armenian": ([root + "ян" for root in stems["armenian-root"]], 0, "ru"),
        "jewish": (jewish, len(stems["whole-jewish"]), "ru"),
        "azeri": (eastern("azeri-name", ("ов", "заде", "лы")), 0, "ru"),
    }
    built: dict[str, tuple[list[Surname], int]] = {}
    for pool, (words, head, language) in pools.items():
        distinct = _distinct(words)
        built[pool] = ([_from(word, language) for word in distinct], min(head, len(distinct)))
    return built
