import type { UserRecord } from '@leadlight/workflows';
import { toTextOrNull } from '../describe/field-value.ts';
import type { Row } from '../query/query.ts';
import { soqlString } from '../query/soql.ts';
import { isTrue, parseVersion, selectFields, type Stream } from './stream.ts';

/** Without `IsDeleted`: Salesforce deletes no user. */
const REQUIRED = ['Id', 'Name', 'IsActive', 'UserType', 'CreatedDate', 'SystemModstamp'];

/** Customers who sign in to a portal, and its visitors. They are no colleagues, and there may be millions of them. */
const EXTERNAL_USER_TYPES = ['PowerCustomerSuccess', 'CustomerSuccess', 'CspLitePortal', 'SelfService', 'Guest'];

/** The condition in SOQL for users that are read. */
export const INTERNAL_USERS = `UserType NOT IN (${EXTERNAL_USER_TYPES.map(soqlString).join(', ')})`;

/** The people that lookup fields refer to, with as much as is needed to name them. */
export const userStream: Stream = {
  name: 'User',
  timeField: 'SystemModstamp',
  async plan({ schema }) {
    const selected = selectFields(await schema.find('User'), 'User', REQUIRED, []);
    if ('missing' in selected) return selected;
    return {
      ...selected,
      initialWhere: [INTERNAL_USERS],
      records: async (rows, initial) => rows.flatMap((row) => toUserRecord(row, initial) ?? []),
    };
  },
};

/** A user who became external is marked deleted; one who always was external is never stored. */
function toUserRecord(row: Row, initial: boolean): UserRecord | undefined {
  const version = parseVersion(row);
  const name = toTextOrNull(row.Name);
  if (!version || name === null) return undefined;
  const userType = toTextOrNull(row.UserType);
  const deleted = userType !== null && EXTERNAL_USER_TYPES.includes(userType);
  if (deleted && initial) return undefined;
  return { ...version, kind: 'user', deleted, name, userType, active: isTrue(row.IsActive) };
}
