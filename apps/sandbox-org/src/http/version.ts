import type { Request } from 'express';
import { ApiError, notFound } from '../org/api-error.ts';

const FIRST_RETIRED_VERSION = 7;
const FIRST_VERSION = 31;
export const LAST_VERSION = 68;

export const versions = Array.from({ length: LAST_VERSION - FIRST_VERSION + 1 }, (_, index) => FIRST_VERSION + index);

const RELEASE_SEASONS = ["Winter '", "Spring '", "Summer '"];

/** Version 32 was Winter '15; there are three releases a year. */
export const releaseName = (version: number): string =>
  `${RELEASE_SEASONS[(version - 32 + 3) % 3]}${15 + Math.floor((version - 32) / 3)}`;

/** The version in the request's path, e.g. `v62.0`. @throws ApiError NOT_FOUND, UNSUPPORTED_API_VERSION */
export function parseVersion(req: Request): string {
  const text = String(req.params.version);
  const [, version] = /^v(\d+)\.0$/.exec(text) ?? [];
  if (version !== undefined && Number(version) >= FIRST_RETIRED_VERSION && Number(version) < FIRST_VERSION) {
    throw new ApiError(410, 'UNSUPPORTED_API_VERSION', `API version ${version}.0 is retired and no longer supported.`);
  }
  if (version === undefined || !versions.includes(Number(version))) throw notFound();
  return text;
}

/** The version in the request's path, e.g. 62. @throws ApiError NOT_FOUND, UNSUPPORTED_API_VERSION */
export const versionNumber = (req: Request): number => Number.parseInt(parseVersion(req).slice(1), 10);
