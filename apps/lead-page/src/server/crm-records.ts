import { labelIn } from './field-labels.ts';
import { query, type OrgConnection } from './leads.ts';

interface ShownObject {
  readonly object: string;
  /** The field whose value is the heading. */
  readonly title: string;
  readonly details: readonly string[];
}

/** The objects whose records have a page, by the first three characters of their ids. */
const OBJECTS: Readonly<Record<string, ShownObject>> = {
  '001': { object: 'Account', title: 'Name', details: ['Industry', 'Type', 'NumberOfEmployees', 'CreatedDate'] },
  '003': { object: 'Contact', title: 'Name', details: ['Title', 'Email', 'Phone', 'CreatedDate'] },
  '006': { object: 'Opportunity', title: 'Name', details: ['StageName', 'CloseDate', 'CreatedDate'] },
  '500': { object: 'Case', title: 'CaseNumber', details: ['Subject', 'Status', 'Priority', 'CreatedDate'] },
};

const RECORD_ID = /^\w{15}(\w{3})?$/;

/** A record with what the page shows of it; undefined if there is none, or its object has no page. */
export async function findCrmRecord(org: OrgConnection, recordId: string, language: string) {
  const shown = RECORD_ID.test(recordId) ? OBJECTS[recordId.slice(0, 3)] : undefined;
  if (!shown) return undefined;
  const { object, title, details } = shown;
  const described = (await org.json({ method: 'GET', path: `/sobjects/${object}/describe` })) as {
    readonly fields: readonly { readonly name: string; readonly label: string; readonly type: string }[];
  };
  const fields = new Map(described.fields.map((field) => [field.name, field]));
  const names = [title, ...details].filter((name) => fields.has(name));
  const [record] = await query(org, `SELECT Id, ${names.join(', ')} FROM ${object} WHERE Id = '${recordId}' LIMIT 1`);
  if (!record) return undefined;
  return {
    id: String(record.Id),
    name: String(record[title] ?? record.Id),
    details: details.flatMap((name) => {
      const field = fields.get(name);
      return field ? [{ label: labelIn(language, field.label), type: field.type, value: record[name] ?? null }] : [];
    }),
  };
}
