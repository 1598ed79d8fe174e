import type { UserRecord } from '@leadlight/workflows';
import { toTextOrNull } from '../describe/field-value.ts';
import type { Row } from '../query/query.ts';
import { soqlString } from '../query/soql.ts';
import { defineStream, isTrue, parseVersion } from './stream.ts';

/** Customers who sign in to a portal, and its visitors. They are no colleagues, and there may be millions of them. */
const EXTERNAL_USER_TYPES = ['PowerCustomerSuccess', 'CustomerSuccess', 'CspLitePortal', 'SelfService', 'Guest'];

/** The condition in SOQL for users that are read. */
export const INTERNAL_USERS = `UserType NOT IN (${EXTERNAL_USER_TYPES.map(soqlString).join(', ')})`;

/** The people that lookup fields refer to, with as much as is needed to name them. */
export const userStream = defineStream({
  name: 'User',
  // Without IsDeleted: Salesforce deletes no user.
  required: ['Id', 'Name', 'IsActive', 'UserType', 'CreatedDate', 'SystemModstamp'],
  // Needed only to count by team, so that its absence is no fault.
  extra: ['ManagerId'],
  initialWhere: [INTERNAL_USERS],
  toRecord: toUserRecord,
});

/** A user who became external is marked deleted; one who always was external is never stored. */
function toUserRecord(row: Row, initial: boolean): UserRecord | undefined {
  const version = parseVersion(row);
  const name = toTextOrNull(row.Name);
  if (!version || name === null) return undefined;
  const userType = toTextOrNull(row.UserType);
  const deleted = userType !== null && EXTERNAL_USER_TYPES.includes(userType);
  if (deleted && initial) return undefined;
  return {
    ...version,
    kind: 'user',
    deleted,
    name,
    userType,
    managerId: toTextOrNull(row.ManagerId),
    active: isTrue(row.IsActive),
  };
}
