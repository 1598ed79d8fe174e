import { codedMessage, englishText, seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { singleColumnAuc, aucStandardError } from './single-column-auc.ts';
import { fieldsToLeaveOut, leakageFindings } from './leakage-findings.ts';
import type { LeakageInput, RawColumn } from './leakage-finding.ts';

const ROWS = 3000;
const random = seededRandom(11);
const DAY = 86_400_000;
const signal = Array.from({ length: ROWS }, () => random());
const labels = signal.map((value) => Number(random() < 0.05 + 0.25 * value));
const createdAt = signal.map((_, row) => row * DAY);
const draw = <Value>(make: (row: number) => Value) => signal.map((_, row) => make(row));
const column = (field: string, kind: RawColumn['kind'], values: RawColumn['values']): RawColumn => ({
  field,
  kind,
  values,
});

const honest = [
  column('Signal', 'numeric', signal),
  column(
    'Noise',
    'categorical',
    draw(() => (random() < 0.5 ? 'a' : 'b')),
  ),
  column(
    'Often empty',
    'numeric',
    draw(() => (random() < 0.6 ? Number.NaN : random())),
  ),
  column(
    'Strong source',
    'categorical',
    draw((row) => (random() < 0.08 + 0.25 * labels[row]! ? 'Referral' : 'Web')),
  ),
];
const leaks = [
  column(
    'Outcome tag',
    'categorical',
    draw((row) => (random() < 0.95 ? ['lost', 'won'][labels[row]!]! : 'open')),
  ),
  column(
    'Contract number',
    'numeric',
    draw((row) => (labels[row] === 1 && random() < 0.1 ? random() : Number.NaN)),
  ),
  column(
    'Rep note',
    'categorical',
    draw((row) => (random() < 0.15 + 0.6 * labels[row]! ? 'noted' : null)),
  ),
  column(
    'Budget confirmed',
    'boolean',
    draw((row) => Number(labels[row] === 1 && random() < 0.4)),
  ),
  column(
    'Signed on',
    'date',
    draw((row) => (random() < 0.3 ? createdAt[row]! + 20 * DAY : createdAt[row]! - DAY)),
  ),
  column(
    'Serial',
    'numeric',
    draw((row) => row * 3 + random()),
  ),
];
const input: LeakageInput = { columns: [...honest, ...leaks], labels, createdAt };

describe('leakageFindings', () => {
  const findings = leakageFindings({
    ...input,
    leftOut: [{ field: 'Id', reason: codedMessage('column_names_lead', 'It names the lead.') }],
  });
  const verdictOf = (field: string) => findings.find((finding) => finding.field === field)!.verdict;
  const evidenceOf = (field: string) => englishText(findings.find((finding) => finding.field === field)!.evidence);

  it('finds every leak and no honest column', () => {
    expect(honest.map(({ field }) => verdictOf(field))).toEqual(honest.map(() => 'fine'));
    expect(leaks.filter(({ field }) => verdictOf(field) === 'fine')).toEqual([]);
    expect(verdictOf('Outcome tag')).toBe('excluded');
    expect(verdictOf('Contract number')).toBe('excluded');
  });

  it('returns evidence as sentences with numbers', () => {
    expect(evidenceOf('Outcome tag')).toMatch(/^On its own it reaches AUC (0\.9\d|1\.00)/);
    expect(evidenceOf('Contract number')).toMatch(
      /filled in for \d+ leads, of which 100 % reached the goal, compared with \d+ % of all/,
    );
    expect(evidenceOf('Rep note')).toMatch(
      /Whether it is empty predicts the outcome: \d+ % of the \d+ leads without it reached the goal/,
    );
    expect(evidenceOf('Signed on')).toMatch(/\d+ of its 3000 dates are after the creation of the lead/);
    expect(evidenceOf('Serial')).toMatch(/rank correlation 1\.00/);
    expect(evidenceOf('Budget confirmed')).toMatch(/checked for \d+ leads, of which 100 % reached the goal/);
    expect(evidenceOf('Id')).toBe('It names the lead.');
  });

  it('returns a finding for every column and every field left out', () => {
    expect(findings.map(({ field }) => field).sort()).toEqual(
      [...input.columns.map(({ field }) => field), 'Id'].sort(),
    );
    expect(findings.map(({ verdict }) => verdict)).toEqual(
      findings.map(({ verdict }) => verdict).toSorted((a, b) => 'esf'.indexOf(a[0]!) - 'esf'.indexOf(b[0]!)),
    );
  });

  it('accepts a suspect field where the user allows it, but never an excluded one', () => {
    const allowed = leakageFindings({ ...input, allow: ['Rep note', 'Outcome tag'] });
    expect(fieldsToLeaveOut(allowed)).toContain('Outcome tag');
    expect(fieldsToLeaveOut(allowed)).not.toContain('Rep note');
    expect(allowed.find(({ field }) => field === 'Rep note')).toMatchObject({ verdict: 'suspect', allowed: true });
    expect(fieldsToLeaveOut(findings)).toContain('Rep note');
    const refused = allowed.find(({ field }) => field === 'Outcome tag')!;
    expect(englishText(refused.evidence)).toMatch(/only suspect fields can be allowed\.$/);
    expect(evidenceOf('Outcome tag')).not.toContain('allowed');
  });

  it('counts conversions after the horizon too in the search for fields written at conversion', () => {
    const everConverted = labels.map((label, row) => (label === 1 || row % 9 === 0 ? 1 : 0));
    const written = column(
      'Deal',
      'categorical',
      draw((row) => (everConverted[row] === 1 ? 'deal' : null)),
    );
    const evidence = (more: Partial<LeakageInput>) =>
      englishText(leakageFindings({ columns: [written], labels, ...more })[0]!.evidence);
    expect(evidence({})).not.toContain('written after a lead has reached the goal');
    expect(evidence({ everConverted })).toContain('written after a lead has reached the goal');
  });

  it('reports changes at the outcome, as harmless where history restores the earlier value', () => {
    const changes = { field: 'Noise', changes: 100, atOutcome: 80 };
    const finding = (isTracked: boolean) =>
      leakageFindings({ columns: [honest[1]!], labels, changes: [{ ...changes, isTracked }] })[0]!;
    expect(finding(false).verdict).toBe('suspect');
    expect(finding(true).verdict).toBe('fine');
    expect(englishText(finding(true).evidence)).toContain('80 % of its 100 changes');
  });

  it('does not suspect a column that names leads because leads have several rows', () => {
    const groups = labels.flatMap((_, lead) => [lead, lead, lead]);
    const thrice = <Value>(values: ArrayLike<Value>) => Array.from(values).flatMap((value) => [value, value, value]);
    const named = column('Name', 'categorical', thrice(draw((row) => `lead ${row}`)));
    const verdict = (more: Partial<LeakageInput>) =>
      leakageFindings({ columns: [named], labels: thrice(labels), ...more })[0]!.verdict;
    expect(verdict({})).toBe('excluded');
    expect(verdict({ groups })).toBe('fine');
  });

  it('suspects a column with current values that follow what has become of the leads by today', () => {
    const convertedToday = labels.map((label) => (random() < 0.7 ? label : 1 - label));
    const values = convertedToday.map((today) => ((random() < 0.97 ? today : 1 - today) === 1 ? 'Other' : 'Customer'));
    const finding = (hasCurrentValues: boolean) =>
      leakageFindings({
        columns: [{ ...column('Type', 'categorical', values), hasCurrentValues }],
        labels,
        convertedToday,
      })[0]!;
    expect(finding(false)).toMatchObject({ verdict: 'fine' });
    expect(finding(false).auc).toBeLessThan(0.75);
    expect(finding(true).verdict).toBe('excluded');
    const plan = honest.map((each) => ({ ...each, hasCurrentValues: true }));
    const unblamed = leakageFindings({ columns: plan, labels, convertedToday });
    expect(unblamed.map(({ verdict }) => verdict)).toEqual(plan.map(() => 'fine'));
  });

  it('suspects nothing that is computed from dates of records, however well it predicts', () => {
    const tag = leaks.find(({ field }) => field === 'Outcome tag')!;
    const [finding] = leakageFindings({ columns: [{ ...tag, isFromDates: true }], labels });
    expect(finding).toMatchObject({ verdict: 'fine', evidence: [{ code: 'nothing_against' }] });
    expect(finding!.auc).toBeGreaterThan(0.9);
  });

  it('suspects a tick that means conversion four times as often as usual', () => {
    const ticked = column(
      'Budget',
      'boolean',
      draw((row) => Number(random() < (labels[row] === 1 ? 0.6 : 0.03))),
    );
    const finding = leakageFindings({ columns: [ticked], labels })[0]!;
    expect(finding.verdict).toBe('suspect');
    expect(englishText(finding.evidence)).toMatch(/checked for \d+ leads, of which \d\d % reached the goal/);
  });

  it('writes every message as whole sentences, with its numbers in them', () => {
    const changes = [{ field: 'Noise', changes: 100, atOutcome: 80, isTracked: false }];
    const given = { columns: [...honest, ...leaks], labels, createdAt, changes, allow: ['Outcome tag'] };
    for (const { english, values } of leakageFindings(given).flatMap(({ evidence }) => evidence)) {
      expect(english).toMatch(/^[A-Z\d].*\.$/);
      for (const { value } of values) {
        const written = [String(value), value.toFixed(2), `${Math.round(value * 100)} %`];
        expect(written.some((text) => english.includes(text))).toBe(true);
      }
    }
  });

  it('suspects nothing with few rows', () => {
    const few = leakageFindings({
      columns: honest.map((honestColumn) => ({
        ...honestColumn,
        values: Array.from(honestColumn.values).slice(0, 60),
      })),
      labels: labels.slice(0, 60),
    });
    expect(few.every(({ verdict }) => verdict === 'fine')).toBe(true);
  });
});

describe('singleColumnAuc', () => {
  it('does not reward a column of unique values for memorising its own rows', () => {
    const unique = column(
      'Unique',
      'categorical',
      draw((row) => `v${row}`),
    );
    expect(Math.abs(singleColumnAuc(unique, labels) - 0.5)).toBeLessThan(0.05);
  });
});

describe('aucStandardError', () => {
  it('agrees with the published example', () => {
    // Hanley and McNeil 1982: area 0.893 with 51 abnormal and 58 normal images has a standard error of 0.0325.
    expect(aucStandardError(0.893, 51, 58)).toBeCloseTo(0.0325, 4);
  });
});
