"""Splink on DuckDB on the tables of `speed`: run by a Python of its own, prints one line of JSON.

Usage: ``PYTHON speed_peer.py FOLDER THREADS MEMORY FLOOR``. Imports nothing of Antigone. The folder holds left.arrow
and right.arrow, whose names were told apart and folded by Antigone. Its m and u are given, so that nothing is trained.
"""

import json
import logging
import math
import resource
import sys
import time
from importlib.metadata import version


def text(column, same, near, alike, *, equality=""):
    """Levels of a text: (m, u) of equal, Jaro-Winkler 0.92 and 0.8; the rest differs. Equal values by frequency."""
    rest = [1 - sum(values) for values in zip(same, near, alike, strict=True)]
    its = equality or column
    equal = {"sql_condition": f"{its}_l = {its}_r", "m_probability": same[0], "u_probability": same[1]}
    equal["tf_adjustment_column"] = its
    likeness = f"jaro_winkler_similarity({column}_l, {column}_r)"
    return {
        "output_column_name": column,
        "comparison_levels": [
            {"sql_condition": f"{column}_l is null or {column}_r is null", "is_null_level": True},
            equal,
            {"sql_condition": f"{likeness} >= 0.92", "m_probability": near[0], "u_probability": near[1]},
            {"sql_condition": f"{likeness} >= 0.8", "m_probability": alike[0], "u_probability": alike[1]},
            {"sql_condition": "ELSE", "m_probability": rest[0], "u_probability": rest[1]},
        ],
    }


def named(column, same, near, alike):
    """A text of which one side may give the initial alone."""
    levels = text(column, same, near, alike, equality=f"{column}_key")
    fits = f"(length({column}_l) = 1 or length({column}_r) = 1) and substr({column}_l, 1, 1) = substr({column}_r, 1, 1)"
    levels["comparison_levels"].insert(1, {"sql_condition": fits, "m_probability": 0.02, "u_probability": 0.06})
    levels["comparison_levels"][-1]["m_probability"] -= 0.02
    levels["comparison_levels"][-1]["u_probability"] -= 0.06
    return levels


BORN = {
    "output_column_name": "birth_date",
    "comparison_levels": [
        {"sql_condition": "birth_year_l is null or birth_year_r is null", "is_null_level": True},
        {"sql_condition": "birth_date_l = birth_date_r", "m_probability": 0.6, "u_probability": 0.00006},
        {"sql_condition": "birth_date_l is not null and birth_date_r is not null and birth_year_l = birth_year_r "
         "and substr(birth_date_l, 6, 2) = substr(birth_date_r, 9, 2) "
         "and substr(birth_date_l, 9, 2) = substr(birth_date_r, 6, 2)",
         "m_probability": 0.02, "u_probability": 0.00004},
        {"sql_condition": "birth_year_l = birth_year_r and (birth_date_l is null or birth_date_r is null)",
         "m_probability": 0.28, "u_probability": 0.01},
        {"sql_condition": "abs(birth_year_l - birth_year_r) <= 2", "m_probability": 0.08, "u_probability": 0.1},
        {"sql_condition": "ELSE", "m_probability": 0.02, "u_probability": 0.8899},
    ],
}  # fmt: skip


def exact(column, m, u):
    """Levels of a value that is the same or is not."""
    return {
        "output_column_name": column,
        "comparison_levels": [
            {"sql_condition": f"{column}_l is null or {column}_r is null", "is_null_level": True},
            {"sql_condition": f"{column}_l = {column}_r", "m_probability": m, "u_probability": u},
            {"sql_condition": "ELSE", "m_probability": 1 - m, "u_probability": 1 - u},
        ],
    }


class Said(logging.Handler):
    """What Splink logs."""

    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())

    def seconds(self, of):
        found = [line for line in self.lines if line.startswith(of)]
        return float(found[0].split(": ")[1].split()[0]) if found else 0.0


def main():
    folder, threads, memory, floor = sys.argv[1:5]
    import duckdb
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    said = Said()
    logging.getLogger("splink").handlers = [said]
    logging.getLogger("splink").propagate = False
    began = time.perf_counter()
    connection = duckdb.connect(f"{folder}/splink.duckdb")
    connection.execute(f"SET threads = {int(threads)}")
    connection.execute(f"SET memory_limit = '{memory}'")
    connection.execute(f"SET temp_directory = '{folder}/spill'")
    tables = []
    import pyarrow as pa

    for name in ("left", "right"):
        with pa.memory_map(f"{folder}/{name}.arrow") as file:
            tables.append(pa.ipc.open_file(file).read_all())
    api = DuckDBAPI(connection=connection)
    frames = [api.register(table, table_name=name) for table, name in zip(tables, ("a_list", "b_list"), strict=True)]
    near = "(l.birth_year is null or r.birth_year is null or abs(l.birth_year - r.birth_year) <= 2)"
    settings = SettingsCreator(
        link_type="link_only",
        probability_two_random_records_match=0.3 / len(tables[1]),
        blocking_rules_to_generate_predictions=[
            block_on("surname_key", "given_key", "patronymic_key"),
            f"l.surname_key = r.surname_key and l.given_key = r.given_key and {near}",
            f"l.surname_key = r.surname_key and l.patronymic_key = r.patronymic_key and {near}",
            f"l.surname_key = r.surname_key and substr(l.given, 1, 1) = substr(r.given, 1, 1) and {near}",
            block_on("surname_key", "birth_date"),
            block_on("given_key", "birth_date"),
            block_on("given_key", "patronymic_key", "birth_year"),
            block_on("service_number"),
        ],
        comparisons=[
            named("surname", (0.85, 0.0006), (0.09, 0.002), (0.04, 0.02)),
            named("given", (0.85, 0.02), (0.05, 0.01), (0.04, 0.03)),
            named("patronymic", (0.85, 0.02), (0.05, 0.02), (0.04, 0.06)),
            BORN,
            text("birthplace", (0.8, 0.01), (0.1, 0.02), (0.05, 0.1)),
            text("unit", (0.8, 0.02), (0.1, 0.02), (0.05, 0.1)),
            exact("service_number", 0.95, 0.0000001),
            exact("sex", 0.99, 0.9),
        ],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )
    linker = Linker(frames, settings)
    # Splink's threshold holds for the posterior, ours for the likelihood ratio; its weights are in base 2.
    prior = 0.3 / len(tables[1])
    threshold = float(floor) / math.log10(2) + math.log2(prior / (1 - prior))
    relation = linker.inference.predict(threshold_match_weight=threshold).as_duckdbpyrelation()
    kept = relation.aggregate("count(*)").fetchall()[0][0]
    seconds = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    predicting = said.seconds("Blocking time") + said.seconds("Predict time")
    pairs = relation.project("unique_id_l, unique_id_r").arrow()
    table = pairs.read_all() if hasattr(pairs, "read_all") else pairs
    with pa.OSFile(f"{folder}/found.arrow", "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    # Not timed: how many pairs there were to weigh.
    everything = linker.inference.predict(threshold_match_weight=-1e9).as_duckdbpyrelation()
    weighed = everything.aggregate("count(*)").fetchall()[0][0]
    print(json.dumps({"seconds": seconds, "processor_seconds": used.ru_utime + used.ru_stime, "kept": kept,
                      "weighed": weighed, "predict_seconds": predicting,
                      "versions": f"splink {version('splink')}, duckdb {version('duckdb')}"}))  # fmt: skip


if __name__ == "__main__":
    main()
