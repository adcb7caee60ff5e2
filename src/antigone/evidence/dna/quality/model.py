"""The loci and what is assumed of them, and the marker of sex."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from antigone.evidence.dna.cases.parts import AMELOGENIN, LINKED
from antigone.evidence.dna.markers import Panel
from antigone.evidence.dna.quality.findings import Concern, Finding


def check_panel(over: Panel) -> tuple[Finding, ...]:
    """Linked loci that would count as independent, mutation models that are not stationary, scaled frequencies."""
    as_written = {one.name.upper().replace("_", " "): one.name for one in over.markers}
    found = [
        Finding(
            Concern.LINKED,
            (),
            None,
            f"{as_written[a]} and {as_written[b]} lie close together on one chromosome and count as independent; weigh "
            "them as a linked pair where grandparents, half-sibs or uncles are contrasted, or leave one out",
        )
        for a, b in LINKED
        if a in as_written and b in as_written
    ]
    # What is true of many loci is said once.
    loci_of: dict[str, list[str]] = {}
    for one in over.markers:
        for note in one.notes:
            loci_of.setdefault(note.removeprefix(f"{one.name}: "), []).append(one.name)
    found += [Finding(Concern.MODEL, (), None, f"{', '.join(loci)}: {note}") for note, loci in loci_of.items()]
    return tuple(found)


def check_sex(readings: Mapping[str, Mapping[str, Sequence[str]]], sexes: Mapping[str, str]) -> tuple[Finding, ...]:
    """Amelogenin against the stated sex.

    Args:
        readings: person -> locus -> alleles; X and X is a woman, X and Y a man.
        sexes: person -> M, F or U as stated.
    """
    found = []
    for person, loci in readings.items():
        for locus, alleles in loci.items():
            if locus.strip().upper() not in AMELOGENIN:
                continue
            seen = {str(allele).upper() for allele in alleles}
            stated = sexes.get(person, "U")
            if not seen or not seen <= {"X", "Y"}:
                said = ", ".join(map(str, alleles)) or "nothing"
                words = f"«{person}»: Amelogenin reads {said}, which is no X and Y; look at the raw data"
            elif stated == "F" and "Y" in seen:
                words = f"«{person}» is stated to be a woman and Amelogenin reads a Y; check label and statement"
            elif stated == "M" and "Y" not in seen:
                words = (
                    f"«{person}» is stated to be a man and Amelogenin reads no Y; check label and statement, and "
                    "Y-STR for a deletion or a drop-out"
                )
            else:
                continue
            found.append(Finding(Concern.SEX, (person,), None, words))
    return tuple(found)
