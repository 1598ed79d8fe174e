import { ALL_SCOPES, type KeyScope } from '@leadlight/workflows';
import { InvalidArgumentError } from 'commander';
import { systemClock } from '../compose.ts';
import { list, type CommonOptions } from './options.ts';

const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

export interface KeyOptions extends CommonOptions {
  readonly org?: string;
}

export interface LifeOptions {
  readonly expiresInDays?: number;
}

export const endOf = ({ expiresInDays }: LifeOptions): number | null =>
  expiresInDays === undefined ? null : systemClock.now() + expiresInDays * DAY_MS;

export function scopes(text: string): KeyScope[] {
  const named = list(text);
  const unknown = named.find((scope) => !(ALL_SCOPES as readonly string[]).includes(scope));
  if (unknown === undefined && named.length > 0) return named as KeyScope[];
  throw new InvalidArgumentError(`Expected some of ${ALL_SCOPES.join(', ')}, separated by commas.`);
}
