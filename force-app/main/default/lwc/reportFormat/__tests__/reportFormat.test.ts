import {
  comparisonText,
  formatDate,
  formatMeasure,
  formatMeasuredShare,
  formatMonth,
  formatSigned,
  labelsByField,
  learnerName,
  createFieldNamer,
} from 'c/reportFormat';

describe('formatMeasure', () => {
  it('keeps the decimals, and shows a dash for what was not measured', () => {
    expect([0.8, 1, null, undefined].map((value) => formatMeasure(value, 2))).toEqual(['0.80', '1.00', '–', '–']);
    expect([0.5, 0.033, 0, null].map(formatMeasuredShare)).toEqual(['50%', '3.3%', '0%', '–']);
  });

  it('adds a sign to raising and lowering effects', () => {
    expect([0.0925, -0.0082, 0].map((value) => formatSigned(value, 3))).toEqual(['+0.093', '−0.008', '0']);
  });

  it('formats days in UTC, whatever the user’s time zone', () => {
    const lastSecondOfMay = Date.UTC(2026, 4, 31, 23, 59, 59);
    expect([formatMonth(lastSecondOfMay), formatDate(lastSecondOfMay)]).toEqual(['May 2026', '31 May 2026']);
  });
});

describe('comparisonText', () => {
  it.each([undefined, null, { rows: 900, challenger: 'better' }, { rows: 900, challenger: 'worse', difference: null }])(
    'is empty for %j, which compares nothing',
    (comparison) => {
      expect(comparisonText(comparison as Parameters<typeof comparisonText>[0])).toBe('');
    },
  );
});

describe('createFieldNamer', () => {
  const labels = labelsByField([{ field: 'Rejection_Reason__c', label: 'Reason of Rejection' }, { field: 'Bare__c' }]);
  const nameOf = createFieldNamer([{ name: 'field:Tier__c', field: 'Tier__c', label: 'Tier' } as never], labels);

  it.each([
    ['field:Tier__c', 'Tier'],
    ['lead_source', 'Lead source'],
    ['field:Gone__c', 'Gone__c'],
    ['Rejection_Reason__c', 'Reason of Rejection'],
    ['Bare__c', 'Bare__c'],
  ])('names %s as %s', (field, name) => {
    expect(nameOf(field)).toBe(name);
  });

  it('translates learners and keeps the names of external ones', () => {
    expect(learnerName('rules')).toBe('The points table');
    expect(learnerName('our-xgboost', 'Our xgboost')).toBe('Our xgboost');
  });
});
