import { catalogueClasses, catalogueLabels } from 'c/leadFeatures';
import { featureLabel, featureValue } from 'c/featureLabels';
import { NO_ORG_WORDS } from 'c/orgWords';
import { classLabels } from '../classLabels';

describe('the names of features', () => {
  it.each(Object.entries(catalogueLabels))('%s is the label that the catalogue starts from', (labelKey, label) => {
    expect(featureLabel({ labelKey, label: 'no translation' })).toBe(label);
  });

  it('are the service’s own where there is no translation', () => {
    expect(featureLabel({ labelKey: 'Field_Region__c', label: 'Region' })).toBe('Region');
  });

  it('are the org’s where it has a name for its own field', () => {
    const org = { ...NO_ORG_WORDS, labels: { Region__c: 'Gebiet' } };
    expect(featureLabel({ labelKey: 'Field_Region__c', label: 'Region', field: 'Region__c' }, org)).toBe('Gebiet');
    expect(featureLabel({ labelKey: 'Feature_Country', label: 'x', field: 'Region__c' }, org)).toBe('Country');
  });
});

describe('the values of features', () => {
  const seniority = { feature: 'title_seniority', field: 'Title', unit: 'none' } as const;

  it('have a label for every kind that the catalogue names, and for no other', () => {
    expect(Object.keys(classLabels).sort()).toEqual([...new Set(Object.values(catalogueClasses).flat())].sort());
    for (const [kind, text] of Object.entries(classLabels)) expect(text).toBe(kind);
  });

  it('are the org’s own words where the catalogue names no kinds', () => {
    const industry = { feature: 'industry', field: 'Industry', unit: 'none' } as const;
    const org = { ...NO_ORG_WORDS, displayed: (field: string, value: unknown) => `${field} ${String(value)}` };
    expect(featureValue(industry, 'Education', org)).toBe('Industry Education');
    expect(featureValue(seniority, 'Head', org)).toBe('Head');
    expect(featureValue(industry, 'Education')).toBe('Education');
  });

  it('are formatted where the org says nothing of them', () => {
    expect(featureValue({ feature: 'employees', field: 'NumberOfEmployees', unit: 'people' }, 1480)).toBe('1,480');
    expect(featureValue(seniority, null)).toBe('not known');
    expect(featureValue({ feature: 'phone_present', field: 'Phone', unit: 'none' }, false)).toBe('no');
  });
});
