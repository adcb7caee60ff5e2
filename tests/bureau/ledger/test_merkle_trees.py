"""RFC 6962's trees, against known vectors and against the definition written out naively."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.bureau.ledger import merkle

# The eight leaves and nine roots of the Certificate Transparency project's own tests (RFC 6962's authors).
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHES = [merkle.leaf_hash(leaf) for leaf in LEAVES]


def naive_root(entries: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return hashlib.sha256(b"\x01" + naive_root(entries[:split]) + naive_root(entries[split:])).digest()


def naive_path(index: int, entries: list[bytes]) -> list[bytes]:
    """RFC 6962, 2.1.1, word for word."""
    if len(entries) == 1:
        return []
    split = 1
    while split * 2 < len(entries):
        split *= 2
    if index < split:
        return [*naive_path(index, entries[:split]), naive_root(entries[split:])]
    return [*naive_path(index - split, entries[split:]), naive_root(entries[:split])]


def naive_proof(old: int, entries: list[bytes], complete: bool = True) -> list[bytes]:
    """RFC 6962, 2.1.2: SUBPROOF, word for word."""
    if old == len(entries):
        return [] if complete else [naive_root(entries)]
    split = 1
    while split * 2 < len(entries):
        split *= 2
    if old <= split:
        return [*naive_proof(old, entries[:split], complete), naive_root(entries[split:])]
    return [*naive_proof(old - split, entries[split:], False), naive_root(entries[:split])]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert merkle.tree_root(HASHES[:size]).hex() == ROOTS[size]


def test_a_path_is_that_of_certificate_transparency() -> None:
    assert [node.hex() for node in merkle.inclusion_path(0, HASHES)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]


entries_lists = st.lists(st.binary(max_size=4), min_size=1, max_size=70)


@given(entries_lists, st.data())
@settings(max_examples=200, deadline=None)
def test_growing_in_steps_gives_the_same_tree_as_the_definition(entries: list[bytes], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(entries)))
    tree = merkle.Frontier()
    tree.extend(map(merkle.leaf_hash, entries[:cut]))
    twin = tree.copy()
    tree.extend(map(merkle.leaf_hash, entries[cut:]))
    assert (tree.size, tree.root()) == (len(entries), naive_root(entries))
    assert (twin.size, twin.root()) == (cut, naive_root(entries[:cut]))


@given(entries_lists, st.data())
@settings(max_examples=200, deadline=None)
def test_inclusion_is_proved_for_every_leaf_and_for_no_other(entries: list[bytes], data: st.DataObject) -> None:
    hashes = [merkle.leaf_hash(entry) for entry in entries]
    index = data.draw(st.integers(0, len(entries) - 1))
    path = merkle.inclusion_path(index, hashes)
    assert list(path) == naive_path(index, entries)
    root = merkle.tree_root(hashes)
    assert merkle.includes(root, len(entries), hashes[index], index, path)
    assert not merkle.includes(root, len(entries), merkle.leaf_hash(b"other leaf"), index, path)
    assert not merkle.includes(root, len(entries), hashes[index], index, [*path, root])
    assert not merkle.includes(root, len(entries), hashes[index], len(entries), path)
    assert not path or not merkle.includes(root, len(entries), hashes[index], index, path[:-1])


@given(entries_lists, st.data())
@settings(max_examples=200, deadline=None)
def test_consistency_is_proved_for_every_prefix_and_for_no_other(entries: list[bytes], data: st.DataObject) -> None:
    hashes = [merkle.leaf_hash(entry) for entry in entries]
    old = data.draw(st.integers(1, len(entries)))
    path = merkle.consistency_path(old, hashes)
    assert list(path) == naive_proof(old, entries)
    old_root, root = merkle.tree_root(hashes[:old]), merkle.tree_root(hashes)
    assert merkle.extends(old_root, old, root, len(entries), path)
    assert not merkle.extends(merkle.EMPTY_ROOT, old, root, len(entries), path)
    assert not merkle.extends(old_root, old, merkle.EMPTY_ROOT, len(entries), path)
    assert not merkle.extends(old_root, old, root, len(entries), [*path, root])
    assert not merkle.extends(old_root, 0, root, len(entries), path)


@given(st.integers(1, 64), st.integers(0, 64), st.lists(st.binary(min_size=32, max_size=32), max_size=8))
def test_no_made_up_path_proves_anything(size: int, index: int, path: list[bytes]) -> None:
    assert not merkle.includes(merkle.EMPTY_ROOT, size, HASHES[0], index, path)
    assert not merkle.extends(HASHES[0], index, merkle.EMPTY_ROOT, size, path)


def test_a_leaf_outside_the_tree_has_no_path() -> None:
    with pytest.raises(IndexError, match="8 leaves has no leaf 8"):
        merkle.inclusion_path(8, HASHES)
    with pytest.raises(IndexError, match="no prefix of 0"):
        merkle.consistency_path(0, HASHES)
