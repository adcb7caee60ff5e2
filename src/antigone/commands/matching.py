"""`antigone match`, `antigone matches`, `antigone review`: who may be whom, why, and what staff make of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from antigone.commands.frame import Json, at_work, operator, print_json

if TYPE_CHECKING:
    from antigone.bureau.matching.engines import Engine, Progress
    from antigone.bureau.matching.models import Relation
    from antigone.server.configuration import Configuration


class RulesChoice(StrEnum):
    """Which blocking rules a bulk comparison uses."""

    PLANNED = "planned"
    ALL = "all"


class EngineName(StrEnum):
    """What compares."""

    POSTGRES = "postgres"
    LOCAL = "local"
    SPARK = "spark"


def match(
    engine: Annotated[
        EngineName, typer.Option(help="postgres: what is due; local: all, on this machine; spark: all, on a cluster.")
    ] = EngineName.POSTGRES,
    everybody: Annotated[bool, typer.Option("--all", help="Compare all records anew, not only what is due.")] = False,
    floor: Annotated[
        float | None, typer.Option(help="Least log10 LR of a match, for local and spark; it stays in force after.")
    ] = None,
    rules: Annotated[
        RulesChoice | None,
        typer.Option(help="For local and spark: the cheapest rules that find enough (planned), or all."),
    ] = None,
    recall: Annotated[
        float | None,
        typer.Option(min=0.0, max=1.0, help="How much is enough, of what all rules find: 0.99 when not given."),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run that was cut off.")] = False,
    master: Annotated[str, typer.Option(help="The Spark cluster, spark://host:7077.")] = "local[2]",
    plan: Annotated[bool, typer.Option("--plan", help="Say which rules would be used, and what they cost.")] = False,
    train: Annotated[bool, typer.Option("--train", help="Learn the weights from the bureau's own records.")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="With --train: weigh with these from now on.")] = False,
    chart: Annotated[Path | None, typer.Option(help="With --train: draw old and new into this SVG file.")] = None,
    shipped: Annotated[bool, typer.Option("--shipped", help="Go back to the weights that came with Antigone.")] = False,
    explain: Annotated[
        tuple[str, str] | None, typer.Option(metavar="LEFT RIGHT", help="Why two records may be one person, or not.")
    ] = None,
    runs: Annotated[bool, typer.Option("--runs", help="List the comparisons that were made.")] = False,
    repeat: Annotated[int | None, typer.Option(metavar="RUN", help="Make a comparison again, to the last bit.")] = None,
    as_json: Json = False,
) -> None:
    """Compare everybody sought with everybody found, and keep who may be whom, with the reasons."""
    _refuse_at_once(plan, train, shipped, runs, explain is not None, repeat is not None)
    if (keep or chart) and not train:
        raise typer.BadParameter("--keep and --chart belong to --train")
    if (resume or floor is not None or rules) and engine is EngineName.POSTGRES:
        raise typer.BadParameter("--resume, --rules and --floor belong to --engine local or spark")
    if floor is not None and not 0 <= floor < math.inf:
        raise typer.BadParameter("--floor is a log10 likelihood ratio from 0 on, such as 2")
    if recall is not None and (rules is RulesChoice.ALL or (engine is EngineName.POSTGRES and not plan)):
        raise typer.BadParameter("--recall belongs to --plan, or to --engine local or spark with planned rules")
    if resume and (rules or recall is not None or floor is not None):
        raise typer.BadParameter(
            "a run that goes on keeps its rules and its floor; leave out --rules, --recall, --floor"
        )
    with at_work() as configuration:
        engine_named = _engines(configuration, master)
        if plan:
            _plan(recall, as_json)
        elif train:
            _train(engine_named, keep, chart, as_json)
        elif shipped:
            _back_to_shipped(as_json)
        elif explain is not None:
            _explain(*explain, as_json)
        elif runs:
            _runs(as_json)
        elif repeat is not None:
            _repeat(repeat, engine_named, as_json)
        elif engine is EngineName.POSTGRES:
            _match_due(everybody, as_json)
        else:
            wanted = None if rules is RulesChoice.ALL else _wanted(recall)
            _match_all(engine_named(engine.value), engine.value, floor, wanted, resume, as_json)


def matches(
    record: Annotated[str, typer.Argument(help="A record's number or public id; else the whole queue.")] = "",
    duplicates: Annotated[
        bool, typer.Option("--duplicates", help="Records of one side that may be one person, not sought and found.")
    ] = False,
    reasons: Annotated[
        bool, typer.Option("--reasons", help="Of one record: each of its matches with what speaks for and against it.")
    ] = False,
    limit: Annotated[int, typer.Option(help="How many to show.", min=1)] = 20,
    as_json: Json = False,
) -> None:
    """List the likeliest matches, or those of one record."""
    if reasons and not record:
        raise typer.BadParameter("--reasons belongs to one record; name it")
    with at_work():
        from antigone.bureau.matching.models import Relation
        from antigone.bureau.matching.queries import explained_matches_of_record, matches_of_record, queue
        from antigone.bureau.matching.runs import records_due
        from antigone.commands.matching_words import explanation_in_words, matches_in_words

        if reasons:
            explained = explained_matches_of_record(record, limit=limit)
            if as_json:
                print_json([asdict(one) for one in explained])
            else:
                print("\n\n".join(map(explanation_in_words, explained)) or "This record has no match.")
            return
        if record:
            found = matches_of_record(record, limit=limit)
        elif duplicates:
            both = [one for side in (Relation.SOUGHT, Relation.FOUND) for one in queue(limit=limit, relation=side)]
            found = tuple(sorted(both, key=lambda card: -card.joint_posterior)[:limit])
        else:
            found = queue(limit=limit)
        if as_json:
            print_json([asdict(card) for card in found])
        else:
            print(matches_in_words(found, of_record=bool(record), due=records_due()))


def review(
    match_id: Annotated[UUID, typer.Argument(metavar="MATCH", help="The match's id, from «antigone matches».")],
    exclude: Annotated[str, typer.Option(metavar="BECAUSE", help="These are two people; the grounds in words.")] = "",
    by: Annotated[str, typer.Option(help="With --exclude: the kind of evidence, such as dna, dental, birth.")] = "",
    reopen: Annotated[
        str, typer.Option(metavar="NEW", help="Look at an excluded match again; names the new evidence.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Take a match up for review; exclude it for ever; or reopen it, naming new evidence."""
    if exclude and reopen:
        raise typer.BadParameter("a match is either excluded or reopened; give one of --exclude and --reopen")
    if exclude and not by:
        raise typer.BadParameter("say by which kind of evidence: --by dna, dental, fingerprints, birth, traits, …")
    with at_work():
        from antigone.bureau.matching.actions import exclude_match, reopen_match, take_up_match
        from antigone.bureau.matching.queries import match_card
        from antigone.commands.matching_words import match_in_words

        if exclude:
            exclude_match(match_id, identifier=by, because=exclude, actor=operator())
        elif reopen:
            reopen_match(match_id, new_evidence=reopen, actor=operator())
        else:
            take_up_match(match_id, actor=operator())
        card = match_card(match_id)
        print_json(asdict(card)) if as_json else print(match_in_words(card))


def _refuse_at_once(*asked: bool) -> None:
    if sum(asked) > 1:
        raise typer.BadParameter("--plan, --train, --shipped, --explain, --runs and --repeat exclude one another")


def _engines(configuration: Configuration, master: str) -> Callable[[str], Engine]:
    """Gives the bulk engine of a name; parts of an unfinished run lie in the data folder."""

    def named(name: str) -> Engine:
        if name == EngineName.SPARK:
            from antigone.bureau.matching.engines.spark import SparkEngine

            return SparkEngine(master)
        from antigone.bureau.matching.engines.local import LocalEngine
        from antigone.server.accounts import owner_of_data, private_folder

        folder = private_folder(configuration.data / "matching", owner_of_data(configuration.data))
        return LocalEngine(folder=folder)

    return named


def _match_due(everybody: bool, as_json: bool) -> None:
    from antigone.bureau.matching.runs import make_all_due, match_what_is_due
    from antigone.commands.matching_words import batches_in_words
    from antigone.interfaces.terminal import progress_bar

    if everybody:
        make_all_due(actor=operator())
    with progress_bar("records compared") as advance:
        done = match_what_is_due(actor=operator(), progress=lambda compared, _: advance(compared))
    print_json([asdict(summary) for summary in done]) if as_json else print(batches_in_words(done))


def _wanted(recall: float | None) -> float:
    from antigone.bureau.matching.plan import WANTED

    return WANTED if recall is None else recall


def _match_all(
    engine: Engine, name: str, floor: float | None, recall: float | None, resume: bool, as_json: bool
) -> None:
    from antigone.bureau.matching.runs import match_all
    from antigone.commands.matching_words import run_in_words

    with _stages() as told:
        summary = match_all(engine, name, actor=operator(), floor=floor, recall=recall, resume=resume, progress=told)
    print_json(asdict(summary)) if as_json else print(run_in_words(summary))


@contextmanager
def _stages(then: str = "") -> Iterator[Callable[[Relation], Progress]]:
    """A bar for each stage of each comparison, on standard error.

    Args:
        then: what follows when the last pair is weighed, whose length nobody knows; nothing when empty.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    from antigone.bureau.matching.engines import Stage

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:40}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        shown: dict[str, Any] = {}

        def of(relation: Relation) -> Progress:
            def told(stage: Stage, done: int, total: int) -> None:
                label = f"{relation.label.partition(':')[0]}: {stage.value}"
                if label not in shown:
                    shown[label] = bars.add_task(label, total=total)
                bars.update(shown[label], completed=done, total=total)
                if then and stage is Stage.PAIRS and done >= total and then not in shown:
                    shown[then] = bars.add_task(then, total=None)

            return told

        yield of


def _plan(recall: float | None, as_json: bool) -> None:
    from antigone.bureau.matching.runs import both_sides, plan_for

    sides = both_sides()
    with _stages() as told:
        made = plan_for(sides, _wanted(recall), told)
    print_json(made.as_json()) if as_json else print(made.in_words())


def _train(engine_named: Callable[[str], Engine], keep: bool, chart: Path | None, as_json: bool) -> None:
    from antigone.bureau.matching.actions import keep_parameters
    from antigone.bureau.matching.models import Relation
    from antigone.bureau.matching.training import learned_from_records
    from antigone.commands.matching_words import training_in_words

    with _stages(then="learning from them") as told:
        training = learned_from_records(engine_named(EngineName.LOCAL), progress=told(Relation.ACROSS))
    if chart is not None:
        from antigone.evidence.linkage.charts import old_and_new

        chart.write_text(old_and_new(training.learned.old_and_new), encoding="utf-8")
    kept = keep_parameters(training.learned.model, trained_on=training.trained_on, actor=operator()) if keep else None
    if as_json:
        print_json(
            {
                "version": training.learned.model.version,
                "trained_on": training.trained_on,
                "old_and_new": [asdict(row) for row in training.learned.old_and_new],
                "kept": asdict(kept) if kept else None,
            }
        )
    else:
        print(training_in_words(training, kept=kept is not None, chart=chart))


def _back_to_shipped(as_json: bool) -> None:
    from antigone.bureau.matching.actions import keep_parameters
    from antigone.evidence.linkage import starting_model

    card = keep_parameters(starting_model(), trained_on={}, actor=operator())
    sentence = f"The weights that came with Antigone ({card.version}) are in force; every record will be compared anew."
    print_json(asdict(card)) if as_json else print(sentence)


def _explain(left: str, right: str, as_json: bool) -> None:
    from antigone.bureau.matching.queries import explanation
    from antigone.commands.matching_words import explanation_in_words

    found = explanation(left, right)
    print_json(asdict(found)) if as_json else print(explanation_in_words(found))


def _runs(as_json: bool) -> None:
    from antigone.bureau.matching import queries
    from antigone.commands.matching_words import runs_in_words

    found = queries.runs()
    print_json([asdict(run) for run in found]) if as_json else print(runs_in_words(found))


def _repeat(run: int, engine_named: Callable[[str], Engine], as_json: bool) -> None:
    from antigone.bureau.matching.runs import repeat_run
    from antigone.commands.matching_words import repetition_in_words

    repetition = repeat_run(run, engine_named)
    if as_json:
        print_json(asdict(repetition) | {"same": repetition.same})
    else:
        print(repetition_in_words(repetition))
    raise typer.Exit(0 if repetition.same else 1)
