import { DAY_MS } from '@leadlight/common';
import type { FeatureSchema, FieldChange } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { numberFields, NumberShifts } from './number-shifts.ts';

const TRAINED_AT = Date.UTC(2026, 5, 1);
const employees = (lead: number) => 10 + ((lead * 37) % 991);

interface Given {
  /** The new value of a lead that was changed after the training; undefined = not changed. */
  readonly changed?: (value: number, lead: number) => number | undefined;
  /** The value of a lead created after the training. */
  readonly fresh?: (value: number, lead: number) => number;
}

/** 300 leads from before the training and 100 from after it. */
function factorsOf({ changed = () => undefined, fresh = (value) => value }: Given) {
  const shifts = new NumberShifts(['Employees'], TRAINED_AT);
  for (let lead = 0; lead < 400; lead += 1) {
    const isNew = lead >= 300;
    const oldValue = isNew ? fresh(employees(lead), lead) : employees(lead);
    const newValue = isNew ? undefined : changed(oldValue, lead);
    const changes: FieldChange[] =
      newValue === undefined ? [] : [{ field: 'Employees', at: TRAINED_AT + DAY_MS, oldValue, newValue }];
    const createdAt = TRAINED_AT + (isNew ? lead - 299 : lead - 301) * DAY_MS;
    shifts.add({ createdAt, fields: { Employees: newValue ?? oldValue }, changes });
  }
  return shifts.factors();
}

describe('NumberShifts', () => {
  it('finds values of existing leads that were multiplied, also when rounded', () => {
    expect(factorsOf({ changed: (value) => value * 1000 }).get('Employees')).toBeCloseTo(1000);
    expect(factorsOf({ changed: (value) => Math.round(value * 12) / 10 }).get('Employees')).toBeCloseTo(1.2, 1);
  });

  it('finds new leads whose values are in another unit', () => {
    expect(factorsOf({ fresh: (value) => value / 1000 }).get('Employees')).toBeCloseTo(0.001, 3);
  });

  it('finds nothing where nothing has changed', () => {
    expect(factorsOf({})).toEqual(new Map());
  });

  it.each<[string, Given]>([
    ['corrections by different factors', { changed: (value, lead) => value * (1 + (lead % 7)) }],
    ['a few corrections by the same factor', { changed: (value, lead) => (lead < 10 ? value * 10 : undefined) }],
    ['ordinary growth', { changed: (value) => value * 1.1 }],
    ['new leads that are three times as large', { fresh: (value) => value * 3 }],
    ['new leads of which only the largest are larger', { fresh: (value) => (value > 300 ? value * 50 : value) }],
  ])('takes %s for no other unit', (_, given) => {
    expect(factorsOf(given)).toEqual(new Map());
  });
});

describe('numberFields', () => {
  it('names fields whose numbers the model reads as they are', () => {
    const common = { labelKey: '', label: '' };
    const schema: FeatureSchema = {
      version: 1,
      features: [
        {
          ...common,
          name: 'employees',
          kind: 'numeric',
          unit: 'people',
          field: 'A',
          source: { type: 'catalogue', inputs: ['A'] },
        },
        {
          ...common,
          name: 'age',
          kind: 'numeric',
          unit: 'days',
          field: 'B',
          source: { type: 'catalogue', inputs: ['B'] },
        },
        {
          ...common,
          name: 'field:C',
          kind: 'numeric',
          unit: 'currency',
          field: 'C',
          source: { type: 'field', field: 'C', read: 'value' },
        },
        {
          ...common,
          name: 'field:D',
          kind: 'numeric',
          unit: 'count',
          field: 'D',
          source: { type: 'field', field: 'D', read: 'choices' },
        },
      ],
    };
    expect(numberFields(schema)).toEqual(['A', 'C']);
  });
});
