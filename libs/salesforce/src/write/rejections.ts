import type { WriteOutcome } from '@leadlight/workflows';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { OrgSchema } from '../describe/org-schema.ts';
import type { PackageNames } from '../describe/package-names.ts';
import { isSalesforceError } from '../errors.ts';
import { MAX_COLLECTION_SIZE, writeCollection } from './collections.ts';
import { REJECTED_OBJECT, toRejectionRecord } from './target.ts';

/** Leads that need no score any more. */
const GONE = ['ENTITY_IS_DELETED', 'CANNOT_UPDATE_CONVERTED_LEAD'];

export interface RejectionLog {
  readonly connection: SalesforceConnection;
  readonly schema: OrgSchema;
  readonly names: PackageNames;
  readonly mayCall: () => Promise<boolean>;
  readonly now: () => number;
}

/**
 * Lists in the org which leads did not accept their score, with the org's message, so that a rep and an administrator see it
 * and the org's hourly job tries them again. A rule that rejects the score usually rejects a mark on the lead too, so the
 * list is an object of its own. The outcomes stay as they are; where a lead cannot be listed, its message says so.
 */
export async function listRejections(
  { connection, schema, names, mayCall, now }: RejectionLog,
  outcomes: readonly WriteOutcome[],
): Promise<readonly WriteOutcome[]> {
  const rejected = outcomes.filter(
    ({ outcome, message = '' }) => outcome === 'failed' && !GONE.some((code) => message.startsWith(code)),
  );
  const target = { object: names.inOrg(REJECTED_OBJECT), key: names.inOrg('Lead_Id__c') };
  if (rejected.length === 0 || (await schema.find(target.object))?.createable !== true) return outcomes;
  const rejectedAt = now();
  const unlisted = new Map<string, string>();
  for (let start = 0; start < rejected.length; start += MAX_COLLECTION_SIZE) {
    const chunk = rejected.slice(start, start + MAX_COLLECTION_SIZE);
    if (!(await mayCall())) {
      for (const { leadId } of chunk) unlisted.set(leadId, 'only the reserve of API calls is left');
      continue;
    }
    const records = chunk.map(({ leadId, message = '' }) =>
      names.toOrg(toRejectionRecord({ leadId, message, rejectedAt })),
    );
    try {
      const results = await writeCollection(connection, target, records);
      for (const [index, { success, errorCode, message }] of results.entries())
        if (!success) unlisted.set(chunk[index]!.leadId, `${errorCode}: ${message}`);
    } catch (error) {
      if (!isSalesforceError(error)) throw error;
      for (const { leadId } of chunk) unlisted.set(leadId, error.message);
    }
  }
  return outcomes.map((outcome) => {
    const reason = unlisted.get(outcome.leadId);
    return reason === undefined
      ? outcome
      : { ...outcome, message: `${outcome.message} (not listed in the org: ${reason})` };
  });
}
