import { isRecordId } from '@leadlight/common';
import type { FieldType } from '@leadlight/lead-features';
import type { FieldChangeRecord } from '@leadlight/workflows';
import { fieldTypeOf } from '../describe/field-type.ts';
import { parseFieldValue, parseInstant, toTextOrNull } from '../describe/field-value.ts';
import { fieldNameOfHistory, readableLeadFields } from '../describe/lead-fields.ts';
import type { Row } from '../query/query.ts';
import { selectFields, isTrue, type Stream } from './stream.ts';

const REQUIRED = ['Id', 'LeadId', 'Field', 'OldValue', 'NewValue', 'CreatedDate'];

/** Field history. Its rows never change and have no SystemModstamp, so they are read by CreatedDate. */
export const leadHistoryStream: Stream = {
  name: 'LeadHistory',
  timeField: 'CreatedDate',
  async plan({ schema }) {
    const selected = selectFields(await schema.find('LeadHistory'), 'LeadHistory', REQUIRED, [], ['IsDeleted']);
    const lead = await schema.find('Lead');
    if ('missing' in selected) return selected;
    if (!lead) return { missing: ['Lead'] };
    const types = new Map(readableLeadFields(lead).map(({ name, type }) => [name, fieldTypeOf(type)]));
    return {
      ...selected,
      dependsOn: [...types.keys()],
      initialWhere: [],
      records: async (rows) => rows.flatMap((row) => toFieldChange(row, types) ?? []),
    };
  },
};

/** Undefined for rows that concern none of the fields (`created`, `leadConverted`, …). */
function toFieldChange(row: Row, types: ReadonlyMap<string, FieldType>): FieldChangeRecord | undefined {
  const field = fieldNameOfHistory(String(row.Field));
  const type = types.get(field);
  const [id, leadId, changedAt] = [toTextOrNull(row.Id), toTextOrNull(row.LeadId), parseInstant(row.CreatedDate)];
  if (type === undefined || id === null || leadId === null || changedAt === null) return undefined;
  // A changed lookup has two rows: one with the ids, one with the names. The lead's field contains the id.
  if (type === 'reference' && ![row.OldValue, row.NewValue].every(isIdOrEmpty)) return undefined;
  const oldValue = parseFieldValue(row.OldValue, type);
  const newValue = parseFieldValue(row.NewValue, type);
  return { kind: 'fieldChange', id, changedAt, deleted: isTrue(row.IsDeleted), leadId, field, oldValue, newValue };
}

const isIdOrEmpty = (value: Row[string]): boolean => {
  const text = toTextOrNull(value);
  return text === null || isRecordId(text);
};
