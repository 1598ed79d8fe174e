import { catalogueClasses, catalogueLabels } from 'c/leadFeatures';
import { featureLabel, featureValue } from 'c/featureLabels';
import { NO_ORG_FIELDS } from 'c/orgFields';
import { classLabels, featureLabels } from '../labels';

describe('featureLabel', () => {
  it.each(Object.entries(catalogueLabels))('has the label %s of the catalogue', (labelKey, label) => {
    expect(featureLabel({ labelKey, label: 'no translation' })).toBe(label);
  });

  it('has no label that the catalogue lacks', () => {
    expect(Object.keys(featureLabels).sort()).toEqual(Object.keys(catalogueLabels).sort());
  });

  it('returns the label of the service if there is no translation', () => {
    expect(featureLabel({ labelKey: 'Field_Region__c', label: 'Region' })).toBe('Region');
  });

  it('returns the org’s label for a custom field', () => {
    const org = { ...NO_ORG_FIELDS, labels: { Region__c: 'Gebiet' } };
    expect(featureLabel({ labelKey: 'Field_Region__c', label: 'Region', field: 'Region__c' }, org)).toBe('Gebiet');
    expect(featureLabel({ labelKey: 'Feature_Country', label: 'x', field: 'Region__c' }, org)).toBe('Country');
  });
});

describe('featureValue', () => {
  const seniority = { feature: 'title_seniority', field: 'Title', unit: 'none' } as const;

  it('has a label for every class of the catalogue, and for no other', () => {
    expect(Object.keys(classLabels).sort()).toEqual([...new Set(Object.values(catalogueClasses).flat())].sort());
    for (const [kind, text] of Object.entries(classLabels)) expect(text).toBe(kind);
  });

  it('returns the org’s display value for features without classes', () => {
    const industry = { feature: 'industry', field: 'Industry', unit: 'none' } as const;
    const org = { ...NO_ORG_FIELDS, displayValue: (field: string, value: unknown) => `${field} ${String(value)}` };
    expect(featureValue(industry, 'Education', org)).toBe('Industry Education');
    expect(featureValue(seniority, 'Head', org)).toBe('Head');
    expect(featureValue(industry, 'Education')).toBe('Education');
  });

  it('formats values without a display value', () => {
    expect(featureValue({ feature: 'employees', field: 'NumberOfEmployees', unit: 'people' }, 1480)).toBe('1,480');
    expect(featureValue(seniority, null)).toBe('not known');
    expect(featureValue({ feature: 'phone_present', field: 'Phone', unit: 'none' }, false)).toBe('no');
  });
});
