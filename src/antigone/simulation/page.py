"""One page of a list: what a source writes of a stretch of people, with its slips.

A `Page` turns rows of the war into columns of text. Chance is drawn a page at a time from the list's own stream, so a
list is the same whatever else is written, and memory holds one page only. Every slip that changed what is written is
noted in `slips`, under the name of its field in `SourceErrors`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cache, cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.names import RomanisationScheme, romanise
from antigone.simulation import words, writing
from antigone.simulation.people import AS_OF, EASTERN_PATRONYMIC, EPOCH, NO_PATRONYMIC
from antigone.simulation.slips import SourceErrors
from antigone.simulation.stock import in_russian, in_ukrainian
from antigone.simulation.words import LANGUAGES, Language
from antigone.simulation.world import World

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_MONTHS_LONG: Final = 13
_DAYS = [EPOCH + timedelta(days=day) for day in range(AS_OF + 1)]
DOTTED: Final = np.array([f"{d.day:02}.{d.month:02}.{d.year}" for d in _DAYS] + [""], dtype=object)
"""Text of each day since the epoch as Russians and Ukrainians write it; the last entry, -1, is empty."""
ISO: Final = np.array([d.isoformat() for d in _DAYS] + [""], dtype=object)
"""The same in ISO 8601."""
YEAR_OF: Final = np.array([d.year for d in _DAYS] + [0])
SERVICE_LETTERS: Final = (("ВЛ", "VL"), ("ДР", "DR"))

romanised = cache(romanise)
heard_in_russian = cache(in_russian)
heard_in_ukrainian = cache(in_ukrainian)


class Page:
    """What one source writes of some people.

    Args:
        world: the truth.
        fate: rows of the people among `world.war`; `who` holds their rows among `world.people`.
        language: in which the list is written.
        errors: the slips of this kind of source.
        rng: the list's own chance.
        surname_first: how this list orders a name in one cell.
    """

    def __init__(
        self,
        world: World,
        fate: Ints,
        language: Language,
        errors: SourceErrors,
        rng: np.random.Generator,
        *,
        surname_first: bool,
    ) -> None:
        self.world = world
        self.fate = fate
        self.who = world.war.who[fate]
        self.language = language
        self.errors = errors
        self.rng = rng
        self.surname_first = surname_first
        self.column = LANGUAGES.index(language)
        self.slips: list[list[str]] = [[] for _ in range(len(fate))]
        self.informants: list[int] = [-1] * len(fate)
        self.samples: list[str] = [""] * len(fate)

    def __len__(self) -> int:
        return len(self.fate)

    def chance(self, rate: float) -> Bools:
        """For each person, whether something of this rate happens."""
        return self.rng.random(len(self)) < rate

    def slip(self, name: str, possible: Bools | None = None) -> Bools:
        """Whom a slip befalls; noted. `name` is a field of `SourceErrors`."""
        befallen = self.chance(getattr(self.errors, name))
        if possible is not None:
            befallen &= possible
        for row in np.flatnonzero(befallen).tolist():
            self.slips[row].append(name)
        return befallen

    def word(self, key: str) -> str:
        """A small word in the list's language."""
        return words.SMALL_WORDS[key][self.column]

    # Names -----------------------------------------------------------------------------------------------------

    @cached_property
    def name_parts(self) -> tuple[list[str], list[str], list[str]]:
        """Surname, given name and patronymic of each, as this source writes them."""
        people, book, rng, size = self.world.people, self.world.book, self.rng, len(self)
        female = people.female[self.who].astype(np.int64)
        papers_uk = people.side[self.who] == 1 if self.language == "en" else np.full(size, self.language == "uk")
        other = self.chance(self.errors.other_tongue)
        uk = (papers_uk ^ other).astype(np.int64)
        married = (people.maiden[self.who] != people.surname[self.who]) & self.slip_of_maiden()
        surname_row = np.where(married, people.maiden[self.who], people.surname[self.who])
        surnames = book.surnames[surname_row, 2 * uk + female].tolist()
        given_row = people.given[self.who]
        given = book.given[given_row, uk].tolist()
        patronymics = np.where(
            people.patronymic[self.who] == EASTERN_PATRONYMIC,
            book.eastern[people.father_given[self.who], 2 * uk + female],
            book.patronymics[people.father_given[self.who], 2 * uk + female],
        )
        patronymics[people.patronymic[self.who] == NO_PATRONYMIC] = ""
        fathers = patronymics.tolist()

        rates = self.errors
        flags = {
            name: self.chance(getattr(rates, name)).tolist()
            for name in (
                "pet_name", "patronymic_missing", "initials", "surname_typo", "given_typo", "patronymic_typo",
                "misread", "homoglyphs", "yo_as_e", "capitals", "accusative",
            )
        }  # fmt: skip
        dice = rng.integers(0, 2**31, (size, 6)).tolist()
        schemes = self._schemes(uk == 1)
        mine = {"ru": heard_in_russian, "uk": heard_in_ukrainian}.get(self.language)
        others, males, gives, ukrainian = other.tolist(), (female == 0).tolist(), given_row.tolist(), uk.tolist()
        for row in range(size):
            parts = [surnames[row], given[row], fathers[row]]
            noted = self.slips[row]
            die = dice[row]

            def note(name: str, changed: list[str], noted: list[str] = noted) -> None:
                nonlocal parts
                if changed != parts:
                    noted.append(name)
                    parts = changed

            if others[row]:
                heard = [mine(part) for part in parts] if mine else parts
                usual = self._usual_parts(row, ukrainian[row], female[row], surname_row[row])
                parts = usual
                note("other_tongue", heard)
            if flags["pet_name"][row]:
                pets = book.pet_names[gives[row]][ukrainian[row]]
                if pets:
                    note("pet_name", [parts[0], pets[die[0] % len(pets)], parts[2]])
            if flags["accusative"][row] and males[row] and self.language != "en":
                note("accusative", [writing.accusative(part) for part in parts])
            if self.language == "en":
                parts = [self._latin(part, schemes[row]) for part in parts]
            if flags["surname_typo"][row]:
                note("surname_typo", [writing.misspell(parts[0], die[0] >> 4, die[1]), parts[1], parts[2]])
            if flags["given_typo"][row]:
                note("given_typo", [parts[0], writing.misspell(parts[1], die[1] >> 4, die[2]), parts[2]])
            if flags["patronymic_typo"][row]:
                note("patronymic_typo", [parts[0], parts[1], writing.misspell(parts[2], die[2] >> 4, die[3])])
            if flags["misread"][row]:
                at = die[3] % 3
                note("misread", [writing.misread(part, die[4]) if n == at else part for n, part in enumerate(parts)])
            if flags["yo_as_e"][row] and self.language == "ru":
                note("yo_as_e", [part.replace("ё", "е").replace("Ё", "Е") for part in parts])
            if flags["patronymic_missing"][row]:
                note("patronymic_missing", [parts[0], parts[1], ""])
            if flags["initials"][row]:
                note("initials", [parts[0], writing.initial(parts[1]), writing.initial(parts[2])])
            if flags["homoglyphs"][row]:
                if self.language == "en":
                    note("homoglyphs", [part.replace("o", "о", 1) if n == 0 else part for n, part in enumerate(parts)])
                else:
                    note("homoglyphs", [writing.with_homoglyphs(part, die[5]) for part in parts])
            if flags["capitals"][row]:
                note("capitals", [part.upper() for part in parts])
            surnames[row], given[row], fathers[row] = parts
        return surnames, given, fathers

    def slip_of_maiden(self) -> Bools:
        people = self.world.people
        return self.slip("maiden_name", people.maiden[self.who] != people.surname[self.who])

    def _usual_parts(self, row: int, uk: int, female: int, surname: int) -> list[str]:
        """The parts as this source would have written them without the other tongue."""
        people, book = self.world.people, self.world.book
        person = self.who[row]
        column = 2 * (1 - uk) + female
        father = people.father_given[person]
        table = book.eastern if people.patronymic[person] == EASTERN_PATRONYMIC else book.patronymics
        patronymic = "" if people.patronymic[person] == NO_PATRONYMIC else table[father, column]
        return [book.surnames[surname, column], book.given[people.given[person], 1 - uk], patronymic]

    def _schemes(self, uk: Bools) -> list[RomanisationScheme | None]:
        if self.language != "en":
            return [None] * len(self)
        chosen = np.empty(len(self), dtype=object)
        for here, shares in ((~uk, self.errors.romanisation), (uk, self.errors.romanisation_uk)):
            which = self.rng.choice(len(shares), len(self), p=[share for _, share in shares])
            for number, (scheme, _) in enumerate(shares):
                chosen[here & (which == number)] = scheme
        result: list[RomanisationScheme | None] = chosen.tolist()
        return result

    @staticmethod
    def _latin(word: str, scheme: RomanisationScheme | None) -> str:
        return romanised(word, scheme) if word and scheme else word

    @cached_property
    def _swapped(self) -> list[bool]:
        swapped: list[bool] = self.slip("order_changed").tolist()
        return swapped

    def name(self) -> list[str]:
        """The whole name in one cell."""
        written = []
        for surname, given, patronymic, swapped in zip(*self.name_parts, self._swapped, strict=True):
            first = self.surname_first ^ swapped
            order = (surname, given, patronymic) if first else (given, patronymic, surname)
            written.append(" ".join(part for part in order if part))
        return written

    def surname(self) -> list[str]:
        """The cell of the surname; it holds the given name where the columns were mixed up."""
        surnames, given, _ = self.name_parts
        return [b if swapped else a for a, b, swapped in zip(surnames, given, self._swapped, strict=True)]

    def given(self) -> list[str]:
        """The cell of the given name."""
        surnames, given, _ = self.name_parts
        return [a if swapped else b for a, b, swapped in zip(surnames, given, self._swapped, strict=True)]

    def patronymic(self) -> list[str]:
        """The cell of the patronymic."""
        return self.name_parts[2]

    def plain_words(self, table_row: Ints, *, female: bool, kind: str) -> list[str]:
        """Given names (`kind` "given") or surnames of others, without slips, in the list's language."""
        papers = self.world.people.side[self.who] if self.language == "en" else np.full(len(self), self.column)
        book = self.world.book
        if kind == "given":
            texts = book.given[table_row, papers].tolist()
        else:
            texts = book.surnames[table_row, 2 * papers + female].tolist()
        if self.language == "en":
            scheme = (RomanisationScheme.RU_ICAO, RomanisationScheme.UK_2010)
            texts = [romanised(text, scheme[side]) for text, side in zip(texts, papers.tolist(), strict=True)]
        return [str(text) for text in texts]

    # Dates -----------------------------------------------------------------------------------------------------

    def birth(self) -> list[str]:
        """Date of birth, whole, vague or wrong."""
        born = self.world.people.born[self.who]
        kind = self.rng.random(len(self))
        low = 0.0
        picked: dict[str, Bools] = {}
        for name in ("birth_missing", "birth_year_only", "birth_about"):
            rate = getattr(self.errors, name)
            picked[name] = (kind >= low) & (kind < low + rate)
            low += rate
        whole = kind >= low
        for name, befallen in picked.items():
            for row in np.flatnonzero(befallen).tolist():
                self.slips[row].append(name)
        off = self.slip("birth_year_off", ~picked["birth_missing"] & ~picked["birth_about"])
        digit = self.slip("birth_digit", ~picked["birth_missing"] & ~picked["birth_about"] & ~off)
        days = [_DAYS[day] for day in born.tolist()]
        can_swap = np.array([day.day < _MONTHS_LONG and day.day != day.month for day in days], dtype=np.bool_)
        swapped = self.slip("birth_swapped", whole & can_swap)
        step = self.rng.choice((-2, -1, -1, 1, 1, 2), len(self)) * (off | picked["birth_about"])
        step += np.where(self.rng.random(len(self)) < 0.5, 10, -10) * digit
        texts = (ISO if self.language == "en" else DOTTED)[born].tolist()
        for row in np.flatnonzero(~whole | off | digit | swapped).tolist():
            day, year = days[row], days[row].year + int(step[row])
            if picked["birth_missing"][row]:
                texts[row] = ""
            elif picked["birth_about"][row]:
                texts[row] = f"{self.word('about')} {year}"
            elif picked["birth_year_only"][row]:
                texts[row] = str(year)
            else:
                # The 29th of February exists in few years; who mistakes the year writes a day that exists.
                first, second = (day.month, day.day) if swapped[row] else (day.day, day.month)
                first = min(first, 28) if second == 2 else first
                texts[row] = (
                    f"{year}-{second:02}-{first:02}" if self.language == "en" else f"{first:02}.{second:02}.{year}"
                )
        return [str(text) for text in texts]

    def written_day(self, day: Ints) -> list[str]:
        """A day without slips; empty where -1."""
        table = ISO if self.language == "en" else DOTTED
        return [str(text) for text in table[day].tolist()]

    def event_day(self, day: Ints) -> list[str]:
        """The day of an event, sometimes absent, sometimes off by up to nine days."""
        known = day >= 0
        missing = self.slip("event_date_missing", known)
        off = self.slip("event_date_off", known & ~missing)
        step = self.rng.integers(1, 10, len(self)) * self.rng.choice((-1, 1), len(self))
        # Day and step may not leave the days of the war's tables.
        shifted = np.where(off, (day + step).clip(0, AS_OF), day)
        return self.written_day(np.where(missing | ~known, -1, shifted))

    # Places and service ----------------------------------------------------------------------------------------

    def place(self, settlement: Ints) -> list[str]:
        """A settlement with its region; sometimes only the region, sometimes the village next to it."""
        land = self.world.land
        known = settlement >= 0
        row = settlement.clip(min=0)
        wrong = self.slip("place_wrong", known)
        shift = self.rng.uniform(-14, 14, (2, len(self)))
        near = land.nearest((land.x[row] + shift[0]).clip(0), (land.y[row] + shift[1]).clip(0))
        row = np.where(wrong, near, row)
        vague = self.slip("place_vague", known)
        village = (self.word("village") + " ").lstrip()
        names = land.names[row, self.column].tolist()
        regions = land.regions[land.region[row], self.column].tolist()
        rows = zip(names, regions, vague.tolist(), known.tolist(), strict=True)
        return [
            "" if not there else region if only_region else f"{village}{name}, {region}"
            for name, region, only_region, there in rows
        ]

    def home(self, settlement: Ints) -> list[str]:
        """Where somebody is from, as families know it: without slips."""
        land = self.world.land
        names = land.names[settlement, self.column].tolist()
        regions = land.regions[land.region[settlement], self.column].tolist()
        return [f"{name}, {region}" for name, region in zip(names, regions, strict=True)]

    def unit(self) -> list[str]:
        """The unit: its five-sign code, or its number and branch, sometimes with the battalion."""
        people, units = self.world.people, self.world.units
        missing = self.slip("unit_missing")
        wrong = self.slip("unit_wrong", ~missing)
        half = len(units.number) // 2
        unit = people.unit[self.who]
        unit = np.where(
            wrong, unit // half * half + (unit + 1 + self.rng.integers(0, half - 1, len(self))) % half, unit
        )
        style = self.rng.random(len(self)).tolist()
        battalion = people.battalion[self.who].tolist()
        numbers, branches = units.number.tolist(), units.branch.tolist()
        written = []
        for row, (which, how, absent) in enumerate(zip(unit.tolist(), style, missing.tolist(), strict=True)):
            if absent:
                written.append("")
                continue
            whole = f"{numbers[which]} {words.BRANCHES[branches[which]][self.column]}"
            if how < 0.35:
                code = units.code[which]
                code = {"В": "V", "Д": "D"}[code[0]] + code[1:] if self.language == "en" else code
                written.append(f"{self.word('unit')} {code}")
            elif how < 0.7:
                written.append(whole)
            else:
                written.append(f"{battalion[row]} {self.word('battalion')}, {whole}")
        return written

    def rank(self) -> list[str]:
        """Rank, sometimes absent, sometimes the one before."""
        rank = self.world.people.rank[self.who]
        missing = self.slip("rank_missing")
        stale = self.slip("rank_off", ~missing & (rank > 0))
        ranks = (rank - stale).tolist()
        return [
            "" if absent else words.RANKS[code][self.column]
            for code, absent in zip(ranks, missing.tolist(), strict=True)
        ]

    def service_number(self) -> list[str]:
        """Letters of the side and six or seven digits, one of which may be wrong."""
        people = self.world.people
        missing = self.slip("number_missing")
        wrong = self.slip("number_digit", ~missing)
        dice = self.rng.integers(0, 90, len(self)).tolist()
        latin = self.language == "en"
        rows = zip(
            people.side[self.who].tolist(), people.service_number[self.who].tolist(), missing.tolist(), wrong.tolist(),
            dice, strict=True,
        )  # fmt: skip
        written = []
        for side, number, absent, slipped, die in rows:
            digits = str(number)
            if slipped:
                at = 1 + die % (len(digits) - 1)
                digits = digits[:at] + str((int(digits[at]) + 1 + die % 9) % 10) + digits[at + 1 :]
            written.append("" if absent else f"{SERVICE_LETTERS[side][latin]}-{digits}")
        return written

    def call_sign(self) -> list[str]:
        """Call-sign of those who have one and of whom the source knows it."""
        code = self.world.people.call_sign[self.who]
        missing = self.slip("call_sign_missing", code >= 0)
        written = []
        for sign, absent in zip(code.tolist(), missing.tolist(), strict=True):
            text = "" if sign < 0 or absent else words.CALL_SIGNS[sign]
            if text and self.language == "uk":
                text = heard_in_ukrainian(text)
            elif text and self.language == "en":
                text = romanised(text, RomanisationScheme.RU_PRESS)
            written.append(text)
        return written

    def one_of(self, table: tuple[words.Row, ...], row: Ints | None = None) -> list[str]:
        """Entries of a table of words in the list's language; drawn evenly when `row` is not given."""
        rows = self.rng.integers(0, len(table), len(self)) if row is None else row
        return ["" if code < 0 else table[code][self.column] for code in rows.tolist()]

    def said(self, choose: Callable[[int], str]) -> list[str]:
        """Statuses: `choose` gives the key of `words.STATUSES` for each row of the page."""
        return [words.STATUSES[choose(row)][self.column] for row in range(len(self))]
