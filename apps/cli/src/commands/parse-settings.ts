import type { ScoringSettings } from '@leadlight/contract';
import { InvalidArgumentError } from 'commander';
import { parseList } from './options.ts';

/** @throws InvalidArgumentError */
export function parseGoal(text: string): ScoringSettings['goal'] {
  if (text === 'converted' || text === 'opportunity' || text === 'won') return { kind: text };
  const status = /^status:(.+)$/.exec(text)?.[1]?.trim();
  if (status) return { kind: 'status', status };
  throw new InvalidArgumentError('Expected converted, opportunity, won, or status:NAME.');
}

/** `20,20,30,30`. @throws InvalidArgumentError */
export function parseBandShares(text: string): ScoringSettings['bandShares'] {
  const shares = parseList(text).map(Number);
  const [A, B, C, D] = shares;
  const isValid = shares.length === 4 && shares.every((share) => Number.isInteger(share) && share >= 1);
  if (isValid && A! + B! + C! + D! === 100) return { A: A!, B: B!, C: C!, D: D! };
  throw new InvalidArgumentError('Expected four whole numbers from 1 that add up to 100, such as 20,20,30,30.');
}

/** `A:up,B:down`. @throws InvalidArgumentError */
export function parseMonotonicConstraints(text: string): ScoringSettings['monotonicConstraints'] {
  const constraints = parseList(text).map((item) => {
    const [, field, direction] = /^(.+):(up|down)$/.exec(item) ?? [];
    if (field && (direction === 'up' || direction === 'down')) return [field.trim(), direction] as const;
    throw new InvalidArgumentError(`"${item}" has no direction: expected FIELD:up or FIELD:down.`);
  });
  return Object.fromEntries(constraints);
}

/** `A+B,C+D`. @throws InvalidArgumentError */
export const parseForbiddenInteractions = (text: string): ScoringSettings['forbiddenInteractions'] =>
  parseList(text).map((item) => {
    const [one, other, ...more] = item.split('+').map((name) => name.trim());
    if (one && other && more.length === 0) return [one, other];
    throw new InvalidArgumentError(`"${item}" is not a pair: expected FIELD+FIELD.`);
  });

/** `A:2026-01-31,B:2025-06-01`. @throws InvalidArgumentError */
export const parseHistorySince = (text: string): ScoringSettings['historySince'] =>
  Object.fromEntries(
    parseList(text).map((item) => {
      const [, field, day] = /^(.+):(\d{4}-\d{2}-\d{2})$/.exec(item) ?? [];
      if (field && day) return [field.trim(), day];
      throw new InvalidArgumentError(`"${item}" has no day: expected FIELD:YYYY-MM-DD.`);
    }),
  );
