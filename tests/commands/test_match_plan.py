"""`antigone match --plan`: what would be compared, what it costs and what it finds, before anything is compared."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from antigone.evidence.linkage.blocking import NARROWER_RULES, RULES

Antigone = Callable[..., subprocess.CompletedProcess[str]]

HEAD = "Full name;Date of birth\n"


@pytest.mark.slow
@pytest.mark.django_db
def test_the_plan_names_every_rule_with_its_cost_and_compares_nothing(antigone: Antigone, tmp_path: Path) -> None:
    for kind, names in (("missing", ("Honchar Ostap", "Drozd Ihnat")), ("dead", ("Гончар Остап", "Дрозд Гнат"))):
        rows = "".join(f"{name};13.05.198{at}\n" for at, name in enumerate(names))
        (tmp_path / f"{kind}.csv").write_text(HEAD + rows, encoding="utf-8")
        said = antigone("import", f"{kind}.csv", "--source", f"The {kind}", "--kind", kind)
        assert said.returncode == 0, said.stderr

    page = antigone("match", "--plan")
    assert page.returncode == 0, page.stderr
    assert "2 sought against 2 found: about 2 pairs to weigh, less than a second of processor time." in page.stdout
    assert "found records, rewritten as relatives write" in page.stdout
    assert "No key may bring more than" in page.stdout
    named = {rule.name for rule in (*RULES, *NARROWER_RULES)}
    assert all(rule in page.stdout for rule in named)

    told = json.loads(antigone("match", "--plan", "--json").stdout)
    assert (told["sought"], told["found"], told["candidates"], told["tried"]) == (2, 2, 2, 2)
    assert {rule["rule"] for rule in told["rules"]} == named
    assert {rule["rule"] for rule in told["rules"] if rule["taken"]} == {rule.name for rule in RULES}
    two_words = next(rule for rule in told["rules"] if rule["rule"] == "two words")
    assert (two_words["keys"], two_words["pairs"], two_words["candidates"]) == (4, 2, 2)
    assert "4 records wait to be compared" in antigone("matches").stdout
