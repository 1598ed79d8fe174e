import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { breakingChanges } from './breaking-changes.ts';
import { openApiDocument } from './openapi.ts';

type Json = Parameters<typeof breakingChanges>[0];
type Loose = { [key: string]: Loose };
const released = (): Json => JSON.parse(readFileSync(new URL('../released/v1.json', import.meta.url), 'utf8')) as Json;
/** The current document, changed in one place. */
function changed(change: (document: Loose) => void): Json {
  const document = JSON.parse(JSON.stringify(openApiDocument())) as Loose;
  change(document);
  return document as unknown as Json;
}
const current = changed(() => undefined);
const schemas = (document: Loose) => document.components!.schemas!;

describe('the contract', () => {
  it('has no breaking change against the released v1', () => {
    expect(breakingChanges(released(), current)).toEqual([]);
  });
});

describe('breakingChanges', () => {
  const cases: readonly (readonly [string, (document: Loose) => void, RegExp])[] = [
    ['a removed operation', (d) => delete d.paths!['/v1/models'], /GET \/v1\/models was removed/],
    [
      'a removed member of a response',
      (d) => delete schemas(d).LeadScore!.properties!.band,
      /scores\[\]\.band was removed/,
    ],
    [
      'a response that guarantees less',
      (d) => (schemas(d).SimilarLeads!.required = ['count'] as unknown as Loose),
      /similarLeads no longer guarantees converted/,
    ],
    [
      'a request that requires more',
      (d) => (schemas(d).LeadToScore!.required = ['leadId', 'fields'] as unknown as Loose),
      /leads\[\] requires fields/,
    ],
    [
      'a request that accepts fewer',
      (d) => (schemas(d).ScoreLeadsRequest!.properties!.leads!.maxItems = 100 as unknown as Loose),
      /lower maxItems/,
    ],
    [
      'a response with a new choice',
      (d) => (schemas(d).Band!.enum = ['A', 'B', 'C', 'D', 'E'] as unknown as Loose),
      /may now be E/,
    ],
    [
      'a member of another type',
      (d) => (schemas(d).Reason!.properties!.points!.type = 'string' as unknown as Loose),
      /another type/,
    ],
    [
      'a removed status of a response',
      (d) => delete d.paths!['/v1/scores']!.post!.responses!['409'],
      /no longer responds with 409/,
    ],
  ];

  it.each(cases)('reports %s', (_name, change, message) => {
    expect(breakingChanges(current, changed(change)).join('\n')).toMatch(message);
  });

  it('reports nothing for additions', () => {
    const more = changed((d) => {
      schemas(d).LeadScore!.properties!.note = { type: 'string' } as unknown as Loose;
      schemas(d).ScoreLeadsRequest!.properties!.hint = { type: 'string' } as unknown as Loose;
      d.paths!['/v1/new'] = {};
    });
    expect(breakingChanges(current, more)).toEqual([]);
  });

  it('allows a type for a response of any type, and not for a request', () => {
    const anything = changed((d) => (schemas(d).ModelReport!.properties!.report = {}));
    expect(breakingChanges(anything, current)).toEqual([]);
    const anyReason = changed((d) => (schemas(d).WhatIfRequest!.properties!.leadId = {}));
    expect(breakingChanges(anyReason, current).join()).toMatch(/leadId has another type/);
  });
});
