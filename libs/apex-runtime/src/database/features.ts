import type { FieldMetadata, OrgMetadata } from './metadata.ts';

/** What an administrator can switch on for the whole org and that adds fields and rules of the platform. */
export interface OrgFeatures {
  /** State and country picklists: the names of countries by code, with the names of their states by code. */
  countries?: Record<string, { name: string; states: Record<string, string> }>;
  /** Several currencies: units for one of the corporate currency, which is the first. */
  currencies?: Record<string, number>;
  personAccounts?: boolean;
}

/** Standard objects with addresses: the prefixes of their fields. */
export const ADDRESSES: Record<string, string[]> = {
  Lead: [''],
  Account: ['Billing', 'Shipping'],
  Contact: ['Mailing', 'Other'],
};

const CURRENCY_OBJECTS = ['Lead', 'Account', 'Contact', 'Opportunity', 'Campaign', 'Case'];

const picklist = (name: string, label: string, values: string[]): FieldMetadata => ({
  name,
  label,
  type: 'Picklist',
  length: 255,
  picklist: values,
});

function addressFields(prefix: string, countries: NonNullable<OrgFeatures['countries']>): FieldMetadata[] {
  const states = [...new Set(Object.values(countries).flatMap((country) => Object.keys(country.states)))];
  const label = prefix === '' ? '' : `${prefix} `;
  return [
    picklist(`${prefix}CountryCode`, `${label}Country Code`, Object.keys(countries)),
    picklist(`${prefix}StateCode`, `${label}State/Province Code`, states),
  ];
}

const PERSON_FIELDS: FieldMetadata[] = [
  { name: 'IsPersonAccount', label: 'Is Person Account', type: 'Checkbox' },
  { name: 'FirstName', label: 'First Name', type: 'Text', length: 40 },
  { name: 'LastName', label: 'Last Name', type: 'Text', length: 80 },
  { name: 'PersonEmail', label: 'Email', type: 'Email' },
  { name: 'PersonContactId', label: 'Contact', type: 'Lookup', referenceTo: 'Contact' },
];

const CURRENCY_TYPE_FIELDS: FieldMetadata[] = [
  { name: 'IsoCode', label: 'Currency ISO Code', type: 'Text', length: 3 },
  { name: 'ConversionRate', label: 'Conversion Rate', type: 'Number' },
  { name: 'IsActive', label: 'Active', type: 'Checkbox' },
  { name: 'IsCorporate', label: 'Corporate Currency', type: 'Checkbox' },
];

/** The metadata of an org with the fields that its features add. Access to them follows the object. */
export function withFeatures(metadata: OrgMetadata, features: OrgFeatures): OrgMetadata {
  const { countries, currencies, personAccounts } = features;
  const added = new Map<string, FieldMetadata[]>();
  const add = (object: string, fields: FieldMetadata[]): void =>
    void added.set(object, [...(added.get(object) ?? []), ...fields]);
  for (const [object, prefixes] of Object.entries(countries ? ADDRESSES : {}))
    for (const prefix of prefixes) add(object, addressFields(prefix, countries ?? {}));
  if (currencies) {
    const custom = metadata.objects.map(({ name }) => name).filter((name) => name.endsWith('__c'));
    const code = (name: string): FieldMetadata => picklist(name, 'Currency', Object.keys(currencies));
    for (const object of [...CURRENCY_OBJECTS, ...custom]) add(object, [code('CurrencyIsoCode')]);
    add('User', [code('CurrencyIsoCode'), code('DefaultCurrencyIsoCode')]);
    add('CurrencyType', CURRENCY_TYPE_FIELDS);
  }
  if (personAccounts) add('Account', PERSON_FIELDS);
  const own = metadata.objects.map((object) => ({
    ...object,
    fields: [...object.fields, ...(added.get(object.name) ?? [])],
  }));
  const others = [...added].filter(([name]) => metadata.objects.every((object) => object.name !== name));
  return { ...metadata, objects: [...own, ...others.map(([name, fields]) => ({ name, label: name, fields }))] };
}
