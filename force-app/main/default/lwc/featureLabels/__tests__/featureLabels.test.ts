import { catalogueLabels } from 'c/leadFeatures';
import { featureLabel } from 'c/featureLabels';

describe('the names of features', () => {
  it.each(Object.entries(catalogueLabels))('%s is the label that the catalogue starts from', (labelKey, label) => {
    expect(featureLabel({ labelKey, label: 'no translation' })).toBe(label);
  });

  it('are the service’s own where there is no translation', () => {
    expect(featureLabel({ labelKey: 'Field_Region__c', label: 'Region' })).toBe('Region');
  });
});
