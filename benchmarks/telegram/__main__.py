"""How many updates a second the bot takes in, and what is left of them after faults:
``python -m benchmarks.telegram [--updates 50000] [--speed 8000] [--kills 20] [--folder F]``.

The bot runs in two processes with its own database role, as `antigone bot` runs it, against a throw-away
database with fsync on and a Bot API of ours over HTTP, which checks every call (`tests.interfaces.telegram.bot_api`).
All three share the machine's cores. Only the pause that keeps below Telegram's thirty messages a second is taken out.

First, without faults, how fast it is: each family asks for help, searches (a name that many bear, against a few
thousand published records) and leaves an enquiry. Then the faults: a quarter of all updates come twice, 25 old ones
come again with each batch, each batch is out of order, each hundredth family's name comes after what it wrote later,
Telegram says 429, breaks lines and answers nonsense, and the bot is killed (both processes, SIGKILL) again and again.
At the end each update must have had its effect once, and nothing that was to be said may be missing.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.interfaces.telegram.bot_api import TOKEN, BotApi, Disorder, Fault

from benchmarks.throwaway import bureau, versions

#: Updates of one family.
EACH = 8
PEOPLE = 4_000
_BOT = """
import django; django.setup()
from django.conf import settings
from antigone.interfaces.telegram.running import run_bot
from antigone.interfaces.telegram.values import BotSettings
run_bot(BotSettings(token={token!r}, api={api!r}, per_second=100_000, processes=2), settings.TELEGRAM_KEYS.private)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--speed", type=int, default=8_000, help="updates without faults")
    parser.add_argument("--updates", type=int, default=50_000, help="updates with faults")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--folder", type=Path, help="keep the database here, for the next run")
    arguments = parser.parse_args()
    with bureau(arguments.folder):
        _empty()
        _publish(PEOPLE)
        print(f"{versions()}; {os.cpu_count()} cores for bot, database and Bot API together", flush=True)
        _show(_fast(arguments.speed))
        if arguments.updates:
            _show(_faulty(arguments.updates, arguments.kills))


def _show(rows: list[tuple[str, str]]) -> None:
    for name, value in rows:
        print(f"{name:62}{value:>16}", flush=True)


def _empty() -> None:
    """Take out what an earlier run left of conversations and enquiries."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE telegram.update, telegram.conversation, telegram.message, telegram.outgoing,"
                       " telegram.tally, intake.enquiry CASCADE")  # fmt: skip


def _publish(people: int) -> None:
    """A few thousand named dead whom a search goes through."""
    from tests.bureau.people import arrive, dead

    from antigone.bureau.disclosure.actions import publish_what_may_be
    from antigone.bureau.ledger import Actor

    chance = random.Random(3)
    family = ["Коваленко", "Шевченко", "Бондаренко", "Верещака", "Гайдабура", "Скоробогатько", "Мельник", "Ткаченко"]
    given = ["Остап", "Іван", "Микола", "Юхим", "Мирон", "Вадим", "Сергій", "Петро"]
    father = ["Данилович", "Петрович", "Савич", "Лукич", "Сергійович", "Іванович"]
    arrive(
        *(
            dead(
                str(number),
                f"{chance.choice(family)} {chance.choice(given)} {chance.choice(father)}",
                birth_date=f"{chance.randrange(1960, 2004)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
            )
            for number in range(people)
        )
    )
    publish_what_may_be(actor=Actor("registrar", "registrar"))


def _family(api: BotApi, chat: int) -> list[int]:
    """All that one family writes, without waiting for answers."""
    return [
        api.gives(chat, text="/help"),
        api.gives(chat, text="/search"),
        api.gives(chat, text="Бондаренко Іван Петрович"),
        api.gives(chat, press="skip:search:born"),
        api.gives(chat, text="/ask"),
        api.gives(chat, text=f"Верещака Остап {chat}"),
        api.gives(chat, press="ask:review"),
        api.gives(chat, press="ask:send"),
    ]


def _fast(updates: int) -> list[tuple[str, str]]:
    with BotApi().running() as api:
        chats = range(1_000_000, 1_000_000 + updates // EACH)
        # Families write at the same time, not one after the other.
        for _step in _interleaved(api, chats):
            pass
        with _bot(api) as bot:
            _until(lambda: _count("SELECT count(*) FROM telegram.update") > 0)
            began, before, cpu = time.monotonic(), _count("SELECT count(*) FROM telegram.update"), _spent(bot.pid)
            _until(lambda: _count("SELECT count(*) FROM telegram.update") == len(chats) * EACH)
            taken = time.monotonic() - began
            _until(lambda: not _waits())
            said = time.monotonic() - began
            spent = {who: now - cpu[who] for who, now in _spent(bot.pid).items()}
        total = len(chats) * EACH - before
        assert api.violations == [], api.violations[:3]
        calls = api.calls["sendMessage"] + api.calls["answerCallbackQuery"]
        enquiries = _count("SELECT count(*) FROM intake.enquiry")
        assert enquiries == len(chats), enquiries
    return [
        ("updates taken in, durable before they are confirmed, a second", f"{total / taken:,.0f}"),
        ("updates taken in and answered to the last call, a second", f"{total / said:,.0f}"),
        ("calls of the Bot API made for them", f"{calls:,}"),
        *((f"processor time for each update, ms: {who}", f"{1000 * spent[who] / total:.2f}") for who in spent),
    ]


def _interleaved(api: BotApi, chats: range) -> Iterator[None]:
    """Everything of all families, a few hundred of them at a time, step by step."""
    for start in range(0, len(chats), 200):
        group = chats[start : start + 200]
        for text, press in (
            ("/help", ""), ("/search", ""), ("Бондаренко Іван Петрович", ""), ("", "skip:search:born"), ("/ask", ""),
            ("@", ""), ("", "ask:review"), ("", "ask:send"),
        ):  # fmt: skip
            for chat in group:
                api.gives(chat, text=f"Верещака Остап {chat}" if text == "@" else text, press=press)
                yield


def _faulty(updates: int, kills: int) -> list[tuple[str, str]]:
    disorder = Disorder(7)
    with BotApi(shuffles=disorder, first_update=950_000_000).running() as api:
        chats = range(2_000_000, 2_000_000 + updates // EACH)
        made = {chat: _family(api, chat) for chat in chats}
        late = set(chats[::100])
        disorder.held = {made[chat][5] for chat in late}
        for number in disorder.held:
            api.again(number)["stays"] = True
        before = _count("SELECT count(*) FROM intake.enquiry")
        sent_before = _count("SELECT coalesce(sum(number), 0) FROM telegram.tally WHERE what = 'doubtful'")
        chance, killed, began = random.Random(9), 0, time.monotonic()
        wanted = _count("SELECT count(*) FROM telegram.update") + len(chats) * EACH
        # Killed at any moment of the run, as far apart as updates are many.
        left_at_kill = sorted(chance.randrange(len(chats) * EACH) for _ in range(kills))
        done, ended = False, 0
        while not done:
            with _bot(api) as bot:
                while not (done or bot.poll() is not None or (left_at_kill and api.waiting() < left_at_kill[-1])):
                    if chance.random() < 0.02:
                        api.faults = [_fault(chance)]
                    time.sleep(0.1)
                    done = not _waits() and _count("SELECT count(*) FROM telegram.update") >= wanted
                if bot.poll() is not None:
                    ended += 1
                elif not done:
                    os.killpg(bot.pid, signal.SIGKILL)
                    left_at_kill.pop()
                    killed += 1
        seconds = time.monotonic() - began
        receipts = Counter(chat for chat, text in api.spoken if len(text.split()) == 10 and text.islower())
        on_time = [chat for chat in chats if chat not in late]
        enquiries = _count("SELECT count(*) FROM intake.enquiry") - before
        doubtful = _count("SELECT coalesce(sum(number), 0) FROM telegram.tally WHERE what = 'doubtful'") - sent_before
        per_chat = Counter(chat for chat, _ in api.spoken)
        usual = per_chat.most_common()[len(per_chat) // 2][1]
        missing = sum(max(0, usual - per_chat[chat]) for chat in on_time)
        doubled = sum(max(0, per_chat[chat] - usual) for chat in on_time)
        early = sum("retry_after" in violation for violation in api.violations)
        other = [violation for violation in api.violations if "retry_after" not in violation]
    return [
        ("updates with faults", f"{len(chats) * EACH:,}"),
        ("  given again or twice besides", f"{disorder.twice:,}"),
        ("  times that the bot was killed / ended by itself", f"{killed} / {ended}"),
        ("  seconds, restarts included", f"{seconds:,.0f}"),
        ("enquiries that should be there / are there", f"{len(on_time):,} / {enquiries:,}"),
        ("families without their ten words", f"{sum(chat not in receipts for chat in on_time)}"),
        ("messages missing", f"{missing}"),
        ("messages said twice / counted as doubtful", f"{doubled} / {doubtful}"),
        ("calls before retry_after had passed / other violations", f"{early} / {len(other)}"),
    ]


def _fault(chance: random.Random) -> Fault:
    return chance.choice(
        [
            Fault("sendMessage", status=429, seconds=1),
            Fault("sendMessage", status=500, times=3),
            Fault("sendMessage", garbage=True, hears=True),
            Fault("sendMessage", breaks=True, hears=True, times=2),
            Fault("getUpdates", status=502),
            Fault("getUpdates", garbage=True),
        ]
    )


@contextlib.contextmanager
def _bot(api: BotApi) -> Iterator[subprocess.Popen[bytes]]:
    from antigone.server.configuration import Zone, configuration_from_environment
    from antigone.server.database import child_environment

    bot = subprocess.Popen(
        [sys.executable, "-c", _BOT.format(token=TOKEN, api=api.url)],
        env=child_environment(configuration_from_environment(), Zone.TELEGRAM),
        stderr=None if os.environ.get("BENCH_LOUD") else subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield bot
    finally:
        bot.terminate()
        bot.wait(30)


def _spent(bot: int) -> dict[str, float]:
    """Seconds of processor time so far: of the bot's two processes, of the database, of this process with the Bot
    API."""
    from django.conf import settings

    voice = next(pid for pid, parent in _parents().items() if parent == bot)
    postmaster = int(next(settings.DATA_DIR.glob("**/postmaster.pid")).read_text(encoding="ascii").split()[0])
    database = [postmaster, *(pid for pid, parent in _parents().items() if parent == postmaster)]
    return {
        "the bot, taking in": _cpu(bot),
        "the bot, saying": _cpu(voice),
        "the database": sum(_cpu(pid) for pid in database) + _cpu(postmaster, of_children=True),
        "the Bot API of the test": _cpu(os.getpid()),
    }


def _parents() -> dict[int, int]:
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                found[int(folder.name)] = int(_stat(int(folder.name))[1])
    return found


def _cpu(pid: int, *, of_children: bool = False) -> float:
    """Seconds of processor time that a process, or its children that have ended, used (proc(5))."""
    fields = _stat(pid)[13:15] if of_children else _stat(pid)[11:13]
    return sum(map(int, fields)) / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()


def _waits() -> bool:
    """Whether anything is still to be said; asked often, so without counting all of it."""
    return bool(_count("SELECT count(*) FROM (SELECT FROM telegram.outgoing LIMIT 1) AS one"))


def _count(statement: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])


def _until(what: object) -> None:
    while not what():  # type: ignore[operator]
        time.sleep(0.1)


if __name__ == "__main__":
    main()
