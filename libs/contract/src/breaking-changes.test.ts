import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { breakingChanges } from './breaking-changes.ts';
import { openApiDocument } from './openapi.ts';

type Json = Parameters<typeof breakingChanges>[0];
type Loose = { [key: string]: Loose };
const asReleased = (): Json =>
  JSON.parse(readFileSync(new URL('../released/v1.json', import.meta.url), 'utf8')) as Json;
/** The current document, changed in one place. */
function changed(change: (document: Loose) => void): Json {
  const document = JSON.parse(JSON.stringify(openApiDocument())) as Loose;
  change(document);
  return document as unknown as Json;
}
const current = changed(() => undefined);
const schemas = (document: Loose) => document.components!.schemas!;

describe('the contract', () => {
  it('breaks no client of the released v1', () => {
    expect(breakingChanges(asReleased(), current)).toEqual([]);
  });
});

describe('a change', () => {
  const cases: readonly (readonly [string, (document: Loose) => void, RegExp])[] = [
    ['an operation is gone', (d) => delete d.paths!['/v1/models'], /GET \/v1\/models is gone/],
    ['an answer loses a member', (d) => delete schemas(d).LeadScore!.properties!.band, /scores\[\]\.band is gone/],
    [
      'an answer promises less',
      (d) => (schemas(d).SimilarLeads!.required = ['count'] as unknown as Loose),
      /similarLeads promises converted no more/,
    ],
    [
      'a request asks for more',
      (d) => (schemas(d).LeadToScore!.required = ['leadId', 'fields'] as unknown as Loose),
      /leads\[\] asks for fields/,
    ],
    [
      'a request takes fewer',
      (d) => (schemas(d).ScoreLeadsRequest!.properties!.leads!.maxItems = 100 as unknown as Loose),
      /lower maxItems/,
    ],
    [
      'an answer has a new choice',
      (d) => (schemas(d).Band!.enum = ['A', 'B', 'C', 'D', 'E'] as unknown as Loose),
      /may now be E/,
    ],
    [
      'a member has another type',
      (d) => (schemas(d).Reason!.properties!.points!.type = 'string' as unknown as Loose),
      /another type/,
    ],
    [
      'an answer’s status is gone',
      (d) => delete d.paths!['/v1/scores']!.post!.responses!['409'],
      /answers 409 no more/,
    ],
  ];

  it.each(cases)('is told: %s', (_name, change, message) => {
    expect(breakingChanges(current, changed(change)).join('\n')).toMatch(message);
  });

  it('that only adds is none', () => {
    const more = changed((d) => {
      schemas(d).LeadScore!.properties!.note = { type: 'string' } as unknown as Loose;
      schemas(d).ScoreLeadsRequest!.properties!.hint = { type: 'string' } as unknown as Loose;
      d.paths!['/v1/new'] = {};
    });
    expect(breakingChanges(current, more)).toEqual([]);
  });

  it('that says what an answer is, where it could be anything, is none; one that asks so of a request is', () => {
    const anything = changed((d) => (schemas(d).ModelReport!.properties!.report = {}));
    expect(breakingChanges(anything, current)).toEqual([]);
    const anyReason = changed((d) => (schemas(d).WhatIfRequest!.properties!.leadId = {}));
    expect(breakingChanges(anyReason, current).join()).toMatch(/leadId has another type/);
  });
});
