"""OpenTimestamps files and broken tokens, read without a network."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation
from opentimestamps.core.op import OpAppend, OpSHA256
from opentimestamps.core.serialize import StreamSerializationContext
from opentimestamps.core.timestamp import DetachedTimestampFile, Timestamp

from antigone.bureau.incidents.custody import Head
from antigone.bureau.incidents.stamping.tokens import TokenRefused, opentimestamps, rfc3161

HEAD = Head("CASE-1", 2, b"\x01" * 32, 3, b"\x02" * 32)
OTHER = Head("CASE-1", 2, b"\x01" * 32, 4, b"\x02" * 32)


def stamped(*, height: int | None) -> tuple[bytes, str]:
    """An OpenTimestamps file over the head, and the Merkle root that its steps lead to."""
    timestamp = Timestamp(HEAD.digest())
    end = timestamp.ops.add(OpAppend(b"salt")).ops.add(OpSHA256())
    if height is None:
        end.attestations.add(PendingAttestation("https://calendar.example.org"))
    else:
        end.attestations.add(BitcoinBlockHeaderAttestation(height))
    out = io.BytesIO()
    DetachedTimestampFile(OpSHA256(), timestamp).serialize(StreamSerializationContext(out))
    return out.getvalue(), bytes(end.msg)[::-1].hex()


def test_a_block_that_is_known_gives_the_time() -> None:
    content, root = stamped(height=800_000)
    told = opentimestamps(content, HEAD, {800_000: (root, 1_690_168_629)})
    assert told.checked
    assert told.says == datetime.fromtimestamp(1_690_168_629, UTC)


def test_a_block_that_nobody_gave_is_named_and_not_checked() -> None:
    content, _root = stamped(height=800_000)
    told = opentimestamps(content, HEAD)
    assert (told.says, told.authority, told.checked) == (None, "Bitcoin block 800000", False)


def test_a_file_that_waits_says_for_whom() -> None:
    content, _root = stamped(height=None)
    told = opentimestamps(content, HEAD)
    assert (told.says, told.authority, told.checked) == (None, "https://calendar.example.org", False)


def test_another_root_another_head_and_broken_files_are_refused() -> None:
    content, root = stamped(height=800_000)
    with pytest.raises(TokenRefused, match="do not lead to the Merkle root"):
        opentimestamps(content, HEAD, {800_000: (root[::-1], 1)})
    with pytest.raises(TokenRefused, match="over something else"):
        opentimestamps(content, OTHER)
    for broken in (b"", content[:40], b"\x00" * 200, content + b"\x00", b"x" * 2_000_000):
        with pytest.raises(TokenRefused):
            opentimestamps(broken, HEAD)
        with pytest.raises(TokenRefused):
            rfc3161(broken, HEAD)
