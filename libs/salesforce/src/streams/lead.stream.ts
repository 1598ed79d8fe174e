import { catalogue, type FieldType, type FieldValue } from '@leadlight/lead-features';
import type { LeadRecord } from '@leadlight/workflows';
import { fieldTypeOf } from '../describe/field-type.ts';
import { fieldValueOf, instantOf, textOrNull } from '../describe/field-value.ts';
import { leadFieldsToRead } from '../describe/lead-fields.ts';
import type { Row } from '../query.ts';
import { choose, isTrue, type Stream } from './stream.ts';

const REQUIRED = ['Id', 'IsDeleted', 'CreatedDate', 'SystemModstamp', 'IsConverted', 'ConvertedDate'];
/** Only orgs with picklists for state and country have them. */
const CODES = ['CountryCode', 'StateCode'];
/** Standard fields, which every org has: where describe does not show one, this user may not see it. */
const OPTIONAL = [
  ...['ConvertedContactId', 'ConvertedOpportunityId'],
  ...new Set(catalogue.flatMap(({ inputs }) => inputs).filter((field) => !CODES.includes(field))),
];

/** Every lead with all fields that the user may read; deleted and merged ones too. */
export const leadStream: Stream = {
  name: 'Lead',
  timeField: 'SystemModstamp',
  async plan({ schema }) {
    const lead = await schema.find('Lead');
    const chosen = choose(lead, 'Lead', REQUIRED, OPTIONAL);
    if (!lead || 'missing' in chosen) return 'missing' in chosen ? chosen : { missing: ['Lead'] };
    const own = leadFieldsToRead(lead).map(({ name, type }) => [name, fieldTypeOf(type)] as const);
    const fields = [...new Set([...chosen.fields, ...own.map(([name]) => name)])];
    return {
      fields,
      basis: fields,
      initialWhere: [],
      leftOut: chosen.leftOut,
      records: async (rows) => rows.flatMap((row) => leadRecord(row, own) ?? []),
    };
  },
};

function leadRecord(row: Row, own: readonly (readonly [string, FieldType])[]): LeadRecord | undefined {
  const createdAt = instantOf(row.CreatedDate);
  const changedAt = instantOf(row.SystemModstamp);
  const id = textOrNull(row.Id);
  if (createdAt === null || changedAt === null || id === null) return undefined;
  const fields: Record<string, FieldValue> = {};
  for (const [name, type] of own) fields[name] = fieldValueOf(row[name], type);
  return {
    kind: 'lead',
    id,
    changedAt,
    deleted: isTrue(row.IsDeleted),
    createdAt,
    convertedAt: isTrue(row.IsConverted) ? convertedAt(row, createdAt, changedAt) : null,
    contactId: textOrNull(row.ConvertedContactId),
    opportunityId: textOrNull(row.ConvertedOpportunityId),
    fields,
  };
}

/**
 * `ConvertedDate` is a day without an hour. Its first moment is taken, or the lead's creation on that same day, so that
 * nothing which happened at the conversion can count as known before it.
 */
function convertedAt(row: Row, createdAt: number, changedAt: number): number {
  return Math.max(instantOf(row.ConvertedDate) ?? changedAt, createdAt);
}
