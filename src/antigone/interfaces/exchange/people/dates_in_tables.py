"""Dates as people write them in tables, into EDTF (ISO 8601-2).

A date that is only unclear loses itself, not the person; a date that cannot be (31.02.1999) is told apart from
one that cannot be read, because the first says that the row itself is wrong.
"""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata
from dataclasses import dataclass

from antigone.interfaces.exchange.header_words import word_set
from antigone.interfaces.exchange.people.mapping import DayOrder

EARLIEST_YEAR = 1700


@dataclass(frozen=True, slots=True)
class ReadDate:
    """`edtf` is empty where the cell says that nothing is known. `remark` is set where something was guessed or
    only a part could be kept, and says so."""

    edtf: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class RejectedDate:
    """Why a cell is not a date, with the cure. `impossible`: it is a date by form, and no such day can be."""

    reason: str
    impossible: bool = False


@dataclass(frozen=True, slots=True)
class DateCustoms:
    """How the dates of one column are to be read.

    `latest` is the last day that can be meant (a date after it is impossible). `two_digit_years_from` opens the
    hundred years that two-digit years belong to, None refuses them.
    """

    order: DayOrder
    latest: datetime.date
    two_digit_years_from: int | None = None


NOTHING_KNOWN = frozenset(
    word.replace("_", " ")
    for word in word_set(
        """- -- --- – — ? ?? ??? . .. ... / x xx х хх n/a na n.a. n.n. nan none null nil unknown unk
        not_known no_data #n/a
        н/д нд н.д. #н/д н/в нет нема немає прочерк неизвестно неизвестна неизвестен неизв неизв. не_известно
        не_установлено не_установлена не_указано нет_данных отсутствует невідомо невідома невідомий невід. не_відомо
        не_встановлено не_вказано немає_даних відсутнє відсутня"""
    )
) | {""}
"""What cells hold where their writer knew nothing; compared in lower case."""

_MONTHS = {
    stem: number
    for number, stems in enumerate(
        (
            "янв січ jan",
            "фев лют feb",
            "мар бер mar",
            "апр кві квіт apr",
            "мая май тра may",
            "июн чер черв jun",
            "июл лип jul",
            "авг сер aug",
            "сен вер sep",
            "окт жов oct",
            "ноя лис nov",
            "дек гру dec",
        ),
        start=1,
    )
    for stem in stems.split()
}
_MONTH_WORD = re.compile(
    r"(?:январ[ья]|янв|феврал[ья]|фев|февр|марта?|мар|апрел[ья]|апр|ма[йя]|июн[ья]?|июл[ья]?|августа?|авг"
    r"|сентябр[ья]|сент?|октябр[ья]|окт|ноябр[ья]|ноя|нояб|декабр[ья]|дек"
    r"|січ(?:ень|ня)?|лют(?:ий|ого)?|бер(?:езень|езня)?|квіт(?:ень|ня)?|трав(?:ень|ня)?|черв(?:ень|ня)?"
    r"|лип(?:ень|ня)?|серп(?:ень|ня)?|вер(?:есень|есня)?|жовт(?:ень|ня)?|лист(?:опад|опада)?|груд(?:ень|ня)?"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)

_ABOUT = re.compile(
    r"\b(?:около|ок|приблизно|приблизительно|прибл|примерно|близько|біля|circa|ca|c|about|approx(?:imately)?)\b\.?|≈|~"
)
_UNSURE = re.compile(
    r"\b(?:возможно|предположительно|предп|вероятно|можливо|ймовірно|імовірно|probably|possibly|perhaps)\b\.?|\(\?\)|\?"
)
_YEAR_WORD = re.compile(
    r"(?<=\d)\s*(?:года?\s+рождения|року\s+народження|г\s*\.\s*р\s*\.?|р\s*\.\s*н\s*\.?|г\s*\.\s*рожд\s*\.?|года?|року|рік|рок[иі]|гг?\.?|рр?\.?)\s*$"
)
_CLOCK = re.compile(r"[t ]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:z|[+-]\d{2}:?\d{2}|am|pm)?$")

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$", re.ASCII)
_ISO_MONTH = re.compile(r"(\d{4})[-./](\d{1,2})$")
_YEAR = re.compile(r"\d{4}$")
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2}|[x*_?хn]{1,2})\s*([.,/\- ])\s*(\d{1,2}|[x*_?хn]{1,2})\s*\2\s*(\d{4}|\d{2})$")
_YEAR_MONTH_DAY = re.compile(r"(\d{4})([./])(\d{1,2})\2(\d{1,2})$")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{4})$")
_COMPACT = re.compile(r"((?:1[89]|20)\d\d)(\d\d)(\d\d)$")
_DECADE = re.compile(r"(\d{3})0(?:-?е|-?х|s|-ті|-і|-их)(?: (?:годы|годов|роки|років))?$")
_RANGE = re.compile(
    r"(?:между |between |from |від |від|с |з |между)?(\d{4})\s*(?:-|–|—|/|или|або|чи|or|and|и|та|to|по|до)\s*(\d{4})$"
)
_BEFORE = re.compile(r"(?:до|before|not later than|не позднее|не пізніше|раньше) (\d{4})$")
_AFTER = re.compile(r"(?:после|after|not earlier than|не ранее|не раніше|післ[яі]) (\d{4})$")
_WORDED = re.compile(
    rf"(?:(\d{{1,2}})(?:-?го|-е|st|nd|rd|th)?[\s.\-]*)?({_MONTH_WORD.pattern})[\s.,\-]*(\d{{4}}|\d{{2}})$"
)
_WORDED_MONTH_FIRST = re.compile(rf"({_MONTH_WORD.pattern})[\s.]+(\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(\d{{4}})$")
_EDTF = re.compile(
    r"(?:\d{3}x|\d{2}xx|\d{4}(?:-\d{2}(?:-\d{2})?)?[?~%]?|(?:\d{4}(?:-\d{2}(?:-\d{2})?)?[?~%]?|\.\.)/"
    r"(?:\d{4}(?:-\d{2}(?:-\d{2})?)?[?~%]?|\.\.))$"
)
_SERIAL = re.compile(r"[12345]\d{4}(?:\.\d+)?$")
_FIRST_SERIAL_DAY = datetime.date(1899, 12, 30)

_CURE = "write it as 1987-05-13, 1987-05 or 1987"


def read_date(text: str, customs: DateCustoms) -> ReadDate | RejectedDate:
    """One cell as EDTF.

    Reads ISO 8601 with or without a time of day, EDTF itself, numbers with points, slashes or dashes, months in
    words (English, Russian, Ukrainian), "about" and "perhaps", ranges and decades of years, unknown days and
    months written as 00 or xx, and the day numbers of spreadsheet programs (days since 1899-12-30).
    """
    iso = _ISO.match(text)
    if iso:
        return _day(text, iso[1], iso[2], iso[3], customs)
    if len(text) > 100:
        return RejectedDate(f"this is a text and not a date; {_CURE}")
    return _read_written(text, customs)


def _read_written(text: str, customs: DateCustoms) -> ReadDate | RejectedDate:
    bare = unicodedata.normalize("NFKC", text).casefold().strip()
    bare = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in bare)
    bare = " ".join(bare.replace("‑", "-").replace("–", "-").replace("—", "-").split()).strip(" ,;'\"")
    if bare in NOTHING_KNOWN:
        return ReadDate("")
    if _EDTF.match(bare):
        return _edtf(text, bare.upper(), customs)
    bare = _CLOCK.sub("", bare)
    about, unsure = bool(_ABOUT.search(bare)), False
    if about:
        bare = _ABOUT.sub(" ", bare).strip()
    if not re.match(r"\?{1,2}[./-]", bare):
        unsure = bool(_UNSURE.search(bare))
        if unsure:
            bare = _UNSURE.sub(" ", bare).strip()
    bare = _YEAR_WORD.sub("", bare).strip(" .,")
    bare = re.sub(r"^(?:род\.|родился|родилась|рожд\.|born|нар\.)\s*", "", bare)
    bare = " ".join(bare.split())
    found = _plain_date(text, bare, customs)
    if isinstance(found, RejectedDate) or not found.edtf or not (about or unsure):
        return found
    mark = "%" if about and unsure else "~" if about else "?"
    if "/" in found.edtf or "X" in found.edtf:
        return found
    return ReadDate(found.edtf + mark, found.remark)


def _plain_date(text: str, bare: str, customs: DateCustoms) -> ReadDate | RejectedDate:
    """`bare` is `text` without marks of doubt, time of day and the word "year"."""
    if _YEAR.match(bare):
        return _year_only(text, int(bare), customs)
    if found := _ISO.match(bare):
        return _day(text, found[1], found[2], found[3], customs)
    if found := _YEAR_MONTH_DAY.match(bare):
        return _day(text, found[1], found[3], found[4], customs)
    if found := _DAY_MONTH_YEAR.match(bare):
        return _numbers(text, found, customs)
    if found := _ISO_MONTH.match(bare):
        return _day(text, found[1], found[2], "", customs)
    if found := _MONTH_YEAR.match(bare):
        return _day(text, found[2], found[1], "", customs)
    if found := _WORDED.match(bare):
        return _in_hundred(text, found[3], _month_number(found[2]), found[1] or "", customs)
    if found := _WORDED_MONTH_FIRST.match(bare):
        return _day(text, found[3], _month_number(found[1]), found[2], customs)
    if found := _COMPACT.match(bare):
        return _day(text, found[1], found[2], found[3], customs)
    if found := _DECADE.match(bare):
        first = _year_only(text, int(found[1] + "0"), customs)
        return first if isinstance(first, RejectedDate) else ReadDate(found[1] + "X")
    if found := _RANGE.match(bare):
        if int(found[1]) > int(found[2]):
            return RejectedDate(f"{_quoted(text)} ends before it begins; write the earlier year first", impossible=True)
        ends = [_year_only(text, int(year), customs) for year in found.groups()]
        wrong = [end for end in ends if isinstance(end, RejectedDate)]
        return wrong[0] if wrong else ReadDate(f"{found[1]}/{found[2]}")
    if found := _BEFORE.match(bare):
        return ReadDate(f"../{found[1]}")
    if found := _AFTER.match(bare):
        return ReadDate(f"{found[1]}/..")
    if _SERIAL.match(bare):
        return _serial(text, int(float(bare)), customs)
    if re.fullmatch(r"\d{2}", bare):
        return _in_hundred(text, bare, "", "", customs)
    return RejectedDate(f"{_quoted(text)} cannot be read as a date; {_CURE}")


def _quoted(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= 40 else shown[:39] + "…"


def _month_number(word: str) -> str:
    for length in (3, 4):
        if word[:length] in _MONTHS:
            return str(_MONTHS[word[:length]])
    return ""


def _unknown(part: str) -> bool:
    return not part or not part.isdigit() or int(part) == 0


def _numbers(text: str, found: re.Match[str], customs: DateCustoms) -> ReadDate | RejectedDate:
    """Three numbers with the year last. Points mean day, month, year everywhere that uses them."""
    first, sign, second, year = found.groups()
    if sign not in ".," and not _unknown(first) and not _unknown(second):
        if int(first) <= 12 < int(second) <= 31:
            first, second = second, first
        elif int(first) <= 12 and int(second) <= 12 and first != second:
            if customs.order is DayOrder.MONTH_FIRST:
                first, second = second, first
            elif customs.order is DayOrder.UNKNOWN and sign != " ":
                whole = _in_hundred(text, year, "", "", customs)
                if isinstance(whole, RejectedDate):
                    return whole
                return ReadDate(
                    whole.edtf,
                    f"{_quoted(text)} can mean two days, so only the year was kept; "
                    "say day_first or month_first for this column in a mapping file",
                )
    return _in_hundred(text, year, second, first, customs)


def _in_hundred(text: str, year: str, month: str, day: str, customs: DateCustoms) -> ReadDate | RejectedDate:
    """Settles a year of two digits, where the mapping says which hundred years the list speaks of."""
    if len(year) == 4:
        return _day(text, year, month, day, customs)
    start = customs.two_digit_years_from
    if start is None:
        return RejectedDate(
            f"{_quoted(text)} gives two digits of the year, so that 19{year} and 20{year} are both possible; write the "
            "year whole, or set two_digit_years_from in a mapping file"
        )
    whole = start - start % 100 + int(year)
    if whole < start:
        whole += 100
    read = _day(text, str(whole), month, day, customs)
    return read if isinstance(read, RejectedDate) else ReadDate(read.edtf, f"{_quoted(text)} was read as {read.edtf}")


def _year_only(text: str, year: int, customs: DateCustoms) -> ReadDate | RejectedDate:
    if year == 0:
        return ReadDate("")
    if year < EARLIEST_YEAR:
        return RejectedDate(
            f"{_quoted(text)}: the year {year} is before {EARLIEST_YEAR}; correct the year", impossible=True
        )
    if year > customs.latest.year:
        return RejectedDate(f"{_quoted(text)}: the year {year} has not come yet; correct the year", impossible=True)
    return ReadDate(f"{year:04d}")


def _day(text: str, year: str, month: str, day: str, customs: DateCustoms) -> ReadDate | RejectedDate:
    y = int(year)
    known = _year_only(text, y, customs)
    if isinstance(known, RejectedDate) or not known.edtf or _unknown(month):
        return known
    m = int(month)
    if m > 12:
        return RejectedDate(
            f"{_quoted(text)} is not a date, there is no month {m}; write {year} if day and month are unknown",
            impossible=True,
        )
    if _unknown(day):
        return ReadDate(f"{year}-{m:02d}")
    d = int(day)
    if (m, d) == (2, 29) and y % 100 == 0 and y <= 1900:
        return ReadDate(f"{year}-02", f"{_quoted(text)} is a day of the old calendar only, so the month was kept")
    if d > calendar.monthrange(y, m)[1]:
        return RejectedDate(
            f"{_quoted(text)} is not a date; write {year}-{m:02d} if the day is unknown", impossible=True
        )
    if datetime.date(y, m, d) > customs.latest:
        return RejectedDate(f"{_quoted(text)} has not come yet; correct the date", impossible=True)
    return ReadDate(f"{year}-{m:02d}-{d:02d}")


def _serial(text: str, days: int, customs: DateCustoms) -> ReadDate | RejectedDate:
    day = _FIRST_SERIAL_DAY + datetime.timedelta(days=days)
    if day > customs.latest:
        return RejectedDate(f"{_quoted(text)} cannot be read as a date; {_CURE}")
    return ReadDate(day.isoformat(), f"{_quoted(text)} is a spreadsheet's day number and was read as {day.isoformat()}")


def _edtf(text: str, edtf: str, customs: DateCustoms) -> ReadDate | RejectedDate:
    """Text that is EDTF by form: each of its ends must be a day that can be."""
    parts = edtf.split("/")
    canonical = []
    for part in parts:
        if part == ".." or "X" in part:
            canonical.append(part)
            continue
        mark = part[-1] if part[-1] in "?~%" else ""
        pieces = [*part.rstrip("?~%").split("-"), "", ""]
        read = _day(text, pieces[0], pieces[1], pieces[2], customs)
        if isinstance(read, RejectedDate):
            return read
        if not read.edtf and len(parts) == 2:
            return RejectedDate(f"{_quoted(text)} cannot be read as a date; {_CURE}")
        canonical.append(read.edtf + mark if read.edtf else "")
    if len(canonical) == 2:
        if canonical == ["..", ".."]:
            return ReadDate("")
        first, last = (end.rstrip("?~%") for end in canonical)
        if ".." not in canonical and first > last and not last.startswith(first[: len(last)]):
            return RejectedDate(f"{_quoted(text)} ends before it begins; write the earlier date first", impossible=True)
    return ReadDate("/".join(canonical))


def day_order_of(values: list[str]) -> DayOrder:
    """What the dates with slashes or dashes in one column say of its order; UNKNOWN where they are silent or differ."""
    day_first = month_first = 0
    for value in values:
        found = re.match(r"(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d{2})(?!\d)", value.strip())
        if found:
            day_first += 12 < int(found[1]) <= 31 and int(found[2]) <= 12
            month_first += 12 < int(found[2]) <= 31 and int(found[1]) <= 12
    if day_first and not month_first:
        return DayOrder.DAY_FIRST
    if month_first and not day_first:
        return DayOrder.MONTH_FIRST
    return DayOrder.UNKNOWN
