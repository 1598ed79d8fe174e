import { DAY_MS, HOUR_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import type { AlertCandidate, AlertState } from '../ports/index.ts';
import { decideAlert } from './decide-alert.ts';

const ON = Date.parse('2026-03-02T09:00:00Z');
const NOW = ON + 10 * DAY_MS;
const settings = { bands: ['A'], jumpPoints: 20 };
const state: AlertState = {
  ...{ leadId: '00Q1', score: 50, band: 'C', modelLabel: 'v1', seenAt: NOW - HOUR_MS },
  ...{ bandSince: NOW - DAY_MS, referenceScore: 50, referenceAt: NOW - 2 * HOUR_MS },
};
const candidate = (given: Partial<AlertCandidate> = {}): AlertCandidate => ({
  ...{ leadId: '00Q1', score: 93, band: 'A', modelLabel: 'v1', scoredAt: NOW - 1_000 },
  ...{ createdAt: ON - 30 * DAY_MS, hasChanged: true, state },
  ...given,
});
const decide = (given?: Partial<AlertCandidate>) => decideAlert(candidate(given), settings, ON, NOW);

describe('decideAlert', () => {
  it('alerts a lead that enters a chosen band, with what it was before, and not the rise that led there', () => {
    const { alert, state: next } = decide();
    expect(alert).toMatchObject({
      ...{ rule: 'band', subjectId: '00Q1', cause: `A ${NOW - 1_000}`, createdAt: NOW },
      facts: { score: 93, band: 'A', formerScore: 50, formerBand: 'C' },
    });
    expect(next).toMatchObject({ band: 'A', bandSince: NOW - 1_000, referenceScore: 93 });
  });

  it('gives the same cause the same id, and another cause another one', () => {
    expect(decide().alert?.id).toBe(decide().alert?.id);
    expect(decide({ scoredAt: NOW }).alert?.id).not.toBe(decide().alert?.id);
    expect(decide({ leadId: '00Q2' }).alert?.id).not.toBe(decide().alert?.id);
  });

  it('alerts a new lead that is in the band at its first score', () => {
    const { alert } = decide({ state: null, createdAt: ON + 1 });
    expect(alert).toMatchObject({ rule: 'band', facts: { formerScore: null, formerBand: null } });
  });

  it.each<readonly [string, Partial<AlertCandidate>, readonly string[]]>([
    ['a lead that was there before alerts were on', { state: null }, ['A']],
    ['a lead that was last seen before alerts were turned on again', { state: { ...state, seenAt: ON - 1 } }, ['A']],
    ['a score that another model moved', { modelLabel: 'v2', hasChanged: false }, ['A']],
    ['a band that is not chosen', { band: 'B', score: 60 }, ['A']],
    [
      'a fall into the band',
      { band: 'B', score: 60, state: { ...state, band: 'A', score: 95, referenceScore: 95 } },
      ['B'],
    ],
  ])('does not alert %s, and remembers it', (_what, given, bands) => {
    const decision = decideAlert(candidate(given), { ...settings, bands }, ON, NOW);
    expect(decision.alert).toBeUndefined();
    expect(decision.state).toMatchObject({ score: given.score ?? 93, band: given.band ?? 'A', seenAt: NOW });
  });

  it('alerts a changed lead also where another model has become active meanwhile', () => {
    expect(decide({ modelLabel: 'v2' }).alert).toMatchObject({ rule: 'band' });
  });

  it('alerts a rise of the points within a day, also in steps, once', () => {
    const step = (score: number, before: AlertState, hours: number) =>
      decideAlert(
        candidate({ score, band: 'C', state: before, scoredAt: NOW + hours * HOUR_MS }),
        settings,
        ON,
        NOW + hours * HOUR_MS,
      );
    const first = step(58, state, 0);
    expect(first.alert).toBeUndefined();
    const second = step(71, first.state, 1);
    expect(second.alert).toMatchObject({ rule: 'jump', facts: { score: 71, formerScore: 58, risenFrom: 50 } });
    expect(step(72, second.state, 2).alert).toBeUndefined();
  });

  it('does not add up rises of several days, and counts from the lowest score', () => {
    const old = { ...state, referenceAt: NOW - 2 * DAY_MS, referenceScore: 20 };
    expect(decide({ score: 65, band: 'C', state: old }).alert).toBeUndefined();
    const fell = { ...state, score: 40 };
    expect(decide({ score: 61, band: 'C', state: fell }).alert).toMatchObject({ rule: 'jump' });
    expect(decide({ score: 59, band: 'C', state: fell }).alert).toBeUndefined();
  });

  it('alerts no rise where none is chosen', () => {
    const given = candidate({ score: 90, band: 'B' });
    expect(decideAlert(given, { ...settings, jumpPoints: null }, ON, NOW).alert).toBeUndefined();
  });

  it('keeps since when a lead is in its band while only its score changes', () => {
    expect(decide({ score: 55, band: 'C' }).state.bandSince).toBe(state.bandSince);
  });
});
