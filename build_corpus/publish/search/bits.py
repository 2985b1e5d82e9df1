"""Numbers become bits: Rice and Elias gamma codes, thousands at a time.

A code is a number of at most 64 bits and its width; `pack` joins codes, highest bit first.
Source: R. F. Rice, Some practical universal noiseless coding techniques (1979); P. Elias (1975).
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]

LONGEST = 16  # ones of a quotient; more of them, and the number follows as it is
RAW = 32  # bits of a number that follows as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """Codes in order."""

    bits: npt.NDArray[np.uint64]
    """The codes as numbers."""
    widths: Numbers
    """Bits of each; 0 where there is none."""

    def only(self, wanted: npt.NDArray[np.bool_]) -> Self:
        """The codes where they are wanted, nothing elsewhere."""
        return type(self)(
            bits=np.where(wanted, self.bits, np.uint64(0)), widths=np.where(wanted, self.widths, 0)
        )


def bit_length(values: Numbers) -> Numbers:
    """Bits of each number, 0 for 0. Exact below 2**53."""
    return np.frexp(values.astype(np.float64))[1].astype(np.int64)


def parameter(total: Numbers, count: Numbers) -> Numbers:
    """The Rice parameter for `count` numbers that add up to `total`: bits of 0.69 × their mean, less one."""
    return np.maximum(bit_length((total * 11 >> 4) // np.maximum(count, 1)) - 1, 0)


def fixed(values: Numbers, width: int) -> Codes:
    """Numbers of `width` bits each."""
    return Codes(bits=values.astype(np.uint64), widths=np.full(len(values), width, dtype=np.int64))


def rice(values: Numbers, parameters: Numbers) -> Codes:
    """Quotient by 2**parameter in ones, a zero, the remainder; LONGEST ones and RAW bits for what is too long."""
    quotient = values >> parameters
    short = quotient < LONGEST
    ones = (np.left_shift(1, np.minimum(quotient, LONGEST)) - 1) << (parameters + 1)
    usual = ones | (values & (np.left_shift(1, parameters) - 1))
    raw = (((1 << LONGEST) - 1) << RAW) | values
    return Codes(
        bits=np.where(short, usual, raw).astype(np.uint64),
        widths=np.where(short, quotient + 1 + parameters, LONGEST + RAW),
    )


def gamma(values: Numbers) -> Codes:
    """Numbers from 1: as many ones as bits follow the highest, a zero, these bits. Below 2**31."""
    rest = bit_length(values) - 1
    ones = (np.left_shift(1, rest) - 1) << (rest + 1)
    return Codes(bits=(ones | (values & (np.left_shift(1, rest) - 1))).astype(np.uint64), widths=2 * rest + 1)


def pack(codes: Codes) -> bytes:
    """The codes joined, filled up with zeros to whole bytes."""
    starts = np.cumsum(codes.widths) - codes.widths
    total = int(codes.widths.sum())
    words = np.zeros(total // 64 + 2, dtype=np.uint64)
    room = 64 - (starts & 63) - codes.widths
    place = starts >> 6
    over = np.flatnonzero(room < 0)
    high = codes.bits << np.maximum(room, 0).astype(np.uint64)
    high[over] = codes.bits[over] >> (-room[over]).astype(np.uint64)
    if len(place):
        first = np.flatnonzero(np.diff(place, prepend=-1))
        words[place[first]] = np.bitwise_or.reduceat(high, first)
    words[place[over] + 1] |= codes.bits[over] << (64 + room[over]).astype(np.uint64)
    return words.astype(">u8").tobytes()[: (total + 7) // 8]


def interleaved(headers: list[Codes], body: Codes, starts: Numbers) -> Codes:
    """Before the body code at each of `starts` one code of every header, in order."""
    width, entries = len(headers), len(starts)
    bits = np.zeros(width * entries + len(body.bits), dtype=np.uint64)
    widths = np.zeros(len(bits), dtype=np.int64)
    first = starts + width * np.arange(entries)
    for at, header in enumerate(headers):
        bits[first + at], widths[first + at] = header.bits, header.widths
    steps = np.zeros(len(body.bits), dtype=np.int64)
    steps[starts] = width
    there = np.arange(len(body.bits)) + np.cumsum(steps)
    bits[there], widths[there] = body.bits, body.widths
    return Codes(bits=bits, widths=widths)
