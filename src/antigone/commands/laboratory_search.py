"""`antigone laboratory search` and `work`: everybody compared with everybody, or what is new with everybody."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from antigone.commands.bench import at_the_bench
from antigone.commands.frame import Json, operator, print_json, say, this_configuration

if TYPE_CHECKING:
    from antigone.bureau.identification.arrivals import Compared

_SHOWN = 10


class NumbersOfTheLastSearch(ValueError):
    """What is new is compared by the numbers of the last search of everything; they cannot be given."""


def search(
    new: Annotated[
        bool, typer.Option("--new", help="Only what came or changed since the last search, by the same numbers.")
    ] = False,
    floor: Annotated[float | None, typer.Option(help="Least log10 likelihood ratio that is kept. Else: 2.")] = None,
    theta: Annotated[float | None, typer.Option(help="Co-ancestry of the population. Else: 0.")] = None,
    mothers: Annotated[
        float | None, typer.Option(help="Chance of a mutation from a mother, a locus. Else: 0.001.")
    ] = None,
    fathers: Annotated[
        float | None, typer.Option(help="Chance of a mutation from a father, a locus. Else: 0.002.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Compare every profile of remains with every family. The weights go to the matches; genotypes stay sealed."""
    numbers = {"floor": floor, "theta": theta, "mothers": mothers, "fathers": fathers}
    given = {name: number for name, number in numbers.items() if number is not None}
    if new and given:
        raise NumbersOfTheLastSearch(
            f"--new goes on by the numbers of the last search; leave out --{next(iter(given))}, or search everything"
        )
    with at_the_bench() as key, _progress() as progress:
        from antigone.bureau.identification.arrivals import Bench, compare_what_is_due, search_everything
        from antigone.bureau.identification.bench import Assumptions
        from antigone.bureau.identification.commingling.actions import compare_pairs_due

        if new:
            done = list(compare_what_is_due(Bench(key), actor=operator(), progress=progress))
        else:
            done = [search_everything(key, Assumptions(**given), actor=operator(), progress=progress)]
        told = [_told(one) for one in done]
        pairs = list(compare_pairs_due(key, actor=operator()))
    if as_json:
        print_json(told if new else told[0])
        return
    if not done:
        print("Nothing has come or changed since the last search.")
    for one in done:
        _print(one)
    if not_one := sum(one.not_one for one in pairs):
        print(f"{not_one:,} pairs of samples of one body or one grave are not of one person")
        print("See them with: antigone remains commingling")
    if done:
        print("See them with: antigone laboratory weights")


def _told(one: Compared) -> dict[str, object]:
    from antigone.bureau.identification.models import Search

    kept = Search.objects.select_related("population").get(pk=one.search)
    return {
        "search": one.search,
        "families": one.families,
        "bodies": one.samples,
        "matches": one.matches,
        "hits": one.weights,
        "links": one.links,
        "population": kept.population.name,
        "inputs": kept.inputs,
        "everything": one.everything,
        "notes": one.notes,
    }


def _print(one: Compared) -> None:
    for note in one.notes[:_SHOWN]:
        print(f"note: {note}")
    if len(one.notes) > _SHOWN:
        print(f"and {len(one.notes) - _SHOWN} more notes; see them all with --json")
    if one.everything:
        why = "" if one.everything == "asked for" else f" ({one.everything})"
        print(f"{one.samples:,} profiles of remains against {one.families:,} families{why}: {one.weights:,} hits")
    else:
        matched = f", {one.matches:,} new matches" if one.matches else ""
        print(
            f"{one.samples:,} new bodies and {one.families:,} new families against all{matched}: {one.weights:,} hits"
        )
    if one.links:
        print(f"{one.links:,} samples are of one body with another")


@contextmanager
def _progress() -> Iterator[Callable[[str, int], None]]:
    from antigone.interfaces.terminal import progress_bar

    with progress_bar("families") as advance:
        yield lambda stage, done: advance(done) if stage == "families" else None


def work(
    every: Annotated[float, typer.Option(min=0.05, help="Seconds between looks at what has come.")] = 1.0,
) -> None:
    """Run the laboratory as a service: what comes is compared within seconds. It holds genotypes in its memory only."""
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    with at_the_bench() as key:
        from antigone.bureau.identification.arrivals import SERVICE
        from antigone.bureau.identification.arrivals import work as compare_what_comes

        supervised = this_configuration().supervised
        if not supervised:
            say("the laboratory compares what comes; Ctrl-C stops it")
        compare_what_comes(stop, key, actor=SERVICE if supervised else operator(), every=every)
