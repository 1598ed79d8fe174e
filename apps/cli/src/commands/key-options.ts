import { ALL_SCOPES, type KeyScope } from '@leadlight/workflows';
import { InvalidArgumentError } from 'commander';
import { systemClock } from '../compose.ts';
import { parseList, type CommonOptions } from './options.ts';

const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

export interface KeyOptions extends CommonOptions {
  readonly org?: string;
}

export interface ExpiryOptions {
  readonly expiresInDays?: number;
}

export const expiresAtOf = ({ expiresInDays }: ExpiryOptions): number | null =>
  expiresInDays === undefined ? null : systemClock.now() + expiresInDays * DAY_MS;

export function parseScopes(text: string): KeyScope[] {
  const named = parseList(text);
  const unknown = named.find((scope) => !(ALL_SCOPES as readonly string[]).includes(scope));
  if (unknown === undefined && named.length > 0) return named as KeyScope[];
  throw new InvalidArgumentError(`Expected some of ${ALL_SCOPES.join(', ')}, separated by commas.`);
}
