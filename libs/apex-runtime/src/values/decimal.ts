/** How a digit is rounded; the names are those of System.RoundingMode. */
export type RoundingMode = 'HALF_UP' | 'HALF_DOWN' | 'HALF_EVEN' | 'UP' | 'DOWN' | 'CEILING' | 'FLOOR' | 'UNNECESSARY';

const TEN = 10n;
const power = (exponent: number): bigint => TEN ** BigInt(exponent);
/** Decimals of a quotient below 1 that does not end (aer-dist#345); one less for each digit before the point (unverified). */
const QUOTIENT_SCALE = 34;

/** A Decimal: `unscaled` / 10^`scale`, as in Java's BigDecimal. Apex Reference Guide, Decimal class. */
export class ApexDecimal {
  readonly unscaled: bigint;
  readonly scale: number;

  constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled;
    this.scale = scale;
  }

  static of(whole: number | bigint): ApexDecimal {
    return new ApexDecimal(BigInt(whole), 0);
  }

  /** @returns null if the text is not a number */
  static parse(text: string): ApexDecimal | null {
    const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text.trim());
    if (!match || (match[2] === '' && !match[3])) return null;
    const fraction = match[3] ?? '';
    const digits = BigInt(`${match[2]}${fraction}`);
    const scale = fraction.length - Number(match[4] ?? 0);
    const unscaled = match[1] === '-' ? -digits : digits;
    return scale < 0 ? new ApexDecimal(unscaled * power(-scale), 0) : new ApexDecimal(unscaled, scale);
  }

  static fromNumber(value: number): ApexDecimal {
    return ApexDecimal.parse(String(value)) ?? ApexDecimal.of(0);
  }

  #at(scale: number): bigint {
    return this.unscaled * power(scale - this.scale);
  }

  add(other: ApexDecimal): ApexDecimal {
    const scale = Math.max(this.scale, other.scale);
    return new ApexDecimal(this.#at(scale) + other.#at(scale), scale);
  }

  subtract(other: ApexDecimal): ApexDecimal {
    return this.add(other.negate());
  }

  multiply(other: ApexDecimal): ApexDecimal {
    return new ApexDecimal(this.unscaled * other.unscaled, this.scale + other.scale);
  }

  /** @returns null for a division by zero */
  divide(other: ApexDecimal): ApexDecimal | null {
    if (other.unscaled === 0n) return null;
    const whole = (
      this.#at(Math.max(this.scale, other.scale)) / other.#at(Math.max(this.scale, other.scale))
    ).toString();
    const scale = QUOTIENT_SCALE - (whole === '0' ? 0 : whole.replace('-', '').length);
    const numerator = this.unscaled * power(scale + other.scale);
    const quotient = new ApexDecimal(divideRounded(numerator, other.unscaled * power(this.scale), 'HALF_UP'), scale);
    return quotient.stripTrailingZeros(Math.max(this.scale - other.scale, 0));
  }

  negate(): ApexDecimal {
    return new ApexDecimal(-this.unscaled, this.scale);
  }

  compare(other: ApexDecimal): number {
    const scale = Math.max(this.scale, other.scale);
    const [left, right] = [this.#at(scale), other.#at(scale)];
    return left < right ? -1 : left > right ? 1 : 0;
  }

  setScale(scale: number, mode: RoundingMode = 'HALF_EVEN'): ApexDecimal {
    if (scale >= this.scale) return new ApexDecimal(this.#at(scale), scale);
    return new ApexDecimal(divideRounded(this.unscaled, power(this.scale - scale), mode), scale);
  }

  stripTrailingZeros(least = 0): ApexDecimal {
    let { unscaled, scale } = this;
    while (scale > least && unscaled % TEN === 0n) {
      unscaled /= TEN;
      scale--;
    }
    return new ApexDecimal(unscaled, scale);
  }

  toBigInt(): bigint {
    return this.unscaled / power(Math.max(this.scale, 0));
  }

  toNumber(): number {
    return Number(this.toString());
  }

  toString(): string {
    const negative = this.unscaled < 0n;
    const digits = (negative ? -this.unscaled : this.unscaled).toString().padStart(this.scale + 1, '0');
    const whole = digits.slice(0, digits.length - this.scale);
    const text = this.scale > 0 ? `${whole}.${digits.slice(-this.scale)}` : whole;
    return negative ? `-${text}` : text;
  }
}

function divideRounded(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const quotient = numerator / denominator;
  const rest = numerator % denominator;
  if (rest === 0n) return quotient;
  const negative = numerator < 0n !== denominator < 0n;
  const away = quotient + (negative ? -1n : 1n);
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const size = denominator < 0n ? -denominator : denominator;
  const half = twice < size ? -1 : twice > size ? 1 : 0;
  if (mode === 'UP') return away;
  if (mode === 'DOWN' || mode === 'UNNECESSARY') return quotient;
  if (mode === 'CEILING') return negative ? quotient : away;
  if (mode === 'FLOOR') return negative ? away : quotient;
  if (half !== 0) return half > 0 ? away : quotient;
  if (mode === 'HALF_UP') return away;
  if (mode === 'HALF_DOWN') return quotient;
  return quotient % 2n === 0n ? quotient : away;
}
