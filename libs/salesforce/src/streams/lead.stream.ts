import { catalogue, type FieldType, type FieldValue } from '@leadlight/lead-features';
import type { LeadRecord } from '@leadlight/workflows';
import { fieldTypeOf } from '../describe/field-type.ts';
import { parseFieldValue, parseInstant, toTextOrNull } from '../describe/field-value.ts';
import { readableLeadFields } from '../describe/lead-fields.ts';
import type { Row } from '../query/query.ts';
import { selectFields, isTrue, type Stream } from './stream.ts';

const REQUIRED = ['Id', 'IsDeleted', 'CreatedDate', 'SystemModstamp', 'IsConverted', 'ConvertedDate'];
/** Only orgs with picklists for state and country have them. */
const ADDRESS_CODES = ['CountryCode', 'StateCode'];
/** Standard fields, which every org has: where describe does not show one, this user may not see it. */
const OPTIONAL = [
  ...['ConvertedContactId', 'ConvertedOpportunityId'],
  ...new Set(catalogue.flatMap(({ inputs }) => inputs).filter((field) => !ADDRESS_CODES.includes(field))),
];

/** Every lead with all fields that the user may read; deleted and merged ones too. */
export const leadStream: Stream = {
  name: 'Lead',
  timeField: 'SystemModstamp',
  async plan({ schema }) {
    const lead = await schema.find('Lead');
    const chosen = selectFields(lead, 'Lead', REQUIRED, OPTIONAL);
    if (!lead || 'missing' in chosen) return 'missing' in chosen ? chosen : { missing: ['Lead'] };
    const own = readableLeadFields(lead).map(({ name, type }) => [name, fieldTypeOf(type)] as const);
    const fields = [...new Set([...chosen.fields, ...own.map(([name]) => name)])];
    return {
      fields,
      dependsOn: fields,
      initialWhere: [],
      unreadable: chosen.unreadable,
      records: async (rows) => rows.flatMap((row) => toLeadRecord(row, own) ?? []),
    };
  },
};

function toLeadRecord(row: Row, own: readonly (readonly [string, FieldType])[]): LeadRecord | undefined {
  const createdAt = parseInstant(row.CreatedDate);
  const changedAt = parseInstant(row.SystemModstamp);
  const id = toTextOrNull(row.Id);
  if (createdAt === null || changedAt === null || id === null) return undefined;
  const fields: Record<string, FieldValue> = {};
  for (const [name, type] of own) fields[name] = parseFieldValue(row[name], type);
  return {
    kind: 'lead',
    id,
    changedAt,
    deleted: isTrue(row.IsDeleted),
    createdAt,
    convertedAt: isTrue(row.IsConverted) ? convertedAtOf(row, createdAt, changedAt) : null,
    contactId: toTextOrNull(row.ConvertedContactId),
    opportunityId: toTextOrNull(row.ConvertedOpportunityId),
    fields,
  };
}

/**
 * `ConvertedDate` is a day without an hour. Its first moment is taken, or the lead's creation on that same day, so that
 * nothing which happened at the conversion can count as known before it.
 */
function convertedAtOf(row: Row, createdAt: number, changedAt: number): number {
  return Math.max(parseInstant(row.ConvertedDate) ?? changedAt, createdAt);
}
