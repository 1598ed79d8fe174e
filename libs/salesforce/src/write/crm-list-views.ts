import type { CrmListViews, ListedResult } from '@leadlight/workflows';
import { connectionBudget, DEFAULT_RESERVE_SHARE, requireBudget, type ApiBudget } from '../connection/api-budget.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { createOrgSchema } from '../describe/org-schema.ts';
import { packageNamesOf } from '../describe/package-names.ts';
import { SalesforceError } from '../errors.ts';
import { queryRows } from '../query/query.ts';
import { soqlString } from '../query/soql.ts';
import { MAX_COLLECTION_SIZE, writeCollection } from './collections.ts';

/** The keys of the audiences that a lead is in, separated by spaces. */
export const AUDIENCES_FIELD = 'Leadlight_Audiences__c';
/** From the package's metadata. */
const FIELD_LENGTH = 255;
/** As the platform allows. */
const MAX_LABEL = 40;
const KEY_LENGTH = 10;
const COLUMNS = ['Name', 'Company', 'Title', 'Status', 'Leadlight_Score__c', 'Leadlight_Band__c', 'Phone', 'Email'];

export interface CrmListViewsOptions {
  /** Share of the org's daily API calls that is reserved for others, 0..1; 0.1 unless set. */
  readonly apiBudgetReserve?: number;
  /** What all processes together may call; without it, what the org reported to this connection decides. */
  readonly budget?: ApiBudget;
}

/** A part of the audience's id: the field has room for 23 keys. */
const keyOf = (audienceId: string): string => audienceId.replace(/^aud_/, '').slice(0, KEY_LENGTH);

const viewNameOf = (audienceId: string): string => `Leadlight_Audience_${keyOf(audienceId)}`;

const labelOf = (name: string): string => (name.length > MAX_LABEL ? `${name.slice(0, MAX_LABEL - 1)}…` : name);

const keysOf = (value: unknown): readonly string[] =>
  typeof value === 'string' ? value.split(/\s+/).filter(Boolean) : [];

/**
 * List views of leads, made by the User Interface API, which filter the field with the keys of audiences. A lead is read before
 * its field is written: it may be in other audiences.
 * @throws SalesforceError `list_views_not_allowed` if the user may not write the field or make public list views,
 *   `api_budget_reserve` before a call where the budget is down to its reserve
 */
export function createCrmListViews(connection: SalesforceConnection, options: CrmListViewsOptions = {}): CrmListViews {
  const { apiBudgetReserve = DEFAULT_RESERVE_SHARE } = options;
  const { budget = connectionBudget(connection, apiBudgetReserve) } = options;
  const schema = createOrgSchema(connection);
  const requireNames = async () => {
    const lead = await schema.find('Lead');
    const names = packageNamesOf(lead);
    const field = lead?.fields.get(names.inOrg(AUDIENCES_FIELD));
    if (!field?.updateable)
      throw new SalesforceError('list_views_not_allowed', { missing: 'Lead.Leadlight_Audiences__c' });
    return {
      field: names.inOrg(AUDIENCES_FIELD),
      columns: COLUMNS.map(names.inOrg).filter((name) => lead?.fields.has(name)),
    };
  };
  const exists = async (audienceId: string): Promise<boolean> => {
    const name = soqlString(viewNameOf(audienceId));
    const soql = `SELECT Id FROM ListView WHERE SobjectType = 'Lead' AND DeveloperName = ${name}`;
    return (await queryRows(connection, soql)).length > 0;
  };
  /** Writes what differs in the fields of these leads. */
  const change = async (
    leadIds: readonly string[],
    keysFor: (keys: readonly string[]) => readonly string[],
  ): Promise<readonly ListedResult[]> => {
    const { field } = await requireNames();
    const results: ListedResult[] = [];
    for (let start = 0; start < leadIds.length; start += MAX_COLLECTION_SIZE) {
      await requireBudget(budget, connection, apiBudgetReserve);
      results.push(
        ...(await changeChunk(connection, field, leadIds.slice(start, start + MAX_COLLECTION_SIZE), keysFor)),
      );
    }
    return results;
  };
  return {
    async ensure({ id, name }) {
      const { field, columns } = await requireNames();
      const label = labelOf(name);
      if (await exists(id)) return label;
      await requireBudget(budget, connection, apiBudgetReserve);
      await translateMissingPermission(
        connection.json({
          method: 'POST',
          path: '/ui-api/list-info/Lead',
          body: {
            listViewApiName: viewNameOf(id),
            label,
            visibility: 'Public',
            displayColumns: columns,
            filteredByInfo: [{ fieldApiName: field, operator: 'Contains', operandLabels: [keyOf(id)] }],
          },
        }),
      );
      return label;
    },

    async listLeads(audienceId) {
      const { field } = await requireNames();
      const soql = `SELECT Id, ${field} FROM Lead WHERE ${field} LIKE '%${keyOf(audienceId)}%' AND IsConverted = FALSE`;
      const rows = await queryRows(connection, soql);
      return rows.filter((row) => keysOf(row[field]).includes(keyOf(audienceId))).map(({ Id }) => String(Id));
    },

    add: (audienceId, leadIds) =>
      change(leadIds, (keys) => (keys.includes(keyOf(audienceId)) ? keys : [...keys, keyOf(audienceId)])),

    remove: (audienceId, leadIds) => change(leadIds, (keys) => keys.filter((key) => key !== keyOf(audienceId))),

    async delete(audienceId) {
      if (!(await exists(audienceId))) return;
      await requireBudget(budget, connection, apiBudgetReserve);
      await translateMissingPermission(
        connection.request({
          method: 'DELETE',
          path: `/ui-api/list-info/Lead/${viewNameOf(audienceId)}`,
          repeatable: true,
        }),
      );
    },
  };
}

async function changeChunk(
  connection: SalesforceConnection,
  field: string,
  leadIds: readonly string[],
  keysFor: (keys: readonly string[]) => readonly string[],
): Promise<readonly ListedResult[]> {
  const soql = `SELECT Id, ${field} FROM Lead WHERE Id IN (${leadIds.map(soqlString).join(', ')})`;
  const before = new Map((await queryRows(connection, soql)).map((row) => [String(row.Id), keysOf(row[field])]));
  const failed = new Map<string, string>();
  const records: { readonly Id: string; readonly [field: string]: string | null }[] = [];
  for (const leadId of leadIds) {
    const keys = before.get(leadId);
    const value = keysFor(keys ?? []).join(' ');
    if (!keys) failed.set(leadId, 'NOT_FOUND: The lead was deleted, or the user may not read it.');
    else if (value.length > FIELD_LENGTH)
      failed.set(leadId, 'The lead is in as many audiences with list views as one can be.');
    else if (value !== keys.join(' ')) records.push({ Id: leadId, [field]: value === '' ? null : value });
  }
  if (records.length > 0) {
    const results = await writeCollection(connection, { object: 'Lead', key: 'Id' }, records);
    for (const [index, { success, errorCode, message }] of results.entries())
      if (!success) failed.set(records[index]!.Id, `${errorCode}: ${message}`);
  }
  return leadIds.map((leadId) => {
    const error = failed.get(leadId);
    return error === undefined ? { leadId } : { leadId, error };
  });
}

/** @throws SalesforceError `list_views_not_allowed` instead of a missing permission */
async function translateMissingPermission<T>(response: Promise<T>): Promise<T> {
  try {
    return await response;
  } catch (error) {
    if (error instanceof SalesforceError && error.code === 'permission_missing')
      throw new SalesforceError('list_views_not_allowed', { missing: 'Manage Public List Views' });
    throw error;
  }
}
