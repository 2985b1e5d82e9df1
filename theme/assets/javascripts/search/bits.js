/** Numbers out of bits: Rice and Elias gamma codes, highest bit first, as publish/search/bits.py writes them. */

const LONGEST = 16; // ones of a quotient; then the number follows in 32 bits

/** Reads codes from bytes, one after the other. */
export class Bits {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = new Uint8Array(bytes.length + 8); // zeros behind, so that a look ahead stays inside
    this.bytes.set(bytes);
    this.end = bytes.length * 8;
    /** Bits read so far. */
    this.at = 0;
  }

  /** The next 32 bits, without taking them; they may look negative. */
  peek() {
    const { bytes } = this;
    const byte = this.at >>> 3;
    const shift = this.at & 7;
    const word = (bytes[byte] << 24) | (bytes[byte + 1] << 16) | (bytes[byte + 2] << 8) | bytes[byte + 3];
    return shift ? (word << shift) | (bytes[byte + 4] >>> (8 - shift)) : word;
  }

  /** @param {number} width 0–32 */
  fixed(width) {
    if (width === 0) return 0;
    const value = this.peek() >>> (32 - width);
    this.at += width;
    return value;
  }

  /** @param {number} k Rice parameter, below 27 */
  rice(k) {
    const quotient = Math.clz32(~this.peek());
    if (quotient >= LONGEST) {
      this.at += LONGEST;
      return this.fixed(32);
    }
    this.at += quotient + 1;
    return quotient * (1 << k) + this.fixed(k);
  }

  /** A number from 1. */
  gamma() {
    const width = Math.clz32(~this.peek());
    this.at += width + 1;
    return 2 ** width + this.fixed(width);
  }

  /** Numbers with their count and parameter before them. */
  series() {
    const values = new Array(this.gamma() - 1);
    const k = this.fixed(5);
    for (let at = 0; at < values.length; at++) values[at] = this.rice(k);
    return values;
  }
}

/** The Rice parameter for `count` numbers that add up to `total`. */
export const parameter = (total, count) => Math.max(31 - Math.clz32(Math.floor(((total * 11) >>> 4) / count)), 0);

const TABLE = Uint32Array.from({ length: 256 }, (_, value) => {
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 of bytes. @param {Uint8Array} bytes */
export function crc32(bytes) {
  let value = ~0;
  for (const byte of bytes) value = (value >>> 8) ^ TABLE[(value ^ byte) & 255];
  return ~value >>> 0;
}
