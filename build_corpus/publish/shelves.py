"""Long lists cut into pages that stay as they are when something is added elsewhere.

A page is a leaf of a binary trie over the items' keys, and its number is its place in that trie: the
halves of page n are pages 2n and 2n + 1. So an item belongs to a page by its own key; a page that
grows too long falls into two, and no other page changes or takes another number.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from typing import TypeVar

RANK_BITS = 16
HASH_BITS = 48  # part items of equal rank; two ids share all of them once in 10^14 pairs
BITS = RANK_BITS + HASH_BITS

Item = TypeVar("Item")
Shelf = tuple[int, list[Item]]
"""Number of a page, items on it in the order of their keys."""


def key(rank: int, name: str) -> int:
    """A key that sorts by rank (0 to 65,535), and items of equal rank in an order that means nothing."""
    return (min(rank, (1 << RANK_BITS) - 1) << HASH_BITS) | spread(name)


def spread(name: str) -> int:
    """A number of HASH_BITS bits that depends on the name alone."""
    return int.from_bytes(blake2b(name.encode("utf-8"), digest_size=HASH_BITS // 8).digest(), "big")


def shelves(
    keyed: Sequence[tuple[int, Item]], size: int, weight: Callable[[Item], int] = lambda _: 1
) -> list[Shelf[Item]]:
    """Pages of items that weigh up to `size` together, or of one, in the order of the keys.

    `keyed`: (key, item), sorted, keys unique. An item weighs 1 where nothing else is said.
    """
    return list(_leaves(keyed, size, weight, (1, BITS - 1)))


def _leaves(
    keyed: Sequence[tuple[int, Item]], size: int, weight: Callable[[Item], int], place: tuple[int, int]
) -> Iterator[Shelf[Item]]:
    """`place`: the number of the page, the bit of the keys that parts its halves."""
    number, bit = place
    if len(keyed) <= 1 or sum(weight(item) for _, item in keyed) <= size:
        if keyed:
            yield number, [item for _, item in keyed]
        return
    middle = (keyed[0][0] >> (bit + 1) << (bit + 1)) | (1 << bit)
    at = bisect_left(keyed, middle, key=lambda each: each[0])
    yield from _leaves(keyed[:at], size, weight, (2 * number, bit - 1))
    yield from _leaves(keyed[at:], size, weight, (2 * number + 1, bit - 1))
