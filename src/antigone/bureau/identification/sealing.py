"""Genotypes under seal: HPKE (RFC 9180) to the laboratory's key, bound to the sample that they are of.

Whoever stores a profile needs only the public half; to read one takes the private half, which lies in a file that only
the laboratory's account can read. The label of the sample is authenticated with each sealed profile, so that bytes
moved to another sample do not open.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from antigone.bureau.identification.values import SealBroken

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_INFO = b"antigone profile 1\x00"

#: Locus -> alleles as read; a homozygote has one allele twice, a reading with possible drop-out once.
Genotype = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, repr=False)
class LaboratoryKey:
    """The laboratory's key pair, and the key of its digests, which follows from it."""

    private: X25519PrivateKey
    digests: bytes


def laboratory_key(private: X25519PrivateKey) -> LaboratoryKey:
    """The key as it is used."""
    raw = private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return LaboratoryKey(private, HKDF(SHA256(), 32, salt=None, info=b"antigone profile digests 1").derive(raw))


def _plain(genotype: Genotype) -> bytes:
    ordered = {locus: sorted(genotype[locus]) for locus in sorted(genotype)}
    return json.dumps(ordered, ensure_ascii=False, separators=(",", ":")).encode()


def digest(genotype: Genotype, *, sample: str, key: LaboratoryKey) -> str:
    """64 hexadecimal digits, the same for the same reading of the same sample; useless without the key."""
    return hmac.new(key.digests, sample.encode() + b"\x00" + _plain(genotype), hashlib.sha256).hexdigest()


def keyed(text: str, key: LaboratoryKey) -> str:
    """64 hexadecimal digits by which the laboratory tells whether a text is the same; useless without the key."""
    return hmac.new(key.digests, b"text\x00" + text.encode(), hashlib.sha256).hexdigest()


def sealed(genotype: Genotype, *, sample: str, key: LaboratoryKey) -> bytes:
    """The genotype sealed to the key, for the sample of this label."""
    return _SUITE.encrypt(_plain(genotype), key.private.public_key(), _INFO + sample.encode())


def opened(content: bytes, *, sample: str, key: LaboratoryKey) -> dict[str, tuple[str, ...]]:
    """The genotype that was sealed for the sample of this label.

    Raises:
        SealBroken: another key, another sample, or changed bytes.
    """
    try:
        plain = _SUITE.decrypt(content, key.private, _INFO + sample.encode())
    except (InvalidTag, ValueError) as error:
        raise SealBroken(
            f"the profile of sample {sample} does not open: it was sealed to another key, belongs to another sample, "
            "or was changed; restore the laboratory's key, or import the profile again"
        ) from error
    return {locus: tuple(alleles) for locus, alleles in json.loads(plain).items()}
