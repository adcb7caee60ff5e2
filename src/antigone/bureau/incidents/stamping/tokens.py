"""Tokens of time over the head of a case, read and checked without a network and without a database.

An RFC 3161 token is checked against roots that whoever checks has chosen: a token proves what its authority says, and
nobody else can say whom to trust. Of an OpenTimestamps file it is checked that its steps lead from the head to a
block's Merkle root; whether that block is in the chain is for a list of block headers, which is asked for by name.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation
from opentimestamps.core.op import OpSHA256
from opentimestamps.core.serialize import DeserializationError, StreamDeserializationContext
from opentimestamps.core.timestamp import DetachedTimestampFile
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from antigone.bureau.incidents.custody import Head
from antigone.bureau.incidents.values import IncidentError

#: No token is larger; a file that is, is none.
LARGEST = 1_000_000


class TokenRefused(IncidentError):
    """A token is none, is over something else, or is not signed by whom it should be."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """What a token says. `says` is None while an OpenTimestamps file waits for its block, or nobody has the header.

    `checked` tells whether the signature, or the block, was checked against what the caller trusts.
    """

    says: datetime | None
    authority: str
    checked: bool


def request_for(head: Head) -> bytes:
    """An RFC 3161 request for a token over the head, without a nonce so that the same head asks the same."""
    builder = TimestampRequestBuilder().data(head.text().encode()).hash_algorithm(HashAlgorithm.SHA256)
    return builder.nonce(nonce=False).cert_request(cert_request=True).build().as_bytes()


def rfc3161(content: bytes, head: Head, roots: Sequence[x509.Certificate] = ()) -> Stamped:
    """What an RFC 3161 reply over this head says.

    Args:
        roots: certificates that whoever checks trusts; without any the signature stays unchecked.

    Raises:
        TokenRefused: no granted reply, over something else, or not signed under one of the roots.
    """
    reply, says, imprint, authority = _reply(content)
    if imprint != head.digest():
        raise TokenRefused(
            f"the token is over something else than the first {head.events} events and {head.files} files of the case"
        )
    if not roots:
        return Stamped(says, authority, checked=False)
    builder = VerifierBuilder()
    for root in roots:
        builder = builder.add_root_certificate(root)
    try:
        builder.build().verify(reply, head.digest())
    except (VerificationError, ValueError) as error:
        raise TokenRefused(f"the token is not signed by an authority that you trust: {error}") from error
    return Stamped(says, authority, checked=True)


def imprint_of(content: bytes, *, ots: bool) -> bytes:
    """SHA-256 of what a token is over: of an OpenTimestamps file, or of an authority's reply.

    Raises:
        TokenRefused: it is none.
    """
    return bytes(_file(content).file_digest) if ots else _reply(content)[2]


def _reply(content: bytes) -> tuple[TimeStampResponse, datetime, bytes, str]:
    """A granted reply, its time, what it is over, and who says so."""
    if len(content) > LARGEST:
        raise TokenRefused("the token is larger than a megabyte; it is none")
    try:
        reply = decode_timestamp_response(content)
        if reply.status != 0:
            raise TokenRefused(f"the authority did not grant a token: status {reply.status}")
        said = reply.tst_info
        says = said.gen_time.replace(tzinfo=UTC)
        return reply, says, bytes(said.message_imprint.message), _authority(reply)
    except (ValueError, TypeError, AttributeError) as error:
        raise TokenRefused("the file is no reply of a time-stamping authority (RFC 3161)") from error


def _file(content: bytes) -> DetachedTimestampFile:
    """An OpenTimestamps file over a SHA-256."""
    if len(content) > LARGEST:
        raise TokenRefused("the file is larger than a megabyte; it is no OpenTimestamps file")
    try:
        read = DetachedTimestampFile.deserialize(StreamDeserializationContext(io.BytesIO(content)))
    except (DeserializationError, ValueError, OverflowError, RecursionError, AssertionError) as error:
        raise TokenRefused("the file is no OpenTimestamps file") from error
    if not isinstance(read.file_hash_op, OpSHA256):
        raise TokenRefused("the OpenTimestamps file is over another hash than SHA-256")
    return read


def _authority(reply: TimeStampResponse) -> str:
    """Under which name the certificate stands that is for signing tokens; a reply without one is nobody's yet."""
    for der in sorted(reply.signed_data.certificates):
        certificate = x509.load_der_x509_certificate(der)
        try:
            uses = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        except x509.ExtensionNotFound:
            continue
        if ExtendedKeyUsageOID.TIME_STAMPING in uses:
            return certificate.subject.rfc4514_string()[:300]
    return ""


def opentimestamps(content: bytes, head: Head, blocks: Mapping[int, tuple[str, int]] | None = None) -> Stamped:
    """What an OpenTimestamps file over this head says.

    Args:
        blocks: of some blocks of Bitcoin, by height: the Merkle root as it is usually written (hexadecimal, its bytes
            backwards), and the time in seconds since 1970.

    Raises:
        TokenRefused: no such file, over something else, or its steps lead to another root than the block's.
    """
    read = _file(content)
    if read.file_digest != head.digest():
        raise TokenRefused(
            f"the file is over something else than the first {head.events} events and {head.files} files of the case"
        )
    waiting, heights, says = set(), set(), []
    for message, attestation in read.timestamp.all_attestations():
        if isinstance(attestation, PendingAttestation):
            waiting.add(attestation.uri)
        elif isinstance(attestation, BitcoinBlockHeaderAttestation):
            heights.add(attestation.height)
            if blocks and attestation.height in blocks:
                root, seconds = blocks[attestation.height]
                if bytes(message)[::-1].hex() != root.lower():
                    raise TokenRefused(f"the file's steps do not lead to the Merkle root of block {attestation.height}")
                says.append(datetime.fromtimestamp(seconds, UTC))
    if not waiting and not heights:
        raise TokenRefused("nobody vouches for anything in this OpenTimestamps file")
    known = [f"Bitcoin block {height}" for height in sorted(heights)] or sorted(waiting)
    return Stamped(min(says) if says else None, ", ".join(known)[:300], checked=bool(says))


def roots_in(pem: bytes) -> list[x509.Certificate]:
    """Certificates of a PEM file.

    Raises:
        TokenRefused: there is none in it.
    """
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise TokenRefused("the file holds no certificate in PEM form") from error
