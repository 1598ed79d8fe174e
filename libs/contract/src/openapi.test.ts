import { describe, expect, it } from 'vitest';
import { openApiDocument } from './openapi.ts';

const document = openApiDocument();

interface Operation {
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly security?: unknown;
  readonly responses?: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}
const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
  Object.entries(item as Record<string, Operation>).map(([method, operation]) => ({ path, method, operation })),
);

describe('openApiDocument', () => {
  it('is OpenAPI 3.1 and serialises without loss', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  it('resolves every reference', () => {
    const references = JSON.stringify(document).match(/"#\/components\/[^"]+"/g) ?? [];
    expect(references.length).toBeGreaterThan(10);
    for (const reference of new Set(references)) {
      const target = (JSON.parse(reference) as string)
        .slice(2)
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
      expect(target, reference).toBeDefined();
    }
  });

  it('declares every tag, by which the documentation lists the routes', () => {
    const declared = new Set(document.tags?.map(({ name }) => name));
    for (const { path, method, operation } of operations)
      expect(
        operation.tags?.filter((tag) => declared.has(tag)),
        `${method} ${path}`,
      ).toHaveLength(1);
  });

  it('requires a key on every /v1 route and on no other', () => {
    expect(document.security).toEqual([{ apiKey: [] }]);
    for (const { path, operation } of operations)
      expect(operation.security, path).toEqual(path.startsWith('/v1/') ? undefined : []);
  });

  it('has problem details for every error of a /v1 route', () => {
    for (const { path, operation } of operations.filter((each) => each.path.startsWith('/v1/'))) {
      const errors = Object.entries(operation.responses ?? {}).filter(([status]) => Number(status) >= 400);
      expect(errors.map(([status]) => status)).toEqual(expect.arrayContaining(['401', '500', '503']));
      for (const [, { content }] of errors)
        expect(Object.keys(content ?? {}), path).toEqual(['application/problem+json']);
    }
  });

  it('marks deprecated operations, and throws for an unknown one', () => {
    const deprecation = { since: new Date(0), sunset: new Date(1), successor: '/v2/scores' };
    const marked = openApiDocument({ 'post /v1/scores': deprecation }).paths?.['/v1/scores'];
    expect(marked?.post?.deprecated).toBe(true);
    expect(openApiDocument().paths?.['/v1/scores']?.post?.deprecated).toBeUndefined();
    expect(() => openApiDocument({ 'post /v1/nothing': deprecation })).toThrow(/"post \/v1\/nothing"/);
  });

  it('has a unique id for every operation', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(ids.every(Boolean) && new Set(ids).size === ids.length).toBe(true);
  });

  it('closes requests and leaves responses open for new members', () => {
    const schemas = document.components?.schemas ?? {};
    expect(schemas.ScoreLeadsRequest).toHaveProperty('additionalProperties', false);
    expect(schemas.LeadScore).not.toHaveProperty('additionalProperties');
  });
});
