import { DAY_MS } from '@leadlight/common';
import type { FeatureSchema, FieldValue, Instant, LeadHistory } from '@leadlight/lead-features';

/** At least as many leads must show the shift, so that it is no coincidence. */
const MIN_CHANGED = 20;
const MIN_NEW = 50;
/** Nearly all changes of a unit have the same factor, apart from rounding. */
const MIN_SHARE = 0.8;
const ROUNDING = Math.log(1.03);
/** Smaller factors are the ordinary growth of prices and companies. */
const MIN_CHANGE = Math.log(1.2);
/** New leads may be larger or smaller than older ones; another unit moves all of them, by the same large factor. */
const MIN_NEW_SHIFT = Math.log(8);
const MAX_SHAPE = Math.log(2);
const QUANTILES = [0.1, 0.25, 0.5, 0.75, 0.9];
const REFERENCE_MS = 365 * DAY_MS;

/** Numbers of one field: the factors of changes since training, and values of leads created before and since. */
interface FieldNumbers {
  readonly changes: number[];
  readonly before: number[];
  readonly since: number[];
}

/**
 * Finds fields whose numbers have changed by a factor since the training: another unit or currency. Either the values of
 * existing leads were multiplied, which their changes show, or new leads have values in the new unit, which shifts their
 * whole distribution. Add histories lead by lead.
 */
export class NumberShifts {
  readonly #fields: ReadonlyMap<string, FieldNumbers>;
  readonly #trainedAt: Instant;

  constructor(fields: readonly string[], trainedAt: Instant) {
    this.#fields = new Map(fields.map((field) => [field, { changes: [], before: [], since: [] }]));
    this.#trainedAt = trainedAt;
  }

  add({ createdAt, fields, changes }: Pick<LeadHistory, 'createdAt' | 'fields' | 'changes'>): void {
    for (const [field, numbers] of this.#fields) {
      const value = logOf(fields[field]);
      if (value !== undefined && createdAt > this.#trainedAt) numbers.since.push(value);
      else if (value !== undefined && createdAt > this.#trainedAt - REFERENCE_MS) numbers.before.push(value);
    }
    const seen = new Set<string>();
    for (const { field, at, oldValue, newValue } of changes) {
      const numbers = at > this.#trainedAt && !seen.has(field) ? this.#fields.get(field) : undefined;
      const [from, to] = [logOf(oldValue), logOf(newValue)];
      if (!numbers || from === undefined || to === undefined) continue;
      seen.add(field);
      numbers.changes.push(to - from);
    }
  }

  /** The factor of each field whose numbers have shifted. */
  factors(): ReadonlyMap<string, number> {
    return new Map(
      [...this.#fields].flatMap(([field, numbers]) => {
        const shift = commonChange(numbers.changes) ?? distributionShift(numbers.before, numbers.since);
        return shift === undefined ? [] : [[field, Math.exp(shift)] as const];
      }),
    );
  }
}

/** The lead fields with numbers that a model reads as they are. */
export const numberFields = ({ features }: FeatureSchema): readonly string[] => [
  ...new Set(
    features.flatMap(({ kind, source, unit }) => {
      if (kind !== 'numeric') return [];
      if (source.type === 'field') return source.read === 'choices' ? [] : [source.field];
      const isPlain = source.type === 'catalogue' && source.inputs.length === 1;
      return isPlain && (unit === 'people' || unit === 'currency') ? [source.inputs[0]!] : [];
    }),
  ),
];

/** The logarithm of a positive number; others have no factor. */
const logOf = (value: FieldValue | undefined): number | undefined =>
  typeof value === 'number' && value > 0 ? Math.log(value) : undefined;

function commonChange(changes: readonly number[]): number | undefined {
  if (changes.length < MIN_CHANGED) return undefined;
  const common = quantile(changes.toSorted(ascending), 0.5);
  if (Math.abs(common) < MIN_CHANGE) return undefined;
  const alike = changes.filter((change) => Math.abs(change - common) <= ROUNDING).length;
  return alike / changes.length >= MIN_SHARE ? common : undefined;
}

function distributionShift(before: readonly number[], since: readonly number[]): number | undefined {
  if (Math.min(before.length, since.length) < MIN_NEW) return undefined;
  const [former, now] = [before.toSorted(ascending), since.toSorted(ascending)];
  const shifts = QUANTILES.map((share) => quantile(now, share) - quantile(former, share)).sort(ascending);
  const middle = shifts[2]!;
  if (Math.abs(middle) < MIN_NEW_SHIFT) return undefined;
  return shifts.at(-1)! - shifts[0]! <= MAX_SHAPE ? middle : undefined;
}

const ascending = (a: number, b: number): number => a - b;

const quantile = (sorted: readonly number[], share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!;
