import {
  formatDate,
  formatMeasure,
  formatMeasuredShare,
  formatMonth,
  formatSigned,
  labelsIn,
  learnerName,
  namesOf,
} from 'c/reportFormat';

describe('figures of a report', () => {
  it('keep their decimals, and are a dash where they were not measured', () => {
    expect([0.8, 1, null, undefined].map((value) => formatMeasure(value, 2))).toEqual(['0.80', '1.00', '–', '–']);
    expect([0.5, 0.033, 0, null].map(formatMeasuredShare)).toEqual(['50%', '3.3%', '0%', '–']);
  });

  it('have a sign where they raise or lower', () => {
    expect([0.0925, -0.0082, 0].map((value) => formatSigned(value, 3))).toEqual(['+0.093', '−0.008', '0']);
  });

  it('are of the service’s day, wherever the user is', () => {
    const lastSecondOfMay = Date.UTC(2026, 4, 31, 23, 59, 59);
    expect([formatMonth(lastSecondOfMay), formatDate(lastSecondOfMay)]).toEqual(['May 2026', '31 May 2026']);
  });
});

describe('names of a report', () => {
  const labels = labelsIn([{ field: 'Rejection_Reason__c', label: 'Reason of Rejection' }, { field: 'Bare__c' }]);
  const nameOf = namesOf([{ name: 'field:Tier__c', field: 'Tier__c', label: 'Tier' } as never], labels);

  it.each([
    ['field:Tier__c', 'Tier'],
    ['lead_source', 'Lead source'],
    ['field:Gone__c', 'Gone__c'],
    ['Rejection_Reason__c', 'Reason of Rejection'],
    ['Bare__c', 'Bare__c'],
  ])('%s is %s', (field, name) => {
    expect(nameOf(field)).toBe(name);
  });

  it('of learners are in the user’s language; those of elsewhere keep their own', () => {
    expect(learnerName('rules')).toBe('The points table');
    expect(learnerName('our-xgboost', 'Our xgboost')).toBe('Our xgboost');
  });
});
