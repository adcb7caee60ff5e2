"""Alleles and readings as they stand in files: put straight where the meaning is plain, and faults said in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from antigone.interfaces.exchange.dna.loci import Locus, locus
from antigone.interfaces.exchange.dna.values import Finding, Gravity, Reading, Sample
from antigone.interfaces.exchange.people.rows import shortened

#: No file has more that anyone would read; the rest is counted.
MOST_FINDINGS: Final = 10_000
#: CODIS takes eight alleles at a locus; what has more is no reading.
MOST_ALLELES: Final = 8
_LONGEST_NAME: Final = 200

_NUMBER = re.compile(r"0*(\d{1,3})(?:[.,](\d)0*)?", re.ASCII)
_OFF_LADDER = re.compile(r"(?i)ol\??|omr|off|[<>]\s?\d{1,3}(?:[.,]\d)?")
_SIZED = re.compile(r"([<>]?)\s?(\d{1,9}(?:\.\d{1,9})?)", re.ASCII)
_PLAIN = re.compile(r"[\w.,+<>/*?-]{1,16}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Collector:
    """Findings and notes of one file, bounded, each spelling noted once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._findings: list[Finding] = []
        self._more = 0
        self._notes: dict[str, None] = {}

    def find(
        self,
        line: int,
        reason: str,
        *,
        person: str = "",
        locus: str = "",
        value: str = "",
        gravity: Gravity = Gravity.REJECTED,
    ) -> None:
        """Keeps a finding, its sentence on one line whatever was quoted in it."""
        reason = " ".join(reason.split())
        if len(self._findings) < MOST_FINDINGS:
            self._findings.append(Finding(line, shortened(person), shortened(locus), shortened(value), reason, gravity))
        else:
            self._more += 1

    def note(self, sentence: str) -> None:
        """Keeps a note once, on one line."""
        sentence = " ".join(sentence.split())
        if len(self._notes) < MOST_FINDINGS:
            self._notes.setdefault(sentence)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """In the order of the lines."""
        found = sorted(self._findings, key=lambda finding: finding.line)
        if self._more:
            found.append(Finding(0, "", "", "", f"and {self._more:,} more findings of the kinds above"))
        return tuple(found)

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(self._notes)

    def locus(self, written: str) -> Locus:
        """The locus of a name as written, with a note where it is called otherwise here or not known."""
        found = locus(written)
        if not found.known:
            self.note(
                f"locus «{shortened(found.name)}» is not in our table: it keeps its name, counts as autosomal, and its "
                "alleles are not checked"
            )
        elif written.strip() != found.name:
            self.note(f"locus «{shortened(written)}» is read as {found.name}")
        return found


@lru_cache(maxsize=4096)
def allele_order(allele: str) -> tuple[int, float, str]:
    """Sorts alleles by size, ``<6`` before 6 and ``>15`` after 15, what is no number behind."""
    sized = _SIZED.fullmatch(allele)
    if sized is None:
        return 1, 0.0, allele
    sign, number = sized.groups()
    return 0, float(number) + {"<": -0.05, ">": 0.05, "": 0.0}[sign], ""


@lru_cache(maxsize=4096)
def allele(written: str) -> str:
    """An allele as it is written here: ``9,3`` and ``09.30`` are ``9.3``, ``10.0`` is ``10``, ``x`` is ``X``.

    What has another form stays as written, for `fault_of` to name.
    """
    text = written.strip()
    number = _NUMBER.fullmatch(text) if len(text) < _LONGEST_NAME else None
    if number:
        whole, part = number.groups()
        return whole if part in (None, "0") else f"{whole}.{part}"
    return text.upper() if text in ("x", "y") else text


def fault_of(at: Locus, alleles: Sequence[str], sex: str = "U") -> str:
    """Why a reading may not be weighed: an allele off the ladder, too many alleles; empty where it may."""
    for one in alleles:
        wrong = _fault_of_allele(at.name, one)
        if wrong:
            return wrong
    shown = ", ".join(alleles)
    if len(alleles) > at.most:
        many = _COUNTED.get(len(alleles), str(len(alleles)))
        most = _COUNTED.get(at.most, str(at.most))
        return (
            f"{many} alleles ({shown}) and one person has {most} at most: a mixture, or a rare pattern; "
            "the reading is left out, look at the peaks"
        )
    if at.chromosome == "X" and sex == "M" and len(set(alleles)) > 1:
        return f"two alleles ({shown}) on X of a man, who has one; the reading is left out, check his sex"
    return ""


_COUNTED: Final = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight"}


@lru_cache(maxsize=16_384)
def _fault_of_allele(name: str, one: str) -> str:
    at = locus(name)
    shown = shortened(one)
    if _OFF_LADDER.fullmatch(one):
        return (
            f"allele «{shown}» is off the ladder: its length is not known; the reading is left out, size it or "
            "type it again"
        )
    if not at.known:
        return "" if _PLAIN.fullmatch(one) else f"«{shown}» is no allele; the reading is left out"
    if at.chromosome == "XY":
        return "" if one in ("X", "Y") else f"«{shown}» is not an allele of amelogenin, which has X and Y"
    try:
        size = float(one) if _NUMBER.fullmatch(one) else None
    except ValueError:
        size = None
    if size is None:
        return f"«{shown}» is no allele; write a number of repeats such as 9 or 9.3; the reading is left out"
    if at.lowest is None or at.highest is None:
        return ""
    if not at.lowest <= size <= at.highest:
        return (
            f"allele {one} is off the ladder: {at.name} has {at.lowest:g} to {at.highest:g} repeats; "
            "the reading is left out, check for a slip or another locus's column"
        )
    part = round(size % 1 * 10)
    if at.unit and part >= at.unit:
        return (
            f"allele {one} is off the ladder: a repeat of {at.name} has {at.unit} bases, so that .{part} cannot be; "
            "the reading is left out"
        )
    return ""


def text_fault(text: str, most: int = _LONGEST_NAME) -> str:
    """Why a name cannot be one: nothing in it, too long, control characters; empty where it can."""
    if not text:
        return "there is no name here; give one"
    if len(text) > most:
        return f"a name of {len(text):,} characters; shorten it to {most}"
    if _CONTROL.search(text):
        return "the name holds control characters; write it again"
    return ""


class SampleBuilder:
    """One sample's readings as they come, each locus once."""

    def __init__(self, file: Collector, sample: Sample) -> None:
        self._file = file
        self._sample = sample
        self._readings: dict[str, Reading] = {}

    @property
    def id(self) -> str:
        return self._sample.id

    def add(self, locus_written: str, alleles: Iterable[str], line: int, **details: str) -> None:
        """A reading as written; blank alleles are none, and a reading without any is not kept.

        `details` are fields of `Reading` that are texts.
        """
        at = self._file.locus(locus_written)
        given = [text for text in (allele(one) for one in alleles) if text]
        if not given:
            return
        if len(given) > MOST_ALLELES:
            self._reject(line, at.name, ", ".join(given[:20]), f"{len(given)} alleles; no reading has more than eight")
            return
        given.sort(key=allele_order)
        fault = fault_of(at, given, self._sample.sex)
        reading = Reading(at.name, tuple(given), fault, line=line, **details)  # type: ignore[arg-type]
        before = self._readings.get(at.name)
        if before is None:
            self._readings[at.name] = reading
            if fault:
                self._reject(line, at.name, ", ".join(given), fault)
            return
        lines = f"on line {before.line:,} and here" if before.line != line else "on this line"
        if before.alleles == reading.alleles:
            self._file.find(
                line,
                f"the locus stands twice ({lines}) with the same alleles; it is read once",
                person=self.id,
                locus=at.name,
                value=locus_written,
                gravity=Gravity.WARNING,
            )
            return
        said = f"{', '.join(before.alleles)} and {', '.join(reading.alleles)}"
        fault = f"the locus stands twice ({lines}) with different alleles ({said}); neither is used, correct the file"
        self._readings[at.name] = replace(before, fault=fault)
        self._reject(line, at.name, ", ".join(given), fault)

    def _reject(self, line: int, at: str, value: str, reason: str) -> None:
        self._file.find(line, reason, person=self.id, locus=at, value=value)

    def mark_required(self, locus_written: str, alleles: Iterable[str]) -> None:
        """Alleles of a reading that CODIS must find."""
        name = locus(locus_written).name
        reading = self._readings.get(name)
        required = tuple(sorted((allele(one) for one in alleles), key=allele_order))
        if reading is not None and required and set(required) <= set(reading.alleles):
            self._readings[name] = replace(reading, required=required)

    def done(self) -> Sample:
        """The sample, its sex held against what was read of X and Y."""
        sample = replace(self._sample, readings=tuple(self._readings.values()))
        sex_against_reading(self._file, sample)
        return sample


def sex_against_reading(file: Collector, sample: Sample) -> None:
    """Warns where amelogenin, or alleles on Y, contradict the stated sex."""
    if sample.sex == "U":
        return
    for reading in sample.readings:
        if reading.fault:
            continue
        chromosome = locus(reading.locus).chromosome
        shown = ", ".join(reading.alleles)
        if chromosome == "XY":
            read = "M" if "Y" in reading.alleles else "F"
            if read != sample.sex:
                stated, seen = ("male", "a woman") if sample.sex == "M" else ("female", "a man")
                file.find(
                    reading.line,
                    f"{shown} is the reading of {seen}, and the sex given is {stated}: a swapped sample, a slip of the "
                    "pen, or a lost Y; check before anything is weighed",
                    person=sample.id,
                    locus=reading.locus,
                    value=shown,
                    gravity=Gravity.WARNING,
                )
        elif chromosome == "Y" and sample.sex == "F":
            file.find(
                reading.line,
                "an allele on Y of a person whose sex is given as female; check the sample and the sex",
                person=sample.id,
                locus=reading.locus,
                value=shown,
                gravity=Gravity.WARNING,
            )
