import { findOwn } from '@leadlight/common';
import type { FeatureSource } from './feature.ts';
import { MISSING, toNumber } from './field-value.ts';
import { daysBetween, roundedDays } from './instant.ts';
import type { ChildAsOf, RecordSnapshot } from './snapshot.ts';

type ChildSource = Extract<FeatureSource, { type: 'children' }>;

/**
 * What the known children of a relation amount to at the snapshot.
 * @returns MISSING where the relation is not read, and where a measure needs more children than there are; counts and sums
 * of no children are 0
 */
export function childMeasure({ asOf, children }: RecordSnapshot, source: ChildSource): number {
  const all = children && findOwn(children, source.relation);
  if (!all) return MISSING;
  const { withinDays = Infinity } = source;
  return measure(
    all.filter(({ happenedAt }) => daysBetween(happenedAt, asOf) < withinDays),
    asOf,
    source,
  );
}

function measure(children: readonly ChildAsOf[], asOf: number, source: ChildSource): number {
  const [first, last] = [children[0], children.at(-1)];
  switch (source.measure) {
    case 'count':
      return children.length;
    case 'daysSinceLast':
      return last ? roundedDays(daysBetween(last.happenedAt, asOf)) : MISSING;
    case 'daysSinceFirst':
      return first ? roundedDays(daysBetween(first.happenedAt, asOf)) : MISSING;
    case 'meanGapDays':
      return meanGapDays(children);
    case 'gapRatio':
      return last ? daysBetween(last.happenedAt, asOf) / Math.max(1, meanGapDays(children)) : MISSING;
    case 'sum':
      return sumOf(numbersIn(children, source.field));
    case 'mean': {
      const numbers = numbersIn(children, source.field);
      return numbers.length === 0 ? MISSING : sumOf(numbers) / numbers.length;
    }
    case 'last':
      return numbersIn(children.slice(-1), source.field)[0] ?? MISSING;
  }
}

function meanGapDays(children: readonly ChildAsOf[]): number {
  if (children.length < 2) return MISSING;
  return daysBetween(children[0]!.happenedAt, children.at(-1)!.happenedAt) / (children.length - 1);
}

const numbersIn = (children: readonly ChildAsOf[], field = ''): readonly number[] =>
  children.map(({ fields }) => toNumber(findOwn(fields, field))).filter((value) => !Number.isNaN(value));

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, value) => sum + value, 0);
