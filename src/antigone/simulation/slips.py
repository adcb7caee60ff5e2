"""How often each kind of source goes wrong, and in which way.

One frozen `SourceErrors` a kind of source, the same for both sides of the war. Every rate is the chance that a record
shows the slip, given that it can (a missing patronymic cannot be misspelt). What was done to a record stands in
`truth/links.csv` under the names of these fields.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from antigone.evidence.names import RomanisationScheme

Scheme = RomanisationScheme


@dataclass(frozen=True, slots=True)
class SourceErrors:
    """Rates of one kind of source, each between 0 and 1, except `duplicates`.

    Attributes of the name:
        other_tongue: names in the form of the other language, in this list's letters (Микола in a Russian list,
            Ніколай in a Ukrainian one).
        pet_name: the pet form instead of the given name.
        patronymic_missing: no patronymic where the person has one.
        initials: given name and patronymic as initials.
        surname_typo, given_typo, patronymic_typo: one slip of spelling or typing in the word.
        misread: one letter taken for another that looks like it, by a person or by optical recognition.
        homoglyphs: letters of the other script that look the same.
        yo_as_e: «ё» written as «е».
        order_changed: given name first where the list puts the surname first, or the reverse.
        capitals: the whole name in capitals.
        accusative: the name in the accusative, as in "searching for ...".
        maiden_name: the maiden name of a married woman.

    Attributes of dates and details:
        birth_missing, birth_year_only, birth_about, birth_year_off, birth_swapped, birth_digit: no birth date; only the
            year; "about" a year that is up to two off; a year off by one or two; day and month swapped (where both are
            possible); the decade off.
        event_date_missing, event_date_off: date of the event absent, or off by up to nine days.
        place_vague, place_wrong: only the region; a neighbouring settlement.
        unit_missing, unit_wrong, rank_missing, rank_off, number_missing, number_digit, call_sign_missing: details of
            service absent or wrong (rank one step below; one digit of the service number off).

    Attributes of the whole record:
        hearsay: what the record says became of the person is not true and never was.
        stale: what the record says was true once; of people whose fate has moved on since.
        duplicates: mean number of further records that the same source holds of the same person.

    Attribute `romanisation`: schemes by which a Latin list writes names, for people whose papers are Russian, with
    shares; `romanisation_uk` for Ukrainian papers. Empty for lists in Cyrillic.
    """

    other_tongue: float = 0.0
    pet_name: float = 0.0
    patronymic_missing: float = 0.0
    initials: float = 0.0
    surname_typo: float = 0.0
    given_typo: float = 0.0
    patronymic_typo: float = 0.0
    misread: float = 0.0
    homoglyphs: float = 0.0
    yo_as_e: float = 0.8
    order_changed: float = 0.0
    capitals: float = 0.0
    accusative: float = 0.0
    maiden_name: float = 0.0
    birth_missing: float = 0.0
    birth_year_only: float = 0.0
    birth_about: float = 0.0
    birth_year_off: float = 0.0
    birth_swapped: float = 0.0
    birth_digit: float = 0.0
    event_date_missing: float = 0.0
    event_date_off: float = 0.0
    place_vague: float = 0.0
    place_wrong: float = 0.0
    unit_missing: float = 0.0
    unit_wrong: float = 0.0
    rank_missing: float = 0.0
    rank_off: float = 0.0
    number_missing: float = 0.0
    number_digit: float = 0.0
    call_sign_missing: float = 0.0
    hearsay: float = 0.0
    stale: float = 0.0
    duplicates: float = 0.0
    romanisation: tuple[tuple[RomanisationScheme, float], ...] = ()
    romanisation_uk: tuple[tuple[RomanisationScheme, float], ...] = ()

    def __post_init__(self) -> None:
        for field in fields(self):
            rate = getattr(self, field.name)
            if isinstance(rate, float) and field.name != "duplicates" and not 0 <= rate <= 1:
                raise ValueError(f"the rate «{field.name}» must lie between 0 and 1, not be {rate}")


FAMILIES: Final = SourceErrors(
    other_tongue=0.03, pet_name=0.05, patronymic_missing=0.13, initials=0.01, surname_typo=0.05, given_typo=0.02,
    patronymic_typo=0.04, misread=0.01, homoglyphs=0.02, yo_as_e=0.85, order_changed=0.15, capitals=0.05,
    accusative=0.03, maiden_name=0.1, birth_missing=0.06, birth_year_only=0.10, birth_about=0.02, birth_year_off=0.03,
    birth_swapped=0.03, birth_digit=0.005, event_date_missing=0.05, event_date_off=0.20, place_vague=0.35,
    place_wrong=0.12, unit_missing=0.30, unit_wrong=0.05, rank_missing=0.35, rank_off=0.15, number_missing=0.70,
    number_digit=0.03, call_sign_missing=0.35, stale=1.0, duplicates=0.30,
)  # fmt: skip
"""Missing persons reported by relatives, by telephone and form."""

DETAINING_POWER: Final = SourceErrors(
    other_tongue=0.08, patronymic_missing=0.06, initials=0.02, surname_typo=0.08, given_typo=0.03,
    patronymic_typo=0.05, misread=0.03, homoglyphs=0.03, yo_as_e=0.95, order_changed=0.02, birth_missing=0.02,
    birth_year_only=0.20, birth_year_off=0.04, birth_swapped=0.03, birth_digit=0.01, event_date_missing=0.15,
    event_date_off=0.10, place_vague=0.30, place_wrong=0.10, rank_missing=0.05, rank_off=0.10, number_missing=0.25,
    number_digit=0.04, hearsay=0.01, stale=0.30, duplicates=0.03,
)  # fmt: skip
"""Prisoners as the power that holds them lists them, in its own language, by ear and from papers."""

NEUTRAL_AGENCY: Final = SourceErrors(
    other_tongue=0.15, patronymic_missing=0.35, initials=0.02, surname_typo=0.07, given_typo=0.04,
    patronymic_typo=0.05, misread=0.02, homoglyphs=0.005, yo_as_e=0.0, order_changed=0.15, capitals=0.04,
    birth_missing=0.04, birth_year_only=0.15, birth_about=0.02, birth_year_off=0.03, birth_swapped=0.06,
    birth_digit=0.005, event_date_missing=0.25, event_date_off=0.08, place_vague=0.20, place_wrong=0.05,
    rank_missing=0.20, rank_off=0.08, number_missing=0.35, number_digit=0.03, stale=0.35, duplicates=0.02,
    romanisation=((Scheme.RU_ICAO, 0.30), (Scheme.RU_BGN, 0.22), (Scheme.RU_PASSPORT_1997, 0.14),
                  (Scheme.RU_PRESS, 0.14), (Scheme.RU_FRENCH, 0.12), (Scheme.RU_GERMAN, 0.04),
                  (Scheme.RU_PASSPORT_USSR, 0.04)),
    romanisation_uk=((Scheme.UK_2010, 0.48), (Scheme.UK_BGN, 0.20), (Scheme.UK_2007, 0.12), (Scheme.UK_FRENCH, 0.14),
                     (Scheme.UK_GERMAN, 0.06)),
)  # fmt: skip
"""The neutral agency's register of prisoners of both sides, in Latin letters from many delegates' pens."""

OFFICIAL_DEAD: Final = SourceErrors(
    patronymic_missing=0.02, surname_typo=0.015, given_typo=0.01, patronymic_typo=0.015, homoglyphs=0.02,
    yo_as_e=0.6, birth_missing=0.01, birth_year_only=0.02, birth_year_off=0.01, birth_swapped=0.01, birth_digit=0.003,
    event_date_missing=0.02, event_date_off=0.04, place_vague=0.40, place_wrong=0.05, unit_missing=0.10,
    unit_wrong=0.02, rank_missing=0.02, rank_off=0.06, duplicates=0.005,
)  # fmt: skip
"""The dead whom their own side names officially."""

PRESS: Final = SourceErrors(
    other_tongue=0.02, pet_name=0.06, patronymic_missing=0.40, surname_typo=0.04, given_typo=0.02,
    patronymic_typo=0.03, misread=0.02, homoglyphs=0.02, yo_as_e=0.8, order_changed=0.35, capitals=0.03,
    accusative=0.03, maiden_name=0.05, birth_missing=0.30, birth_year_only=0.30, birth_about=0.05, birth_year_off=0.04,
    birth_swapped=0.01, birth_digit=0.01, event_date_missing=0.20, event_date_off=0.15, place_vague=0.45,
    place_wrong=0.08, unit_missing=0.45, unit_wrong=0.04, rank_missing=0.30, rank_off=0.10, call_sign_missing=0.5,
    duplicates=0.20,
)  # fmt: skip
"""Obituaries and news of funerals gathered by volunteers."""

MORTUARY: Final = SourceErrors(
    surname_typo=0.08, given_typo=0.04, patronymic_typo=0.04, misread=0.10, event_date_off=0.05, place_vague=0.10,
    place_wrong=0.05, number_digit=0.10, call_sign_missing=0.88,
)  # fmt: skip
"""Bodies in a mortuary; names only from papers and scraps in the clothes."""

HOSPITAL: Final = SourceErrors(
    other_tongue=0.10, pet_name=0.02, patronymic_missing=0.30, initials=0.08, surname_typo=0.14, given_typo=0.05,
    patronymic_typo=0.06, misread=0.05, homoglyphs=0.01, yo_as_e=1.0, order_changed=0.05, birth_missing=0.10,
    birth_year_only=0.60, birth_about=0.05, birth_year_off=0.06, rank_missing=0.40,
    event_date_off=0.05, stale=0.5, duplicates=0.06,
)  # fmt: skip
"""Wounded prisoners in a hospital's admission book, written by hand and later typed."""

EXCHANGE: Final = SourceErrors(
    patronymic_missing=0.02, surname_typo=0.02, given_typo=0.01, patronymic_typo=0.02, homoglyphs=0.03, yo_as_e=0.9,
    birth_year_only=0.05, birth_year_off=0.01, rank_missing=0.03, rank_off=0.05, number_missing=0.30, unit_missing=0.10,
)  # fmt: skip
"""Those who came back, listed by the headquarters of their own side."""

WITNESSES: Final = SourceErrors(
    other_tongue=0.05, pet_name=0.22, patronymic_missing=0.80, surname_typo=0.15, given_typo=0.02, patronymic_typo=0.05,
    yo_as_e=0.85, order_changed=0.5, accusative=0.05, birth_missing=0.60, birth_about=0.35, event_date_missing=0.25,
    event_date_off=0.45, place_vague=0.5, place_wrong=0.1, unit_missing=0.6, unit_wrong=0.06, call_sign_missing=0.15,
    hearsay=0.12, duplicates=0.15,
)  # fmt: skip
"""What released prisoners say of men they saw: hearsay, with call-signs better than names."""
