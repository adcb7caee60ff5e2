"""A claim as a plain document, and back: one shape for the database, for JSON files and for pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from antigone.evidence.claims.claims import Claim, Source, Standing
from antigone.evidence.claims.quantities import (
    Amount,
    Counted,
    IntervalKind,
    NotAnAmount,
    Population,
    Qualifier,
    Quantity,
    Tally,
)


class NotAClaim(ValueError):
    """A document is no claim; the message names the field and what may stand there."""


def claim_document(claim: Claim) -> dict[str, Any]:
    """The claim as JSON values; what is empty is left out. `claim_of` gives an equal claim back."""
    amount, quantity = claim.amount, claim.amount.quantity
    document = {
        "key": claim.key,
        "speaker": claim.speaker,
        "on_behalf_of": claim.on_behalf_of,
        "as_of": claim.as_of,
        "standing": claim.standing.value,
        "counted": quantity.counted.value,
        "tally": quantity.tally.value,
        "force": quantity.population.force,
        "includes": sorted(quantity.population.includes),
        "excludes": sorted(quantity.population.excludes),
        "limits": quantity.population.limits,
        "territory": quantity.territory,
        "period_from": quantity.period_from,
        "period_to": quantity.period_to,
        "low": amount.low,
        "best": amount.best,
        "high": amount.high,
        "qualifier": amount.qualifier.value,
        "interval": amount.interval.value,
        "as_said": amount.as_said,
        "method": claim.method,
        "url": claim.source.url,
        "publisher": claim.source.publisher,
        "published": claim.source.published,
        "retrieved": claim.source.retrieved,
        "archived_sha256": claim.source.archived_sha256,
        "place": claim.source.place,
        "relayed_by": list(claim.source.relayed_by),
        "quotation": claim.quotation,
        "translation": claim.translation,
        "part_of": claim.part_of,
        "corrects": claim.corrects,
        "retracts": claim.retracts,
        "same_as": claim.same_as,
        "unclear": list(claim.unclear),
    }
    return {name: value for name, value in document.items() if value not in ("", None, [])}


_WORDS = (
    "on_behalf_of", "limits", "territory", "period_from", "period_to", "as_said", "method", "url", "publisher",
    "published", "retrieved", "archived_sha256", "place", "quotation", "translation", "part_of", "corrects",
    "retracts", "same_as",
)  # fmt: skip
_LISTS = ("includes", "excludes", "relayed_by", "unclear")
_NUMBERS = ("low", "best", "high")
_NEEDED = ("key", "speaker", "force", "as_of")
_CHOICES = {
    "standing": Standing,
    "counted": Counted,
    "tally": Tally,
    "qualifier": Qualifier,
    "interval": IntervalKind,
}
_DEFAULTS = {"tally": Tally.CUMULATIVE, "qualifier": Qualifier.EXACTLY, "interval": IntervalKind.NONE}

#: Every field that a document may have.
FIELDS = (*_NEEDED, *_CHOICES, *_NUMBERS, *_WORDS, *_LISTS)


def claim_of(document: Mapping[str, Any]) -> Claim:
    """The claim that a document tells.

    Raises:
        NotAClaim: a field that is not known, missing, or of the wrong kind.
    """
    if unknown := sorted(set(document) - set(FIELDS)):
        raise NotAClaim(f"there is no field «{unknown[0]}»; fields are {', '.join(FIELDS)}")
    words = {name: _word(document, name) for name in (*_NEEDED, *_WORDS)}
    if missing := [name for name in _NEEDED if not words[name]]:
        raise NotAClaim(f"«{missing[0]}» is missing")
    lists = {name: _texts(document, name) for name in _LISTS}
    chosen = {name: _choice(document, name) for name in _CHOICES}
    quantity = Quantity(
        chosen["counted"],
        Population(words["force"], frozenset(lists["includes"]), frozenset(lists["excludes"]), words["limits"]),
        words["territory"],
        words["period_from"],
        words["period_to"],
        chosen["tally"],
    )
    try:
        amount = Amount(
            quantity,
            _number(document, "low"),
            _number(document, "best"),
            _number(document, "high"),
            chosen["qualifier"],
            chosen["interval"],
            words["as_said"],
        )
    except NotAnAmount as trouble:
        raise NotAClaim(str(trouble)) from None
    source = Source(
        words["url"],
        words["publisher"],
        words["published"],
        words["retrieved"],
        words["archived_sha256"],
        words["place"],
        lists["relayed_by"],
    )
    return Claim(
        words["key"],
        words["speaker"],
        amount,
        words["as_of"],
        chosen["standing"],
        words["on_behalf_of"],
        words["method"],
        source,
        words["quotation"],
        words["translation"],
        words["part_of"],
        words["corrects"],
        words["retracts"],
        words["same_as"],
        lists["unclear"],
    )


def _word(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name, "")
    if not isinstance(value, str):
        raise NotAClaim(f"«{name}» must be words, not {value!r}")
    return value.strip()


def _texts(document: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = document.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise NotAClaim(f"«{name}» must be a list of words, not {value!r}")
    return tuple(value)


def _number(document: Mapping[str, Any], name: str) -> int | None:
    value = document.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise NotAClaim(f"«{name}» must be a whole number, not {value!r}; words belong into «as_said»")
    return value


def _choice(document: Mapping[str, Any], name: str) -> Any:
    kinds = _CHOICES[name]
    value = document.get(name, _DEFAULTS.get(name, ""))
    if value not in {kind.value for kind in kinds}:
        raise NotAClaim(f"«{name}» is {value!r}; it must be one of {', '.join(kind.value for kind in kinds)}")
    return kinds(value)
