import type { ApexRecord, Value } from '../../values/values.ts';
import { ADDRESSES, type OrgFeatures } from '../features.ts';
import type { RowError } from '../port.ts';
import type { ObjectShape } from '../schema.ts';

type Countries = NonNullable<OrgFeatures['countries']>;

const text = (row: ApexRecord, name: string): string => String(row.fields.get(name.toLowerCase()) ?? '');

const problem = (what: string, field: string): RowError => ({
  status: 'FIELD_INTEGRITY_EXCEPTION',
  message: `There's a problem with this ${what}, even though it may appear correct. Please select a ${what} from the list of valid ${what === 'state' ? 'states' : 'countries'}.`,
  fields: [field],
});

/** The entry of a list that a code or a name stands for; names and codes ignore case. */
function entryOf<Item>(
  items: Record<string, Item>,
  name: (item: Item) => string,
  given: string,
): [string, Item] | null {
  const wanted = given.toLowerCase();
  return (
    Object.entries(items).find(
      ([code, item]) => code.toLowerCase() === wanted || name(item).toLowerCase() === wanted,
    ) ?? null
  );
}

/** The code or the name that decides: what the statement sets, the code before the name; without either, what the row has. */
function given(row: ApexRecord, record: ApexRecord, code: string, name: string): string {
  if (record.fields.has(code.toLowerCase())) return text(row, code);
  return record.fields.has(name.toLowerCase()) ? text(row, name) : text(row, code) || text(row, name);
}

/**
 * The platform sets the code from the name and the name from the code, and rejects what is in no list (Salesforce Help, State
 * and Country/Territory Picklists; the messages are as reported by users).
 */
function checkAddress(countries: Countries, row: ApexRecord, record: ApexRecord, prefix: string): RowError | null {
  const countryGiven = given(row, record, `${prefix}CountryCode`, `${prefix}Country`);
  const stateGiven = given(row, record, `${prefix}StateCode`, `${prefix}State`);
  const set = (name: string, value: Value): void => void row.fields.set(`${prefix}${name}`.toLowerCase(), value);
  if (countryGiven === '') {
    if (stateGiven !== '') {
      const message = 'A country/territory must be specified before specifying a state value for field: State/Province';
      return { status: 'FIELD_INTEGRITY_EXCEPTION', message, fields: [`${prefix}State`] };
    }
    for (const name of ['Country', 'CountryCode', 'State', 'StateCode']) set(name, null);
    return null;
  }
  const country = entryOf(countries, ({ name }) => name, countryGiven);
  if (!country) return problem('country', `${prefix}Country`);
  set('CountryCode', country[0]);
  set('Country', country[1].name);
  if (stateGiven === '') {
    set('StateCode', null);
    set('State', null);
    return null;
  }
  const state = entryOf(country[1].states, (name) => name, stateGiven);
  if (!state) return problem('state', `${prefix}State`);
  set('StateCode', state[0]);
  set('State', state[1]);
  return null;
}

/**
 * Fills in and checks the fields that features add.
 * @param record what the statement gives; `row` is the whole row, which is changed
 * @param userCurrency of new records without a currency
 */
export function applyFeatures(
  features: OrgFeatures,
  shape: ObjectShape,
  row: ApexRecord,
  record: ApexRecord,
  userCurrency: Value,
): RowError | null {
  if (features.countries) {
    for (const prefix of ADDRESSES[shape.name] ?? []) {
      const error = checkAddress(features.countries, row, record, prefix);
      if (error) return error;
    }
  }
  if (!features.currencies || !shape.field('CurrencyIsoCode')) return null;
  const code = row.fields.get('currencyisocode') ?? null;
  if (code === null) row.fields.set('currencyisocode', userCurrency ?? Object.keys(features.currencies)[0] ?? null);
  else if (features.currencies[String(code)] === undefined) {
    const message = `Currency: bad value for restricted picklist field: ${String(code)}`;
    return { status: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', message, fields: ['CurrencyIsoCode'] };
  }
  return null;
}

/** With person accounts, a lead needs no company (Salesforce Help, Person Accounts and lead conversion). */
export const isOptional = (features: OrgFeatures, shape: ObjectShape, field: string): boolean =>
  Boolean(features.personAccounts) &&
  ((shape.name === 'Lead' && field === 'Company') || (shape.name === 'Account' && field === 'Name'));
