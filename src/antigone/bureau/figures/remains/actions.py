"""The bureau's own counts become claims like anybody's: dated, typed, held against the others by the same rules."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from antigone.bureau.disclosure.figures import SMALLEST_SHOWN
from antigone.bureau.figures.actions import claims_kept
from antigone.bureau.figures.models import Claim as KeptClaim
from antigone.bureau.figures.remains.queries import OwnCount, remains_until
from antigone.bureau.figures.values import ClaimsKept, FiguresError
from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.evidence.claims import (
    Amount,
    Claim,
    Counted,
    Population,
    Qualifier,
    Quantity,
    Source,
    Standing,
    Tally,
    claim_document,
)

#: Of whom the counts speak where nobody says more: the bureau does not know of each whose he was.
ANY_FORCE: Final = "remains, whoever they were"
_PARTS = "counted from the events of custody: bags under a number of their own, each once"
_PEOPLE = "counted from the signatures under identifications that nobody has taken back"


class StillToCome(FiguresError):
    """Nobody can count until a day that has not come."""


@action
def document_remains(day: date, *, claimant: str, force: str = ANY_FORCE, actor: Actor) -> tuple[OwnCount, ClaimsKept]:
    """Enter what the bureau's own books say at the end of a day among the claims.

    The same day twice changes nothing. Where an act that was written down late has changed the count of a day, the new
    claim corrects the old one. A count from 1 to 4 is entered as «less than 5».

    Args:
        claimant: the bureau's name.
        force: whose remains they are, where they are all of one force.

    Raises:
        StillToCome: the day is not here yet.
    """
    if day > datetime.now(UTC).date():
        raise StillToCome(f"{day.isoformat()} is still to come; count until today or an earlier day")
    count = remains_until(day)
    claims = [
        _claim(day, "recovered", Counted.REMAINS_RECOVERED, count.recovered, claimant, force),
        _claim(day, "identified", Counted.REMAINS_IDENTIFIED, count.identified, claimant, force),
        _claim(day, "handed-over", Counted.REMAINS_HANDED_OVER, count.handed_over, claimant, force),
    ]
    kept = claims_kept(claims, actor=actor)
    record_event(
        "figures.document_remains",
        actor=actor,
        subject=Subject("claims", f"own-remains-{day.isoformat()}"),
        detail={
            "recovered": count.recovered,
            "identified": count.identified,
            "handed_over": count.handed_over,
            "added": kept.added,
        },
    )
    return count, kept


def _claim(day: date, what: str, counted: Counted, count: int, claimant: str, force: str) -> Claim:
    """The claim under the first key that is free, or under which the same is kept."""
    people = counted is Counted.REMAINS_IDENTIFIED
    # An identification may be taken back, so this is what stands that day; what was recovered or went stays so.
    quantity = Quantity(counted, Population(force), tally=Tally.STOCK if people else Tally.CUMULATIVE)
    small = 0 < count < SMALLEST_SHOWN
    amount = (
        Amount(quantity, best=SMALLEST_SHOWN, qualifier=Qualifier.LESS_THAN) if small else Amount(quantity, best=count)
    )
    key = f"own-remains-{day.isoformat()}-{what}"
    corrects, number = "", 1
    while True:
        claim = Claim(
            key if number == 1 else f"{key}-{number}",
            claimant,
            amount,
            day.isoformat(),
            Standing.NAMED_COUNT if people else Standing.PHYSICAL_COUNT,
            method=_PEOPLE if people else _PARTS,
            source=Source(publisher=claimant),
            corrects=corrects,
        )
        kept = KeptClaim.objects.filter(key=claim.key).values_list("document", flat=True).first()
        if kept is None or kept == claim_document(claim):
            return claim
        corrects, number = claim.key, number + 1
