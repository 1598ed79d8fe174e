import { readExample, type ModelChecks } from '@leadlight/contract';
import { describe, expect, it } from 'vitest';
import { checkHistoryLines } from './check-history.ts';

const example = readExample('checks.response') as ModelChecks;

describe('checkHistoryLines', () => {
  it('shows the estimates of each day and what was found', () => {
    const text = checkHistoryLines(example).join('\n');
    expect(text).toMatch(
      /2026-11-24 .* v3 .* 2140 .* 0\.71 .* 0\.67–0\.75 .* 0\.82 .* 13\.0 % .* 11\.0–14\.8 % .* 16\.0 %/,
    );
    expect(text).toContain('2026-11-23 alarm: Leads since 2026-10-29 turn out differently than predicted');
    expect(text).toMatch(/2026-09-02 alarm: Since 2026-08-31, Phone has been empty .* Ended 2026-09-19\.$/);
  });

  it('says where too few leads had reached the goal, that nothing was found, and that nothing was checked', () => {
    const [day] = example.checks;
    const young = checkHistoryLines({ checks: [{ ...day!, performance: null }], measures: [], events: [] });
    expect(young.join('\n')).toMatch(/2026-11-24 .* v3 .* too few/);
    expect(young.at(-1)).toBe('Nothing was found.');
    expect(checkHistoryLines({ checks: [], measures: [], events: [] })).toEqual([
      'The active model has not been checked yet: run "leadlight check".',
    ]);
  });

  it('names the records and the command of a propensity', () => {
    expect(checkHistoryLines({ checks: [], measures: [], events: [] }, 'account-churns')).toEqual([
      'The active model has not been checked yet: run "leadlight check --propensity account-churns".',
    ]);
    const text = checkHistoryLines(example, 'account-churns').join('\n');
    expect(text).toMatch(/│ records +│/);
    expect(text).toContain('Estimated from the newest records, most of them still open.');
  });
});
