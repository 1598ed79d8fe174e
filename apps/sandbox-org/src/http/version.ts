import type { Request } from 'express';
import { notFound } from '../org/api-error.ts';

const FIRST = 31;
const LAST = 68;

/** API versions that the org serves, 31.0 to 68.0. */
export const versions = Array.from({ length: LAST - FIRST + 1 }, (_, index) => FIRST + index);

const names = ["Winter '", "Spring '", "Summer '"];

/** Version 32 was Winter '15; three releases a year. */
export const releaseName = (version: number): string =>
  `${names[(version - 32 + 3) % 3]}${15 + Math.floor((version - 32) / 3)}`;

/** The version in the request's path, e.g. `v62.0`. @throws ApiError NOT_FOUND for one that is not served */
export function versionOf(req: Request): string {
  const text = String(req.params.version);
  const [, version] = /^v(\d+)\.0$/.exec(text) ?? [];
  if (version === undefined || !versions.includes(Number(version))) throw notFound();
  return text;
}
