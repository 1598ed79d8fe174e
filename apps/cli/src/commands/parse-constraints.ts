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

/** @throws InvalidArgumentError */
export function parseMonotonicConstraints(text: string): ScoringSettings['monotonicConstraints'] {
  const ways = parseList(text).map((item) => {
    const [, field, way] = /^(.+):(up|down)$/.exec(item) ?? [];
    if (field && (way === 'up' || way === 'down')) return [field.trim(), way] as const;
    throw new InvalidArgumentError(`"${item}" names no way: expected FIELD:up or FIELD:down.`);
  });
  return Object.fromEntries(ways);
}

/** @throws InvalidArgumentError */
export const parseInteractionConstraints = (text: string): ScoringSettings['interactionConstraints'] =>
  parseList(text).map((item) => {
    const [one, other, ...more] = item.split('+').map((name) => name.trim());
    if (one && other && more.length === 0) return [one, other];
    throw new InvalidArgumentError(`"${item}" is no pair: expected FIELD+FIELD.`);
  });
