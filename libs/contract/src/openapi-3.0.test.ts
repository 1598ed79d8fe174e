import { describe, expect, it } from 'vitest';
import { openApiDocument } from './openapi.ts';
import { openApi30Document } from './openapi-3.0.ts';

const document = openApi30Document();
const text = JSON.stringify(document);
interface Schema {
  readonly type?: unknown;
  readonly nullable?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
}
const schemas = (document.components as unknown as { schemas: Record<string, Schema> }).schemas;

describe('openApi30Document', () => {
  it('contains nothing that only 3.1 has', () => {
    expect(document.openapi).toBe('3.0.3');
    expect(
      text.match(/"anyOf"|"type":\[|"type":"null"|"const":|"oneOf"|"propertyNames"|"identifier"|"prefixItems"/),
    ).toBeNull();
  });

  it('has the operations under /v1 and no others', () => {
    const underV1 = Object.keys(openApiDocument().paths ?? {}).filter((path) => path.startsWith('/v1/'));
    expect(underV1).toContain('/v1/scores');
    expect(Object.keys(document.paths as object)).toEqual(underV1);
  });

  it('has field values as nullable text', () => {
    expect(schemas.FieldValue).toMatchObject({ type: 'string', nullable: true });
  });

  it('leaves out members of several types and keeps the others', () => {
    expect(Object.keys(schemas.Reason?.properties ?? {})).toEqual([
      'feature',
      'field',
      'labelKey',
      'label',
      'unit',
      'points',
    ]);
  });

  it('resolves every reference', () => {
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) expect(schemas).toHaveProperty([name!]);
  });
});
