"""`antigone pfif`: files of the People Finder Interchange Format judged by the rules of their version."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from antigone.commands.frame import Json, print_json

pfif = typer.Typer(help="Files of the People Finder Interchange Format (PFIF).", no_args_is_help=True)

_SHOWN = 100


@pfif.command(name="validate")
def pfif_validate(
    file: Annotated[Path, typer.Argument(help="A PFIF file, 1.1 to 1.4, or an Atom feed of one.")],
    as_json: Json = False,
) -> None:
    """Say what is wrong with a file, each fault with its line, record and cure; exit status 1 when it has errors."""
    from collections import Counter
    from datetime import UTC, datetime

    from antigone.interfaces.exchange.pfif import open_pfif
    from antigone.interfaces.exchange.pfif.validating import Finding, Severity, validate
    from antigone.interfaces.terminal import progress_bar

    counts: Counter[Severity] = Counter()
    shown: list[Finding] = []
    with open_pfif(file) as opened, progress_bar("faults") as advance:
        for finding in validate(opened, now=datetime.now(UTC)):
            counts[finding.severity] += 1
            advance(counts.total())
            if as_json or len(shown) < _SHOWN:
                shown.append(finding)
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    if as_json:
        findings = [finding.as_json() for finding in shown]
        print_json({"valid": not errors, "errors": errors, "warnings": warnings, "findings": findings})
    else:
        for finding in shown:
            print(finding)
        if counts.total() > len(shown):
            print(f"and {counts.total() - len(shown):,} more; --json gives all")
        print(f"{file.name}: {'valid' if not errors else 'not valid'}; errors: {errors:,}, warnings: {warnings:,}")
    raise typer.Exit(1 if errors else 0)
