"""The bench: what the laboratory's process holds between arrivals."""

from __future__ import annotations

import antigone
from antigone.bureau.identification.arrivals.at_hand import AtHand, EverythingAnew
from antigone.bureau.identification.laboratory import Progress, quietly
from antigone.bureau.identification.models import Search
from antigone.bureau.identification.queries import population_in_force
from antigone.bureau.identification.sealing import LaboratoryKey


class Bench:
    """Everything that was read, opened, as it lies ready after one search. It is written nowhere.

    Args:
        key: the laboratory's.

    Attributes:
        at_hand: what is ready, or None.
        search: after which it was made ready, or which it made itself since.
    """

    def __init__(self, key: LaboratoryKey) -> None:
        self.key = key
        self.at_hand: AtHand | None = None
        self.search: Search | None = None

    def clear(self) -> None:
        """Forget everything."""
        self.at_hand = self.search = None

    def is_up_to_date(self) -> bool:
        """Whether nobody else has compared since it was made ready."""
        newest = Search.objects.order_by("-id").values_list("pk", flat=True).first()
        return self.search is not None and self.search.pk == newest

    def make_ready(self, progress: Progress = quietly) -> None:
        """Open every seal and make every table, by the numbers of the last search. It takes a while.

        Raises:
            EverythingAnew: there was no search yet, or other frequencies or another version made it, or what was read
                since changes the weights of all.
            SealBroken: a profile does not open.
            NoPopulation: there are no allele frequencies.
        """
        self.clear()
        # The search is looked up first: what somebody else compares from now on makes the bench out of date.
        search = Search.objects.order_by("-id").first()
        population = population_in_force()
        if search is None:
            raise EverythingAnew("nothing was compared yet")
        if search.population_id != population.pk:
            raise EverythingAnew("the frequencies in force are not those of the last search")
        if "ladders" not in search.outcome:
            raise EverythingAnew("the last search did not say what arrivals must keep to")
        if search.engine_version != antigone.__version__:
            raise EverythingAnew(f"the last search was made by version {search.engine_version}")
        self.at_hand = AtHand(self.key, population, search, progress)
        self.search = search
