import { orgWordsOf, recordFields } from 'c/orgWords';

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

describe('the words of the org', () => {
  it('are its labels, and its way to write the value that the lead has now', () => {
    const org = orgWordsOf(info, record);
    expect(org.labels).toEqual({ Industry: 'Branche' });
    expect(org.displayed('AnnualRevenue', 2_500_000)).toBe('2.500.000,00 €');
    expect(org.displayed('Industry', 'Aerospace')).toBe('Luftfahrt');
  });

  it.each([
    ['AnnualRevenue', 1],
    ['Title', null],
    ['City', 'Ulm'],
    ['Country', 'Germany'],
  ])('say nothing of %s %s', (field, value) => {
    expect(orgWordsOf(info, record).displayed(field, value)).toBeUndefined();
  });

  it('say which fields the user may not see; groups are none', () => {
    const org = orgWordsOf(info, record);
    expect(['AnnualRevenue', 'Industry', 'Activity'].map(org.isHidden)).toEqual([true, false, false]);
    expect(orgWordsOf(undefined, record).isHidden('AnnualRevenue')).toBe(false);
  });

  it('are none before the org has answered', () => {
    const org = orgWordsOf(undefined, undefined);
    expect(org.labels).toEqual({});
    expect(org.displayed('Industry', 'Aerospace')).toBeUndefined();
  });

  it('are asked for by the fields behind the reasons, each once, without the groups that are no fields', () => {
    const fields = ['Activity', 'Industry', 'Campaign', 'Industry', 'Lead age', 'Fleet_Size__c'];
    expect(recordFields(fields.map((field) => ({ field })))).toEqual(['Lead.Industry', 'Lead.Fleet_Size__c']);
  });
});
