import { MISSING, textOf } from '../field-value.ts';
import { checkboxFieldFeature, filledFieldFeature, numericFeature, textFieldFeature } from './catalogue-feature.ts';

/** The fields of a lead's form; the feature is the share of them that is filled. */
const FORM = [
  'Company',
  'Title',
  'Email',
  'Phone',
  'Industry',
  'NumberOfEmployees',
  'AnnualRevenue',
  'Country',
  'Website',
  'LeadSource',
];

export const contactFeatures = [
  textFieldFeature({ name: 'lead_source', field: 'LeadSource', label: 'Lead source' }),
  textFieldFeature({ name: 'country', field: 'Country', label: 'Country' }, ['CountryCode', 'Country']),
  textFieldFeature({ name: 'state', field: 'State', label: 'State or province' }, ['StateCode', 'State']),
  filledFieldFeature({ name: 'phone_present', field: 'Phone', label: 'Phone number known' }),
  filledFieldFeature({ name: 'mobile_present', field: 'MobilePhone', label: 'Mobile number known' }),
  filledFieldFeature({ name: 'website_present', field: 'Website', label: 'Website known' }),
  checkboxFieldFeature({ name: 'email_opt_out', field: 'HasOptedOutOfEmail', label: 'Opted out of e-mail' }),
  checkboxFieldFeature({ name: 'do_not_call', field: 'DoNotCall', label: 'Do not call' }),
  numericFeature({
    name: 'completeness',
    unit: 'fraction',
    field: 'Completeness',
    label: 'Share of the form that is filled',
    inputs: FORM,
    valueOf: (snapshot, inputs) =>
      inputs.length === 0 ? MISSING : inputs.filter((field) => textOf(snapshot, field) !== null).length / inputs.length,
  }),
];
