import type { ZodOpenApiPathsObject } from 'zod-openapi';

/** An operation that is going away, and what takes its place. */
export interface Deprecation {
  readonly since: Date;
  /** From then on it may be gone. */
  readonly sunset: Date;
  /** Where the successor is. */
  readonly successor: string;
}

/** By method and path: `post /v1/scores`. */
export type Deprecations = Readonly<Record<string, Deprecation>>;

/** None so far. What is named here is marked in the document, and every answer of it says so. */
export const deprecations: Deprecations = {};

/** The paths with the operations marked that are going away. */
export function markDeprecated(paths: ZodOpenApiPathsObject, going: Deprecations): ZodOpenApiPathsObject {
  const marked = copied(paths);
  for (const name of Object.keys(going)) {
    const [method = '', path = ''] = name.split(' ');
    const operation = marked[path]?.[method as 'get'];
    if (!operation) throw new Error(`There is no operation "${name}" to deprecate.`);
    operation.deprecated = true;
  }
  return marked;
}

/** Schemas stay the very same objects: the document names them by identity. */
const copied = (paths: ZodOpenApiPathsObject): ZodOpenApiPathsObject =>
  Object.fromEntries(
    Object.entries(paths).map(([path, item]) => [
      path,
      Object.fromEntries(
        Object.entries(item as object).map(([method, operation]) => [method, { ...(operation as object) }]),
      ),
    ]),
  );
