import { DAY_MS } from '@leadlight/common';
import { subjectObjects } from '@leadlight/propensity';
import { KEY_SCOPES, type KeyScope } from '@leadlight/workflows';
import { InvalidArgumentError } from 'commander';
import { systemClock } from '../compose.ts';
import { parseList, wholeNumberParser } from './options.ts';

export interface ExpiryOptions {
  readonly expiresInDays?: number;
}

export const EXPIRY_OPTION = [
  '--expires-in-days <days>',
  'days until the new key expires; never by default',
  wholeNumberParser(1, 36_500),
] as const;

export const expiresAtOf = ({ expiresInDays }: ExpiryOptions): number | null =>
  expiresInDays === undefined ? null : systemClock.now() + expiresInDays * DAY_MS;

export function parseScopes(text: string): KeyScope[] {
  const named = parseList(text);
  const unknown = named.find((scope) => !(KEY_SCOPES as readonly string[]).includes(scope));
  if (unknown === undefined && named.length > 0) return named as KeyScope[];
  throw new InvalidArgumentError(`Expected some of ${KEY_SCOPES.join(', ')}, separated by commas.`);
}

export function parseObjects(text: string): string[] {
  const named = parseList(text);
  const known: readonly string[] = subjectObjects;
  if (named.length > 0 && named.every((object) => known.includes(object))) return named;
  throw new InvalidArgumentError(`Expected some of ${known.join(', ')}, separated by commas.`);
}
