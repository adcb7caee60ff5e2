"""The vault's process: a Unix socket behind which sealed enquiries are opened, one question at a time.

It alone reads the vault's private key. Who may ask is checked by the system, not by a password: the account at the
other end of the socket (SO_PEERCRED, unix(7)). It leaves no core behind, and nobody may look into its memory.
"""

from __future__ import annotations

import base64
import ctypes
import json
import os
import pwd
import resource
import signal
import socket
import struct
import sys
import threading
import traceback
from datetime import datetime
from types import FrameType
from typing import Any
from uuid import UUID

from django.db import connection

from antigone.bureau.enquiries.handing_over import photograph_for_intake
from antigone.bureau.enquiries.opening import OpeningRefused, OpeningRequest, StepUp, address_for, opened_for
from antigone.bureau.enquiries.sealing import PrivateKey
from antigone.bureau.enquiries.values import EnquiryError
from antigone.bureau.enquiries.vault_client import read_to_end
from antigone.bureau.ledger import Actor, LedgerError
from antigone.server.configuration import Configuration
from antigone.server.trouble import ServerTrouble
from antigone.server.vault_keys import vault_private_key
from antigone.server.vault_sockets import listening

_LONGEST_QUESTION = 64 * 1024
_SECONDS_FOR_A_QUESTION = 5.0
#: Questions that are answered at once.
_AT_ONCE = 4
_PR_SET_DUMPABLE = 4
_PEER = struct.Struct("3i")


def run_vault(configuration: Configuration) -> None:
    """Answer until SIGTERM or SIGINT. Needs Django set up in zone vault.

    Raises:
        ServerTrouble: another vault runs on this socket, or it cannot be made.
        UnsafeKey: see `vault_keys.vault_private_key`.
    """
    keep_memory_private()
    key = vault_private_key(configuration)
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    with listening(configuration.vault_socket, configuration.data) as door:
        serve_questions(door, key, _accounts_that_may_ask(configuration), stop)


def keep_memory_private() -> None:
    """No core file, and no other process of this account may read or trace this one (prctl(2), Linux)."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _accounts_that_may_ask(configuration: Configuration) -> frozenset[int]:
    """Numbers of accounts: our own, root, and those that ANTIGONE_VAULT_CALLERS names."""
    accounts = {os.geteuid(), 0}
    for name in configuration.vault_callers:
        try:
            accounts.add(pwd.getpwnam(name).pw_uid)
        except KeyError:
            raise ServerTrouble(
                f"ANTIGONE_VAULT_CALLERS names «{name}»; there is no such account on this machine"
            ) from None
    return frozenset(accounts)


def serve_questions(door: socket.socket, key: PrivateKey, callers: frozenset[int], stop: threading.Event) -> None:
    """Answer whoever may ask, a few at once, until `stop` is set."""
    places = threading.BoundedSemaphore(_AT_ONCE)
    threads: list[threading.Thread] = []

    def answer(line: socket.socket) -> None:
        try:
            with line:
                _converse(line, key, callers)
        finally:
            places.release()

    while not stop.is_set():
        if not places.acquire(timeout=0.2):
            continue
        try:
            line, _ = door.accept()
        except TimeoutError:
            places.release()
            continue
        threads = [thread for thread in threads if thread.is_alive()]
        threads.append(threading.Thread(target=answer, args=(line,), daemon=True))
        threads[-1].start()
    for thread in threads:
        thread.join(_SECONDS_FOR_A_QUESTION)


def _converse(line: socket.socket, key: PrivateKey, callers: frozenset[int]) -> None:
    line.settimeout(_SECONDS_FOR_A_QUESTION)
    try:
        if _peer(line) not in callers:
            return
        content = read_to_end(line, _LONGEST_QUESTION)
        if not content:
            return  # somebody only looked whether the vault is there (`vault_sockets.somebody_answers`)
        line.sendall(json.dumps(_answer(content, key)).encode())
    except (OSError, ValueError):
        return  # whoever asked has gone, or asked nothing that can be read
    finally:
        connection.close()


def _peer(line: socket.socket) -> int:
    """The account at the other end."""
    _, uid, _ = _PEER.unpack(line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size))
    return int(uid)


def _answer(content: bytes, key: PrivateKey) -> dict[str, str]:
    try:
        question = json.loads(content)
        if isinstance(question, dict) and question.get("ask") == "address":
            plain = address_for(_reference(question, "notice"), key).encode()
        elif isinstance(question, dict) and question.get("ask") == "photograph":
            plain = photograph_for_intake(_reference(question, "letter"), key)
        else:
            plain = opened_for(_request(question), key)
    except (EnquiryError, LedgerError) as refusal:
        return {"refused": str(refusal)}
    except Exception as error:
        # The text of an error may repeat what was opened; its kind and place may not.
        place = traceback.extract_tb(error.__traceback__)[-1]
        print(f"antigone: the vault: {type(error).__name__} at {place.filename}:{place.lineno}", file=sys.stderr)
        return {"refused": "the vault could not open it; see its log"}
    return {"content": base64.b64encode(plain).decode()}


def _reference(question: dict[str, Any], name: str) -> UUID:
    try:
        return UUID(question[name])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise OpeningRefused("the question is not one that the vault understands") from error


def _request(question: Any) -> OpeningRequest:
    """The question as a value.

    Raises:
        OpeningRefused: it is not one.
    """
    try:
        if question["ask"] != "open":
            raise OpeningRefused("the vault only opens")
        shown_at = datetime.fromisoformat(question["shown_at"])
        if shown_at.tzinfo is None:
            raise OpeningRefused("the time of the second factor lacks its zone")
        texts = [question[name] for name in ("what", "reason", "name", "role", "second_factor")]
        if not all(isinstance(text, str) and "\x00" not in text for text in texts):
            raise OpeningRefused("the question is not one that the vault understands")
        what, reason, name, role, method = texts
        return OpeningRequest(UUID(question["enquiry"]), what, reason, Actor(name, role), StepUp(method[:40], shown_at))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise OpeningRefused("the question is not one that the vault understands") from error
