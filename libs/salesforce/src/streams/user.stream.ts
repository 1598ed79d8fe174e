import type { UserRecord } from '@leadlight/workflows';
import { instantOf, textOrNull } from '../describe/field-value.ts';
import type { Row } from '../query.ts';
import { soqlText } from '../soql.ts';
import { choose, isTrue, type Stream } from './stream.ts';

/** No `IsDeleted`: Salesforce deletes no user. */
const REQUIRED = ['Id', 'Name', 'IsActive', 'UserType', 'CreatedDate', 'SystemModstamp'];

/** Customers who sign in to a portal, and its visitors: no colleagues, and there may be millions of them. */
const OUTSIDERS = ['PowerCustomerSuccess', 'CustomerSuccess', 'CspLitePortal', 'SelfService', 'Guest'];

/** Which users are of interest, for queries of ours. */
export const COLLEAGUES = `UserType NOT IN (${OUTSIDERS.map(soqlText).join(', ')})`;

/** The people whom lookups name, with as much as it takes to name them. */
export const userStream: Stream = {
  name: 'User',
  timeField: 'SystemModstamp',
  async plan({ schema }) {
    const chosen = choose(await schema.find('User'), 'User', REQUIRED, []);
    if ('missing' in chosen) return chosen;
    return {
      ...chosen,
      initialWhere: [COLLEAGUES],
      records: async (rows, initial) => rows.flatMap((row) => userRecord(row, initial) ?? []),
    };
  },
};

/** One who became an outsider is forgotten; whoever always was one is never stored. */
function userRecord(row: Row, initial: boolean): UserRecord | undefined {
  const [id, name] = [textOrNull(row.Id), textOrNull(row.Name)];
  const [createdAt, changedAt] = [instantOf(row.CreatedDate), instantOf(row.SystemModstamp)];
  if (id === null || name === null || createdAt === null || changedAt === null) return undefined;
  const userType = textOrNull(row.UserType);
  const deleted = userType !== null && OUTSIDERS.includes(userType);
  if (deleted && initial) return undefined;
  return { kind: 'user', id, changedAt, deleted, createdAt, name, userType, active: isTrue(row.IsActive) };
}
