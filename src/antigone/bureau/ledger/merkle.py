"""Merkle trees as RFC 6962, section 2.1, and RFC 9162, section 2.1, define them. Pure functions on bytes.

A leaf's hash is SHA-256(0x00 || entry), an inner node's SHA-256(0x01 || left || right); the two prefixes
keep one from being passed off as the other. A tree of n leaves splits at the largest power of two below n.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
_sha256 = hashlib.sha256


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 || entry)."""
    return _sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return _sha256(b"\x01" + left + right).digest()


class Frontier:
    """A growing tree of which only the right edge is kept: one hash for each bit set in its size.

    `extend` costs two hashes a leaf; `root` one for each hash kept. Not safe to share between threads.
    """

    __slots__ = ("_edge", "_size")

    def __init__(self) -> None:
        self._size = 0
        self._edge: list[bytes] = []

    @property
    def size(self) -> int:
        """How many leaves the tree has."""
        return self._size

    def extend(self, leaf_hashes: Iterable[bytes]) -> None:
        """Append leaves, given by their hashes, in order."""
        edge, size = self._edge, self._size
        for subtree in leaf_hashes:
            joined = subtree
            complete = size
            while complete & 1:
                joined = _sha256(b"\x01" + edge.pop() + joined).digest()
                complete >>= 1
            edge.append(joined)
            size += 1
        self._size = size

    def root(self) -> bytes:
        """The tree's hash; of the empty tree, the hash of nothing."""
        if not self._edge:
            return EMPTY_ROOT
        root = self._edge[-1]
        for left in reversed(self._edge[:-1]):
            root = node_hash(left, root)
        return root

    def copy(self) -> Frontier:
        """An independent tree with the same leaves."""
        twin = Frontier()
        twin._size = self._size
        twin._edge = list(self._edge)
        return twin


def tree_root(leaf_hashes: Iterable[bytes]) -> bytes:
    """The hash of the tree with these leaves."""
    tree = Frontier()
    tree.extend(leaf_hashes)
    return tree.root()


def inclusion_path(index: int, leaf_hashes: Sequence[bytes]) -> tuple[bytes, ...]:
    """The hashes that lead from leaf `index` (from 0) to the root, nearest first: RFC 6962, 2.1.1.

    Raises:
        IndexError: the tree has no such leaf.
    """
    if not 0 <= index < len(leaf_hashes):
        raise IndexError(f"a tree of {len(leaf_hashes)} leaves has no leaf {index}")
    path: list[bytes] = []
    start, end = 0, len(leaf_hashes)
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(tree_root(leaf_hashes[middle:end]))
            end = middle
        else:
            path.append(tree_root(leaf_hashes[start:middle]))
            start = middle
    return tuple(reversed(path))


def consistency_path(old_size: int, leaf_hashes: Sequence[bytes]) -> tuple[bytes, ...]:
    """The hashes that prove the tree of the first `old_size` leaves to be a prefix: RFC 6962, 2.1.2.

    Raises:
        IndexError: `old_size` is not between 1 and the tree's size.
    """
    if not 1 <= old_size <= len(leaf_hashes):
        raise IndexError(f"a tree of {len(leaf_hashes)} leaves has no prefix of {old_size} to prove")
    path: list[bytes] = []
    start, end, wanted = 0, len(leaf_hashes), old_size
    while start + wanted != end:
        middle = start + _split(end - start)
        if start + wanted <= middle:
            path.append(tree_root(leaf_hashes[middle:end]))
            end = middle
        else:
            path.append(tree_root(leaf_hashes[start:middle]))
            wanted -= middle - start
            start = middle
    if start > 0:
        path.append(tree_root(leaf_hashes[start:end]))
    return tuple(reversed(path))


def includes(root: bytes, size: int, leaf: bytes, index: int, path: Sequence[bytes]) -> bool:
    """Whether `path` proves that the tree (`root`, `size`) has `leaf` at `index`: RFC 9162, 2.1.3.2."""
    if not 0 <= index < size:
        return False
    place, last, computed = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            computed = node_hash(sibling, computed)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            computed = node_hash(computed, sibling)
        place >>= 1
        last >>= 1
    return last == 0 and computed == root


def extends(old_root: bytes, old_size: int, root: bytes, size: int, path: Sequence[bytes]) -> bool:
    """Whether `path` proves that the old tree is the beginning of the new one: RFC 9162, 2.1.4.2."""
    if not 1 <= old_size <= size:
        return False
    if old_size == size:
        return not path and old_root == root
    hashes = list(path)
    if old_size & (old_size - 1) == 0:
        hashes.insert(0, old_root)
    if not hashes:
        return False
    place, last = old_size - 1, size - 1
    while place & 1:
        place >>= 1
        last >>= 1
    old_computed = computed = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old_computed = node_hash(sibling, old_computed)
            computed = node_hash(sibling, computed)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            computed = node_hash(computed, sibling)
        place >>= 1
        last >>= 1
    return last == 0 and old_computed == old_root and computed == root


def _split(size: int) -> int:
    """The largest power of two below `size` (2 or more)."""
    return 1 << ((size - 1).bit_length() - 1)
