import type * as score from '@leadlight/lead-score';
import type * as features from '@leadlight/lead-features';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Band, LeadToScore, Unit } from './score-leads.ts';
import { ScoreLeadsRequest, type LeadScore, type Reason } from './score-leads.ts';
import type { z } from 'zod';

const pathsOf = (body: unknown): string[] =>
  ScoreLeadsRequest.safeParse(body).error?.issues.map((issue) => issue.path.join('/')) ?? [];

describe('LeadScore', () => {
  it('has the members of libs/lead-score and those of a response', () => {
    type OfTheResponse = 'leadId' | 'warnings' | 'scoredAt' | 'inputHash';
    expectTypeOf<Omit<LeadScore, OfTheResponse>>().toEqualTypeOf<score.ExplainedScore>();
    expectTypeOf<Reason>().toEqualTypeOf<score.Reason>();
  });

  it('has the bands, units and field values of the domain', () => {
    expectTypeOf<z.infer<typeof Band>>().toEqualTypeOf<score.Band>();
    expectTypeOf<z.infer<typeof Unit>>().toEqualTypeOf<features.Unit>();
    expectTypeOf<NonNullable<LeadToScore['fields']>[string]>().toEqualTypeOf<features.FieldValue>();
  });
});

describe('ScoreLeadsRequest', () => {
  const lead = { leadId: '00Q5g00000KpXc1EAF' };

  it('accepts 1 to 200 leads', () => {
    expect(pathsOf({ leads: Array(200).fill(lead) })).toEqual([]);
    expect(pathsOf({ leads: Array(201).fill(lead) })).toEqual(['leads']);
    expect(pathsOf({ leads: [] })).toEqual(['leads']);
  });

  it('rejects unknown members, at every depth', () => {
    expect(pathsOf({ leads: [lead], model: 7 })).toEqual(['']);
    expect(pathsOf({ leads: [lead, { ...lead, field: {} }] })).toEqual(['leads/1']);
  });

  it.each([7, '', 'a b', '../etc', 'x'.repeat(65), null])('rejects %j as a lead id', (leadId) => {
    expect(pathsOf({ leads: [{ leadId }] })).toEqual(['leads/0/leadId']);
  });

  it.each([[[1]], [{ a: 1 }], [Infinity], ['x'.repeat(32_001)]])('rejects %j as a field value', (value) => {
    expect(pathsOf({ leads: [{ ...lead, fields: { Company: value } }] })).toEqual(['leads/0/fields/Company']);
  });

  it('accepts text, numbers, booleans and null as field values', () => {
    const fields = { Company: 'Ærø', NumberOfEmployees: 12.5, DoNotCall: false, Country: null };
    expect(ScoreLeadsRequest.parse({ leads: [{ ...lead, fields }] }).leads[0]?.fields).toEqual(fields);
  });

  it('does not pollute prototypes', () => {
    const body: unknown = JSON.parse('{"leads":[{"leadId":"a","fields":{"__proto__":"x","constructor":"y"}}]}');
    ScoreLeadsRequest.safeParse(body);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    expect({}.constructor).toBe(Object);
  });
});
