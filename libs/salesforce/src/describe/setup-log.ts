import { DAY_MS } from '@leadlight/common';
import type { Instant } from '@leadlight/lead-features';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError } from '../errors.ts';
import { queryRows } from '../query/query.ts';
import type { DescribedObject } from './describe-object.ts';
import { parseInstant } from './field-value.ts';

/** What the setup audit trail says about the history tracking of an object's fields. */
export interface SetupLog {
  /** It goes back to this instant. */
  readonly since: Instant;
  /** When tracking of a field, by API name, was turned on last. */
  readonly turnedOnAt: ReadonlyMap<string, Instant>;
}

/** Salesforce keeps the setup audit trail for 180 days. */
const RETENTION_MS = 180 * DAY_MS;

const UNREADABLE = [
  ...(['object_missing', 'field_missing', 'permission_missing'] as const),
  ...(['request_rejected', 'query_rejected', 'org_unavailable'] as const),
];

/**
 * Reads the setup audit trail, which needs the permission View Setup. Its texts name fields by their labels. A text in
 * another language than English is not understood; then the trail counts as unreadable, so that it proves nothing.
 * @returns undefined where it cannot be read
 */
export async function readSetupLog(
  connection: SalesforceConnection,
  object: DescribedObject,
  now: Instant,
): Promise<SetupLog | undefined> {
  const soql =
    "SELECT Display, CreatedDate FROM SetupAuditTrail WHERE Action = 'entity_history_field_tracked' ORDER BY CreatedDate";
  try {
    const turnedOnAt = new Map<string, Instant>();
    for (const { Display, CreatedDate } of await queryRows(connection, soql)) {
      const [, objectLabel, label] = /^Track History for (.+?) field (.+) on$/.exec(String(Display)) ?? [];
      const at = parseInstant(CreatedDate);
      if (label === undefined || at === null) return undefined;
      if (objectLabel !== object.name && objectLabel !== object.label) continue;
      const named = [...object.fields.values()].filter((field) => field.label === label || field.name === label);
      // Two fields with the same label: which of them is meant cannot be known.
      if (named.length === 1) turnedOnAt.set(named[0]!.name, at);
    }
    return { since: now - RETENTION_MS, turnedOnAt };
  } catch (error) {
    if (isSalesforceError(error, ...UNREADABLE)) return undefined;
    throw error;
  }
}
