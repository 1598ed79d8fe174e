import type { ZodOpenApiPathsObject } from 'zod-openapi';

/** An operation that will be removed, and its successor. */
export interface Deprecation {
  readonly since: Date;
  /** From this date on it may be removed. */
  readonly sunset: Date;
  /** Where the successor is. */
  readonly successor: string;
}

/** By method and path: `post /v1/scores`. */
export type Deprecations = Readonly<Record<string, Deprecation>>;

/** None so far. A deprecated operation is marked in the document and in the headers of its responses. */
export const deprecations: Deprecations = {};

/** The paths with the deprecated operations marked. */
export function markDeprecated(paths: ZodOpenApiPathsObject, deprecated: Deprecations): ZodOpenApiPathsObject {
  const marked = copyOf(paths);
  for (const name of Object.keys(deprecated)) {
    const [method = '', path = ''] = name.split(' ');
    const operation = marked[path]?.[method as 'get'];
    if (!operation) throw new Error(`There is no operation "${name}" to deprecate.`);
    operation.deprecated = true;
  }
  return marked;
}

/** Schemas stay the same objects, because the document names them by identity. */
const copyOf = (paths: ZodOpenApiPathsObject): ZodOpenApiPathsObject =>
  Object.fromEntries(
    Object.entries(paths).map(([path, item]) => [
      path,
      Object.fromEntries(
        Object.entries(item as object).map(([method, operation]) => [method, { ...(operation as object) }]),
      ),
    ]),
  );
