import { MISSING, textOf, toBoolean } from '../field-value.ts';
import type { LeadSnapshot } from '../snapshot.ts';
import { booleanFeature, categoricalFeature, numericFeature } from './catalogue-feature.ts';

const firstText = (snapshot: LeadSnapshot, inputs: readonly string[]): string | null =>
  inputs.map((field) => textOf(snapshot, field)).find((text) => text !== null) ?? null;

const anyFilled = (snapshot: LeadSnapshot, inputs: readonly string[]): boolean => firstText(snapshot, inputs) !== null;

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
  categoricalFeature({
    name: 'lead_source',
    field: 'LeadSource',
    labelKey: 'Feature_LeadSource',
    label: 'Lead source',
    inputs: ['LeadSource'],
    valueOf: (snapshot) => textOf(snapshot, 'LeadSource'),
  }),
  categoricalFeature({
    name: 'country',
    field: 'Country',
    labelKey: 'Feature_Country',
    label: 'Country',
    inputs: ['CountryCode', 'Country'],
    valueOf: firstText,
  }),
  categoricalFeature({
    name: 'state',
    field: 'State',
    labelKey: 'Feature_State',
    label: 'State or province',
    inputs: ['StateCode', 'State'],
    valueOf: firstText,
  }),
  booleanFeature({
    name: 'phone_present',
    field: 'Phone',
    labelKey: 'Feature_PhonePresent',
    label: 'Phone number known',
    inputs: ['Phone'],
    valueOf: anyFilled,
  }),
  booleanFeature({
    name: 'mobile_present',
    field: 'MobilePhone',
    labelKey: 'Feature_MobilePresent',
    label: 'Mobile number known',
    inputs: ['MobilePhone'],
    valueOf: anyFilled,
  }),
  booleanFeature({
    name: 'website_present',
    field: 'Website',
    labelKey: 'Feature_WebsitePresent',
    label: 'Website known',
    inputs: ['Website'],
    valueOf: anyFilled,
  }),
  booleanFeature({
    name: 'email_opt_out',
    field: 'HasOptedOutOfEmail',
    labelKey: 'Feature_EmailOptOut',
    label: 'Opted out of e-mail',
    inputs: ['HasOptedOutOfEmail'],
    valueOf: (snapshot) => toBoolean(snapshot.fields.HasOptedOutOfEmail),
  }),
  booleanFeature({
    name: 'do_not_call',
    field: 'DoNotCall',
    labelKey: 'Feature_DoNotCall',
    label: 'Do not call',
    inputs: ['DoNotCall'],
    valueOf: (snapshot) => toBoolean(snapshot.fields.DoNotCall),
  }),
  numericFeature({
    name: 'completeness',
    unit: 'fraction',
    field: 'Completeness',
    labelKey: 'Feature_Completeness',
    label: 'Share of the form that is filled',
    inputs: FORM,
    valueOf: (snapshot, inputs) =>
      inputs.length === 0 ? MISSING : inputs.filter((field) => textOf(snapshot, field) !== null).length / inputs.length,
  }),
];
