"""The command's manners: quick, one sentence on failure, everything documented."""

import re
import subprocess
import sys
from pathlib import Path

import typer.main

import antigone.server.configuration
from antigone import cli
from antigone.server.database import django_database
from antigone.server.trouble import ServerTrouble

ROOT = Path(__file__).parents[2]


def test_help_needs_neither_django_nor_numpy() -> None:
    program = "import sys, antigone.cli; print([m for m in ('django', 'numpy', 'psycopg', 'rich') if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_an_exception_of_ours_is_a_sentence_and_a_fault_shows_its_traceback() -> None:
    assert cli._sentence(ServerTrouble("do this")) == "do this"
    assert cli._sentence(ValueError("a fault")) is None


def test_a_trouble_is_one_line_on_standard_error_and_status_1() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "antigone", "serve"],
        env={"PATH": "/usr/bin:/bin", "ANTIGONE_DATA": "/" + "x" * 120},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert re.fullmatch(r"antigone: ANTIGONE_DATA is too long.*\n", answer.stderr)


def commands(group: typer.main.TyperGroup | None = None, prefix: str = "antigone") -> list[str]:
    root = group or typer.main.get_command(cli.app)
    found = []
    for name, command in root.commands.items():  # type: ignore[union-attr]
        if hasattr(command, "commands"):
            found += commands(command, f"{prefix} {name}")
        else:
            found.append(f"{prefix} {name}")
    return found


def test_every_command_is_in_the_operators_page() -> None:
    page = (ROOT / "docs" / "operator.md").read_text(encoding="utf-8")
    missing = [command for command in commands() if f"`{command}" not in page]
    assert missing == []


def settings() -> set[str]:
    sources = [antigone.server.configuration.__file__, django_database.__code__.co_filename]
    sources += map(str, (ROOT / "src" / "antigone" / "server").rglob("*.py"))
    text = "".join(Path(source).read_text(encoding="utf-8") for source in set(sources))
    return set(re.findall(r"\b(ANTIGONE_[A-Z_]+|DATABASE_URL(?:_[A-Z]+)?)\b", text))


def test_every_setting_is_in_the_page_of_settings() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert [name for name in sorted(settings()) if f"`{name}`" not in page] == []


def test_the_page_of_settings_lists_nothing_that_is_gone() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    outside = {"ANTIGONE_REFERENCE"}
    listed = set(re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE))
    assert listed - outside <= settings()


def test_the_lock_files_name_no_registry() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        assert "://" not in lock.read_text(encoding="utf-8")
