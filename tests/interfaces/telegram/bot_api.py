"""A Bot API to test against, over HTTP: strict where Telegram is, and with Telegram's faults at will.

Every call is held against the published Bot API (core.telegram.org/bots/api): its method, its fields, which of them are
needed, of what kind and how long they are. What Telegram would not take stands in `violations`, and is refused as
Telegram refuses it. A person's side is `says`, `presses`, `shows`; what she sees is `seen`.
"""

from __future__ import annotations

import asyncio
import email.parser
import email.policy
import json
import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, unquote

from tests.interfaces.telegram.published import METHODS, SPOKEN, wrong_with

TOKEN = "123456789:AAtesttesttesttesttesttesttesttest0"
JPEG = b"\xff\xd8\xff\xe0 a photograph, not looked into \xff\xd9"
CHANNEL = -1001234567890
#: Seconds after a 429 in which calls may still arrive that were under way when it was said.
UNDER_WAY = 0.5


@dataclass
class Message:
    """A message in a chat, as it stands there."""

    number: int
    text: str
    of_bot: bool
    buttons: list[tuple[str, str]] = field(default_factory=list)
    deleted: bool = False
    spoiler: bool = False
    picture: bytes | None = None


@dataclass
class Fault:
    """What the next calls of a method meet: a status, a body of its own, a line that breaks after it was heard."""

    method: str
    status: int = 200
    seconds: int = 0
    garbage: bool = False
    breaks: bool = False
    hears: bool = False
    times: int = 1


class BotApi:
    """Telegram's side. Runs in a thread of its own."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        shuffles: Callable[[list[Any]], list[Any]] | None = None,
        first_update: int = 900_000_000,
    ) -> None:
        self.token = token
        self.calls: Counter[str] = Counter()
        self.violations: list[str] = []
        self.faults: list[Fault] = []
        self.chats: dict[int, list[Message]] = defaultdict(list)
        self.answered: dict[str, str] = {}
        self.files: dict[str, bytes] = {}
        self.webhook: dict[str, Any] = {}
        self.rights = {"can_post_messages": True, "can_edit_messages": True, "can_delete_messages": True}
        self.url = ""
        self.silent_from = self.silent_until = 0.0
        self.spoken: list[tuple[int, str]] = []
        self._updates: list[dict[str, Any]] = []
        self._made: dict[int, dict[str, Any]] = {}
        self._shuffles = shuffles or (lambda updates: updates)
        self._next_update = first_update
        self._next_message: Counter[int] = Counter()
        self._lock = threading.RLock()
        self._loop = asyncio.new_event_loop()
        self._more = asyncio.Event()

    # A person's side

    def says(self, chat: int, text: str, *, language: str = "uk", **message: Any) -> int:
        """Somebody writes to the bot; gives the update's number."""
        with self._lock:
            number = self._number(chat)
            self.chats[chat].append(Message(number, text, of_bot=False))
            return self._comes(
                {"message": {**self._stamp(chat, number, language), **({"text": text} if text else {}), **message}}
            )

    def shows(self, chat: int, content: bytes = JPEG, *, size: int | None = None) -> int:
        """Somebody sends a photograph."""
        with self._lock:
            file = f"photo{len(self.files)}"
            self.files[file] = content
            sizes = [
                {"file_id": f"{file}s", "file_unique_id": f"{file}su", "width": 90, "height": 90, "file_size": 900},
                {"file_id": file, "file_unique_id": f"{file}u", "width": 1280, "height": 960,
                 "file_size": len(content) if size is None else size},
            ]  # fmt: skip
            return self.says(chat, "", photo=sizes)

    def presses(self, chat: int, data: str, *, language: str = "uk") -> int:
        """Somebody presses a button that stands in the chat: the last one of this kind.

        Raises:
            AssertionError: there is none.
        """
        with self._lock:
            under = next((one for one in reversed(self.chats[chat]) if any(to == data for _, to in one.buttons)), None)
            assert under is not None, f"no button «{data}» stands in the chat"
            return self._comes(
                {
                    "callback_query": {
                        "id": f"q{self._next_update}",
                        "from": self._person(chat, language),
                        "chat_instance": "1",
                        "data": data,
                        "message": {**self._stamp(chat, under.number, language), "text": under.text},
                    }
                }
            )

    def gives(self, chat: int, *, text: str = "", press: str = "") -> int:
        """An update by itself, whatever stands in the chat."""
        with self._lock:
            if text:
                return self.says(chat, text)
            return self._comes(
                {
                    "callback_query": {
                        "id": f"q{self._next_update}",
                        "from": self._person(chat, "uk"),
                        "chat_instance": "1",
                        "data": press,
                        "message": {**self._stamp(chat, self._number(chat), "uk"), "text": "."},
                    }
                }
            )

    def seen(self, chat: int) -> list[str]:
        """What the bot's messages in a chat say, those that still stand there."""
        with self._lock:
            return [one.text for one in self.chats[chat] if one.of_bot and not one.deleted]

    def wait(self, what: Callable[[], object], seconds: float = 60.0) -> None:
        """Until this holds.

        Raises:
            AssertionError: it never did.
        """
        until = time.monotonic() + seconds
        while not what():
            assert time.monotonic() < until, "it never came so far"
            time.sleep(0.02)

    def hears(self, chat: int, words: str) -> str:
        """Wait for a message of the bot's that holds these words; gives it."""
        self.wait(lambda: any(words in text for text in self.seen(chat)))
        return next(text for text in reversed(self.seen(chat)) if words in text)

    def again(self, update: int) -> dict[str, Any]:
        """An update that was made before, to be given once more."""
        with self._lock:
            return self._made[update]

    def waiting(self) -> int:
        """Updates that are not confirmed."""
        with self._lock:
            return len(self._updates)

    # Telegram's side

    def _comes(self, update: dict[str, Any]) -> int:
        number = self._next_update
        self._next_update += 1
        whole = {"update_id": number, **update}
        self._made[number] = whole
        self._updates.append(whole)
        if self._loop.is_running():
            self._loop.call_soon_threadsafe(self._more.set)
        return number

    def _number(self, chat: int) -> int:
        self._next_message[chat] += 1
        return self._next_message[chat]

    @staticmethod
    def _person(chat: int, language: str) -> dict[str, Any]:
        return {"id": chat, "is_bot": False, "first_name": "Somebody", "language_code": language}

    def _stamp(self, chat: int, number: int, language: str) -> dict[str, Any]:
        return {
            "message_id": number,
            "date": 1_790_000_000,
            "chat": {"id": chat, "type": "private", "first_name": "Somebody"},
            "from": self._person(chat, language),
        }

    async def _answer(self, method: str, said: dict[str, Any]) -> tuple[int, Any]:
        self.calls[method] += 1
        if method not in METHODS:
            self.violations.append(f"there is no method {method}")
            return 404, _refusal(404, "Not Found")
        if wrong := wrong_with(method, said):
            self.violations.append(f"{method}: {wrong}")
            return 400, _refusal(400, f"Bad Request: {wrong}")
        if method in SPOKEN and self.silent_from < time.monotonic() < self.silent_until:
            self.violations.append(f"{method} came before retry_after had passed")
        if (fault := self._fault(method)) is not None:
            if fault.hears:
                self._done(method, said)
            if fault.breaks:
                return 0, None
            if fault.garbage:
                return 200, b"<html>not what you think</html>"
            if fault.status == 429:
                self.silent_from = time.monotonic() + UNDER_WAY
                self.silent_until = time.monotonic() + fault.seconds
                answer = _refusal(429, f"Too Many Requests: retry after {fault.seconds}")
                return 429, answer | {"parameters": {"retry_after": fault.seconds}}
            return fault.status, _refusal(fault.status, "Internal Server Error" if fault.status >= 500 else "Forbidden")
        if method == "getUpdates":
            return 200, {"ok": True, "result": await self._given(said)}
        result = self._done(method, said)
        return (
            (400, result)
            if isinstance(result, dict) and result.get("ok") is False
            else (
                200,
                {"ok": True, "result": result},
            )
        )

    def _fault(self, method: str) -> Fault | None:
        for fault in self.faults:
            if fault.method == method and fault.times > 0:
                fault.times -= 1
                return fault
        return None

    async def _given(self, said: dict[str, Any]) -> list[dict[str, Any]]:
        with self._lock:
            offset = said.get("offset")
            if offset is not None:
                self._updates = [one for one in self._updates if one["update_id"] >= offset or one.get("stays")]
        until = time.monotonic() + said.get("timeout", 0)
        while True:
            self._more.clear()
            with self._lock:
                # What stays (an update that comes late) takes nobody's place among those that are due.
                due = list(islice((one for one in self._updates if not one.get("stays")), said.get("limit", 100)))
                some = self._shuffles(due or self._updates[: said.get("limit", 100)])
            if some or time.monotonic() >= until:
                return some
            try:
                await asyncio.wait_for(self._more.wait(), max(0.01, until - time.monotonic()))
            except TimeoutError:
                continue

    def _done(self, method: str, said: dict[str, Any]) -> Any:
        with self._lock:
            if method in ("sendMessage", "sendPhoto"):
                return self._spoken(said)
            if method in ("editMessageText", "editMessageCaption"):
                return self._edited(said)
            if method in ("deleteMessage", "deleteMessages"):
                return self._deleted(said)
            if method == "answerCallbackQuery":
                self.answered[said["callback_query_id"]] = said.get("text", "")
                return True
            if method == "getFile":
                content = self.files.get(said["file_id"])
                if content is None:
                    return _refusal(400, "Bad Request: invalid file_id")
                return {"file_id": said["file_id"], "file_unique_id": "u", "file_size": len(content),
                        "file_path": f"photos/{said['file_id']}.jpg"}  # fmt: skip
            if method == "setWebhook":
                self.webhook = said
                return True
            if method == "deleteWebhook":
                self.webhook = {}
                return True
            return self._told(method, said)

    def _told(self, method: str, said: dict[str, Any]) -> Any:
        if method == "getMe":
            return {"id": 123456789, "is_bot": True, "first_name": "Bureau", "username": "bureau_test_bot",
                    "can_join_groups": False}  # fmt: skip
        if method == "getWebhookInfo":
            return {"url": self.webhook.get("url", ""), "has_custom_certificate": False,
                    "pending_update_count": len(self._updates)}  # fmt: skip
        if method == "getChat":
            if said["chat_id"] != CHANNEL:
                return _refusal(400, "Bad Request: chat not found")
            return {"id": CHANNEL, "type": "channel", "title": "The bureau", "accent_color_id": 0,
                    "max_reaction_count": 1, "accepted_gift_types": {"unlimited_gifts": False, "limited_gifts": False,
                    "unique_gifts": False, "premium_subscription": False, "gifts_from_channels": False}}  # fmt: skip
        if method == "getChatMember":
            rights = dict.fromkeys(
                ("can_be_edited", "is_anonymous", "can_manage_chat", "can_manage_video_chats", "can_restrict_members",
                 "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
                 "can_delete_stories"), False)  # fmt: skip
            person = {"id": said["user_id"], "is_bot": True, "first_name": "Bureau"}
            return {"status": "administrator", "user": person, **rights, **self.rights}
        return True

    def _spoken(self, said: dict[str, Any]) -> dict[str, Any]:
        chat = said["chat_id"]
        keyboard = said.get("reply_markup", {}).get("inline_keyboard", [])
        message = Message(
            self._number(chat),
            said.get("text", said.get("caption", "")),
            of_bot=True,
            buttons=[(one["text"], one["callback_data"]) for row in keyboard for one in row],
            spoiler=said.get("has_spoiler", False),
            picture=said.get("photo"),
        )
        self.chats[chat].append(message)
        self.spoken.append((chat, message.text))
        kind = "private" if isinstance(chat, int) and chat > 0 else "channel"
        return {"message_id": message.number, "date": 1_790_000_000, "text": message.text,
                "chat": {"id": chat, "type": kind, "title": "The bureau"}}  # fmt: skip

    def _edited(self, said: dict[str, Any]) -> Any:
        found = self._message(said["chat_id"], said["message_id"])
        if found is None:
            return _refusal(400, "Bad Request: message to edit not found")
        text = said.get("text", said.get("caption", ""))
        if found.text == text:
            return _refusal(400, "Bad Request: message is not modified")
        found.text = text
        return {"message_id": found.number, "date": 1_790_000_000, "text": found.text,
                "chat": {"id": said["chat_id"], "type": "channel", "title": "The bureau"}}  # fmt: skip

    def _deleted(self, said: dict[str, Any]) -> Any:
        numbers = said.get("message_ids", [said.get("message_id")])
        found = [self._message(said["chat_id"], number) for number in numbers]
        if "message_id" in said and found == [None]:
            return _refusal(400, "Bad Request: message to delete not found")
        for one in found:
            if one is not None:
                one.deleted = True
        return True

    def _message(self, chat: int, number: int) -> Message | None:
        return next((one for one in self.chats[chat] if one.number == number and not one.deleted), None)

    # HTTP

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (head := await reader.readuntil(b"\r\n\r\n")) != b"":
                first, *lines = head.decode("latin-1").split("\r\n")
                headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                status, answer = await self._route(first.split(" ")[1], headers, body)
                if not status:
                    break
                content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _route(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, Any]:
        path = unquote(path)
        if path.startswith(f"/file/bot{self.token}/photos/"):
            return 200, self.files[path.rpartition("/")[2].removesuffix(".jpg")]
        if not path.startswith(f"/bot{self.token}/"):
            return 401, _refusal(401, "Unauthorized")
        return await self._answer(path.rpartition("/")[2], _fields(headers.get("content-type", ""), body))

    @contextmanager
    def running(self) -> Iterator[BotApi]:
        """Within the block it answers at `url`."""
        started = threading.Event()
        servers: list[asyncio.Server] = []

        async def start() -> None:
            server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=20_000_000)
            servers.append(server)
            self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            started.set()

        def run() -> None:
            asyncio.set_event_loop(self._loop)
            self._loop.run_until_complete(start())
            self._loop.run_forever()
            for task in (left := asyncio.all_tasks(self._loop)):
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
            self._loop.close()

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        started.wait()
        try:
            yield self
        finally:
            self._loop.call_soon_threadsafe(servers[0].close)
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join(60)


class Disorder:
    """Gives updates in any order, some twice, some again much later, some after ones that came later."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.held: set[int] = set()
        self.given: list[dict[str, Any]] = []
        self.twice = 0

    def __call__(self, updates: list[dict[str, Any]]) -> list[dict[str, Any]]:
        on_time = [one for one in updates if one["update_id"] not in self.held]
        again = self.chance.sample(self.given, min(len(self.given), 25)) if on_time else []
        double = self.chance.sample(on_time, len(on_time) // 4)
        self.twice += len(again) + len(double)
        late = []
        if not on_time:
            # What was held back comes when everything else has been taken.
            late = [one for one in updates if one["update_id"] in self.held]
            self.held -= {one["update_id"] for one in late}
        self.given += on_time + late
        mixed = [*on_time, *again, *double, *late]
        self.chance.shuffle(mixed)
        return mixed


def _fields(kind: str, body: bytes) -> dict[str, Any]:
    """The fields of a call; those that are JSON, read."""
    said: dict[str, Any] = {}
    if kind.startswith("multipart/form-data"):
        parser = email.parser.BytesParser(policy=email.policy.HTTP)
        whole = parser.parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
        parts = {}
        for part in whole.iter_parts():
            name = part.get_param("name", header="content-disposition")
            parts[str(name)] = part.get_payload(decode=True)
        for name, value in parts.items():
            text = _json(value) if name != "photo" and len(value) < 100_000 else value
            said[name] = parts[text.removeprefix("attach://")] if str(text).startswith("attach://") else text
        return {name: value for name, value in said.items() if name in ("photo", "caption") or (value != b""
                and not str(name).startswith("attached"))}  # fmt: skip
    for name, text in parse_qsl(body.decode(), keep_blank_values=True):
        # What is text by its nature stays so, whatever it looks like.
        said[name] = text if name in ("text", "caption", "callback_query_id", "file_id") else _json(text.encode())
    return said


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return content.decode("utf-8", "replace")


def _refusal(code: int, description: str) -> dict[str, Any]:
    return {"ok": False, "error_code": code, "description": description}
