import { describe, expect, it } from 'vitest';
import { defineErrors, isLeadlightError, LeadlightError, type ErrorFacts } from './errors.ts';

const definitions = defineErrors({
  bad_label: {
    reason: ({ row, value }: { row: number; value: number }) => `Row ${row} has the label ${value}.`,
    remedy: 'Use the labels 0 and 1.',
    example: { row: 3, value: 2 },
  },
  too_many_rows: {
    reason: ({ rows }: { rows: number }) => `There are ${rows} rows.`,
    remedy: ({ rows }: { rows: number }) => `Take a sample of fewer than ${rows} rows.`,
    example: { rows: 10 },
  },
});

class SampleError<C extends keyof typeof definitions> extends LeadlightError<C, ErrorFacts<typeof definitions, C>> {
  override readonly name = 'SampleError';
  constructor(code: C, facts: ErrorFacts<typeof definitions, C>, options?: ErrorOptions) {
    super(definitions, code, facts, options);
  }
}

describe('LeadlightError', () => {
  it('joins reason and remedy into the message and keeps the facts', () => {
    const error = new SampleError('bad_label', { row: 3, value: 2 });
    expect(error.message).toBe('Row 3 has the label 2. Use the labels 0 and 1.');
    expect(error).toMatchObject({ code: 'bad_label', facts: { row: 3, value: 2 }, remedy: 'Use the labels 0 and 1.' });
    expect(error.docs).toBe('docs/errors.md#bad_label');
  });

  it('makes the remedy from the facts and keeps the cause', () => {
    const cause = new Error('disk');
    const error = new SampleError('too_many_rows', { rows: 10 }, { cause });
    expect(error.remedy).toBe('Take a sample of fewer than 10 rows.');
    expect(error.cause).toBe(cause);
  });
});

describe('isLeadlightError', () => {
  it('recognises an error by its class, and by its code where codes are given', () => {
    const error = new SampleError('bad_label', { row: 1, value: 7 });
    expect(isLeadlightError(error)).toBe(true);
    expect(isLeadlightError(error, 'bad_label')).toBe(true);
    expect(isLeadlightError(error, 'too_many_rows')).toBe(false);
    expect(isLeadlightError(Object.assign(new Error('no'), { code: 'bad_label' }))).toBe(false);
  });
});
