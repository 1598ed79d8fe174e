import type { FeatureSchema } from '@leadlight/lead-features';

/** Two fields as they are: enough to see which values reach the model. */
export const twoFieldSchema: FeatureSchema = {
  version: 1,
  features: [
    {
      name: 'lead_source',
      kind: 'categorical',
      unit: 'none',
      field: 'LeadSource',
      labelKey: 'Feature_LeadSource',
      label: 'Lead source',
      source: { type: 'field', field: 'LeadSource', read: 'value' },
    },
    {
      name: 'employees',
      kind: 'numeric',
      unit: 'people',
      field: 'NumberOfEmployees',
      labelKey: 'Feature_Employees',
      label: 'Employees',
      source: { type: 'field', field: 'NumberOfEmployees', read: 'value' },
    },
  ],
};
