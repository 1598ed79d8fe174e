import { catalogue, type FieldType, type FieldValue } from '@leadlight/lead-features';
import type { LeadRecord } from '@leadlight/workflows';
import { fieldTypeOf } from '../describe/field-type.ts';
import { parseFieldValue, parseInstant, toTextOrNull } from '../describe/field-value.ts';
import { readableLeadFields } from '../describe/lead-fields.ts';
import type { Row } from '../query/query.ts';
import { isTrue, parseVersion, selectFields, type Stream } from './stream.ts';

const REQUIRED = ['Id', 'IsDeleted', 'CreatedDate', 'SystemModstamp', 'IsConverted', 'ConvertedDate'];
/** They exist only in orgs with picklists for state and country. */
const ADDRESS_CODES = ['CountryCode', 'StateCode'];
/** Standard fields, which every org has: the user may not see those that describe omits. */
const OPTIONAL = [
  'ConvertedContactId',
  'ConvertedOpportunityId',
  ...new Set(catalogue.flatMap(({ inputs }) => inputs).filter((field) => !ADDRESS_CODES.includes(field))),
];

/**
 * Every lead with all fields that the user may read, including deleted ones. A lead that lost a merge counts as deleted;
 * which lead remains is not read.
 */
export const leadStream: Stream = {
  name: 'Lead',
  timeField: 'SystemModstamp',
  async plan({ schema }) {
    const lead = await schema.find('Lead');
    const selected = selectFields(lead, 'Lead', REQUIRED, OPTIONAL);
    if (!lead || 'missing' in selected) return 'missing' in selected ? selected : { missing: ['Lead'] };
    const typedFields = readableLeadFields(lead).map(({ name, type }) => [name, fieldTypeOf(type)] as const);
    const fields = [...new Set([...selected.fields, ...typedFields.map(([name]) => name)])];
    return {
      fields,
      // Another type gives other values, although no time of a record shows it.
      dependsOn: [...fields, ...typedFields.map(([name, type]) => `${name}:${type}`)],
      initialWhere: [],
      unreadable: selected.unreadable,
      records: async (rows) => rows.flatMap((row) => toLeadRecord(row, typedFields) ?? []),
    };
  },
};

function toLeadRecord(row: Row, typedFields: readonly (readonly [string, FieldType])[]): LeadRecord | undefined {
  const version = parseVersion(row);
  if (!version) return undefined;
  const fields: Record<string, FieldValue> = {};
  for (const [name, type] of typedFields) fields[name] = parseFieldValue(row[name], type);
  return {
    ...version,
    kind: 'lead',
    convertedAt: isTrue(row.IsConverted) ? convertedAtOf(row, version.createdAt, version.changedAt) : null,
    contactId: toTextOrNull(row.ConvertedContactId),
    opportunityId: toTextOrNull(row.ConvertedOpportunityId),
    fields,
  };
}

/**
 * `ConvertedDate` is a day without a time. Its first moment counts, or the creation of the lead on that same day, so that
 * nothing that happened during the conversion counts as known before it.
 */
function convertedAtOf(row: Row, createdAt: number, changedAt: number): number {
  return Math.max(parseInstant(row.ConvertedDate) ?? changedAt, createdAt);
}
