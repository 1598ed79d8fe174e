import { toOrgFields, recordFields } from 'c/orgFields';

const info = { fields: { Industry: { apiName: 'Industry', label: 'Branche' } } };
const record = {
  id: '00Q5g00000KpXc1EAF',
  fields: {
    AnnualRevenue: { value: 2_500_000, displayValue: '2.500.000,00 €' },
    Industry: { value: 'Aerospace', displayValue: 'Luftfahrt' },
    Title: { value: null, displayValue: null },
    City: { value: 'Ulm', displayValue: null },
  },
};

describe('toOrgFields', () => {
  it('has the labels of the org and the display value of the lead’s present value', () => {
    const org = toOrgFields(info, record);
    expect(org.labels).toEqual({ Industry: 'Branche' });
    expect(org.displayValue('AnnualRevenue', 2_500_000)).toBe('2.500.000,00 €');
    expect(org.displayValue('Industry', 'Aerospace')).toBe('Luftfahrt');
  });

  it.each([
    ['AnnualRevenue', 1],
    ['Title', null],
    ['City', 'Ulm'],
    ['Country', 'Germany'],
  ])('has no display value for %s %s', (field, value) => {
    expect(toOrgFields(info, record).displayValue(field, value)).toBeUndefined();
  });

  it('knows the fields that the user may not see, without groups', () => {
    const org = toOrgFields(info, record);
    expect(['AnnualRevenue', 'Industry', 'Activity'].map(org.isHidden)).toEqual([true, false, false]);
    expect(toOrgFields(undefined, record).isHidden('AnnualRevenue')).toBe(false);
  });

  it('has no labels before they are loaded', () => {
    const org = toOrgFields(undefined, undefined);
    expect(org.labels).toEqual({});
    expect(org.displayValue('Industry', 'Aerospace')).toBeUndefined();
  });

  it('names the fields of the reasons, each once, without groups', () => {
    const fields = ['Activity', 'Industry', 'Campaign', 'Industry', 'Lead age', 'Fleet_Size__c'];
    expect(recordFields(fields.map((field) => ({ field })))).toEqual(['Lead.Industry', 'Lead.Fleet_Size__c']);
  });
});
