"""Which property of FollowTheMoney's `Person` is which field of a record.

Source: the schema of followthemoney 4 (https://followthemoney.tech/explorer/schemata/Person).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

#: Field of a record -> property whose values are its text, both ways.
TEXTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "father_name": "fatherName",
        "birthplace": "birthPlace",
        "residence": "address",
        "service_number": "idNumber",
        "rank": "position",
        "description": "appearance",
        "status": "status",
        "note": "notes",
    }
)
#: Country -> its code of ISO 3166-1 in small letters, as FollowTheMoney wants it. A nationality in other words has no
#: place in the format.
_COUNTRIES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "ua": ("Україна", "Украина", "Ukraine", "українець", "українка", "украинец", "украинка", "Ukrainian"),
        "ru": ("Россия", "Росія", "Russia", "россиянин", "россиянка", "росіянин", "русский", "Russian"),
        "by": ("Беларусь", "Білорусь", "Белоруссия", "Belarus", "белорус", "білорус", "Belarusian"),
        "ge": ("Грузия", "Грузія", "Georgia", "грузин", "Georgian"),
        "md": ("Молдова", "Молдавия", "Moldova", "молдаванин", "Moldovan"),
        "pl": ("Польша", "Польща", "Poland", "поляк", "Polish"),
        "gb": ("Великобритания", "Велика Британія", "United Kingdom", "British"),
        "us": ("США", "United States", "American"),
        "co": ("Колумбия", "Колумбія", "Colombia", "Colombian"),
        "kp": ("КНДР", "North Korea"),
    }
)
_CODES: Final = {word.casefold(): code for code, words in _COUNTRIES.items() for word in words}


def country_code(nationality: str) -> str:
    """The code of a nationality or a country; empty where it is told in words that are not known."""
    text = nationality.strip()
    if len(text) == 2 and text.isascii() and text.isalpha():
        return text.lower()
    return _CODES.get(text.casefold(), "")


def country_name(code: str) -> str:
    """What the registry says for a code: the code in capitals, which every reader knows."""
    return code.upper() if len(code) == 2 else code
