import type { UserRecord } from '@leadlight/workflows';
import { parseInstant, toTextOrNull } from '../describe/field-value.ts';
import type { Row } from '../query/query.ts';
import { soqlString } from '../query/soql.ts';
import { selectFields, isTrue, type Stream } from './stream.ts';

/** No `IsDeleted`: Salesforce deletes no user. */
const REQUIRED = ['Id', 'Name', 'IsActive', 'UserType', 'CreatedDate', 'SystemModstamp'];

/** Customers who sign in to a portal, and its visitors: no colleagues, and there may be millions of them. */
const EXTERNAL_USER_TYPES = ['PowerCustomerSuccess', 'CustomerSuccess', 'CspLitePortal', 'SelfService', 'Guest'];

/** Which users are of interest, for queries of ours. */
export const INTERNAL_USERS = `UserType NOT IN (${EXTERNAL_USER_TYPES.map(soqlString).join(', ')})`;

/** The people whom lookups name, with as much as it takes to name them. */
export const userStream: Stream = {
  name: 'User',
  timeField: 'SystemModstamp',
  async plan({ schema }) {
    const chosen = selectFields(await schema.find('User'), 'User', REQUIRED, []);
    if ('missing' in chosen) return chosen;
    return {
      ...chosen,
      initialWhere: [INTERNAL_USERS],
      records: async (rows, initial) => rows.flatMap((row) => toUserRecord(row, initial) ?? []),
    };
  },
};

/** One who became an outsider is forgotten; whoever always was one is never stored. */
function toUserRecord(row: Row, initial: boolean): UserRecord | undefined {
  const [id, name] = [toTextOrNull(row.Id), toTextOrNull(row.Name)];
  const [createdAt, changedAt] = [parseInstant(row.CreatedDate), parseInstant(row.SystemModstamp)];
  if (id === null || name === null || createdAt === null || changedAt === null) return undefined;
  const userType = toTextOrNull(row.UserType);
  const deleted = userType !== null && EXTERNAL_USER_TYPES.includes(userType);
  if (deleted && initial) return undefined;
  return { kind: 'user', id, changedAt, deleted, createdAt, name, userType, active: isTrue(row.IsActive) };
}
