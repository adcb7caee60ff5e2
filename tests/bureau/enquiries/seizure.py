"""What whoever seizes the machine would look for: canaries, in every way in which a text may lie in a file."""

from __future__ import annotations

import base64
import itertools
import os
import re
import secrets
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from django.db import connection

from antigone.server.configuration import configuration_from_environment
from antigone.server.embedded import Cluster

_CHUNK = 1 << 23
_LONGEST_FORM = 4_096
#: Seconds by which a file's time of change may lag behind the clock.
_COARSE = 2.0
#: Adjacent words as a receipt has them, in UTF-8.
_PAIR = re.compile(r"([а-яіїєґё']{4,9})[ ,\"]{1,4}([а-яіїєґё']{4,9})")


@dataclass(frozen=True)
class Canaries:
    """Two marks that occur nowhere else: one in words, one in digits. Every canary of a run bears one of them."""

    word: str
    digits: str

    @classmethod
    def new(cls) -> Canaries:
        return cls(f"Канарка{secrets.token_hex(6)}", f"{secrets.randbelow(9 * 10**9) + 10**9}")

    def phone(self, number: int) -> str:
        """A telephone number as people write one."""
        plain = self.digits
        return f"+{plain[:3]} {plain[3:6]} {plain[6:10]} {number:04d}"

    def forms(self) -> dict[bytes, str]:
        """Needle -> which form of which mark it is."""
        found: dict[bytes, str] = {}
        texts = {"word": self.word, "its tail": self.word[-12:], "digits": self.digits, "phone": self.phone(0)[:-5]}
        for name, text in texts.items():
            for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1251", "koi8-u"):
                try:
                    raw = text.encode(encoding)
                except UnicodeEncodeError:
                    continue
                found.setdefault(raw, f"{name}, {encoding}")
                if encoding not in ("utf-8", "utf-16-le"):
                    continue
                found.setdefault(raw.hex().encode(), f"{name}, {encoding}, hex")
                found.setdefault(raw.hex().upper().encode(), f"{name}, {encoding}, HEX")
                found.setdefault(raw[::-1], f"{name}, {encoding}, reversed")
                for offset in range(3):
                    for coded in (base64.b64encode, base64.urlsafe_b64encode):
                        whole = coded(b"\0" * offset + raw)
                        # The first and last group may hold neighbours of the mark.
                        found.setdefault(whole[4:-4], f"{name}, {encoding}, base64 at {offset}")
            found.setdefault(text.encode("unicode_escape"), f"{name}, escaped")
        return {needle: name for needle, name in found.items() if len(needle) >= 8}


@dataclass(frozen=True)
class Entrusted:
    """What browsers gave to the families' site in this run of tests, to be looked for wherever a site has been.

    Attributes:
        canaries: their words stand in every private line that a browser wrote.
        receipts: the ten words that it was shown.
        since: when the run began.
    """

    canaries: Canaries = field(default_factory=Canaries.new)
    receipts: list[tuple[str, ...]] = field(default_factory=list)
    since: float = field(default_factory=time.time)

    def found_in(self, database: str, folder: Path) -> list[str]:
        """Where any of it lies open: see `seized` and `what_is_seized`."""
        return seized(what_is_seized(database, folder, self.since), self.canaries, self.receipts)


def seized(paths: Iterable[Path], canaries: Canaries, receipts: Iterable[tuple[str, ...]] = ()) -> list[str]:
    """Where a canary, or two adjacent words of a receipt, stand in one of these files; empty when nowhere."""
    forms = canaries.forms()
    pairs = {pair for words in receipts for pair in itertools.pairwise(words)}
    finds = []
    for path in paths:
        for content in _pieces(path):
            finds += [f"{path}: {name}" for needle, name in forms.items() if needle in content]
            if pairs:
                text = content.decode("utf-8", "ignore")
                finds += [f"{path}: a receipt" for match in _PAIR.finditer(text) if match.groups() in pairs]
    return finds


def what_is_seized(database: str, folder: Path, since: float) -> list[Path]:
    """A dump of this database of the embedded server, left in `folder`; every file of the server and of ours, and of
    the temporary folder, that was written since. A file that was not cannot hold what came afterwards, and another
    database's tables nothing of this one's."""
    configuration = configuration_from_environment()
    cluster = Cluster.of(configuration.data, configuration.postgres_bin)
    dump = folder / "dump.sql"
    program = Path(cluster.programs["postgres"]).with_name("pg_dump")
    host, user = str(connection.settings_dict["HOST"]), str(connection.settings_dict["USER"])
    with psycopg.connect(host=host, user=user, dbname=database, autocommit=True) as server:
        server.execute("CHECKPOINT")
        own = str(server.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()[0])
    subprocess.run([program, "-h", host, "-U", user, "-f", dump, database], check=True)
    assert dump.stat().st_size > 100_000, "a dump holds the tables at least"
    temporary = (path for path in Path(tempfile.gettempdir()).iterdir() if path.is_file() and os.access(path, os.R_OK))
    ours = itertools.chain(files_under(configuration.data), temporary)
    return [dump, *(path for path in ours if _changed(path) >= since - _COARSE and not _of_another(path, own))]


def _of_another(path: Path, database: str) -> bool:
    """Whether the file is a table of another database than that with this object id (base/OID/…)."""
    folder = path.parent
    return folder.parent.name == "base" and folder.name.isdigit() and folder.name != database


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0  # a server's file that went meanwhile


def files_under(*folders: Path) -> Iterator[Path]:
    """Every ordinary file under these folders."""
    for folder in folders:
        yield from (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _pieces(path: Path) -> Iterator[bytes]:
    """The file in pieces that overlap, so that nothing is cut apart."""
    try:
        with path.open("rb") as file:
            before = b""
            while content := file.read(_CHUNK):
                yield before + content
                before = content[-_LONGEST_FORM:]
    except FileNotFoundError:
        return  # a server's file that went meanwhile
