import { toId18 } from '@leadlight/common';
import type { CrmAlerts, CrmLead } from '@leadlight/workflows';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError, SalesforceError } from '../errors.ts';
import { queryRows, type Row } from '../query/query.ts';
import { soqlString } from '../query/soql.ts';
import { findNotificationType, HOME_TAB, MAX_RECIPIENTS, sendCustomNotification } from './crm-notifications.ts';

const TYPE = 'Leadlight_Hot_Lead';
/** The length of Task.Subject. */
const MAX_SUBJECT = 255;
const MAX_GROUP_DEPTH = 5;

/**
 * What alerts read and write in the org. The signed-in user needs the permission sets Leadlight Notifications and, for tasks,
 * Leadlight Alerts.
 * @throws SalesforceError `notification_type_missing`, `notification_rejected`, `task_rejected`, and those of every request
 */
export function createCrmAlerts(connection: SalesforceConnection): CrmAlerts {
  let type: ReturnType<typeof findNotificationType> | undefined;
  const findType = () => {
    type ??= findNotificationType(connection, TYPE).catch((error: unknown) => {
      type = undefined;
      throw error;
    });
    return type;
  };
  return {
    async timeZone() {
      const [org] = await queryRows(connection, 'SELECT TimeZoneSidKey FROM Organization');
      return String(org?.TimeZoneSidKey ?? 'GMT');
    },

    addressOf: (recordId) => `${connection.instanceUrl}/${recordId}`,

    async findLeads(leadIds) {
      if (leadIds.length === 0) return new Map();
      const rows = await queryRows(
        connection,
        `SELECT Id, Name, Company, OwnerId, IsConverted FROM Lead WHERE Id IN (${quoted(leadIds)})`,
      );
      return new Map(rows.map((row) => [toId18(String(row.Id)), leadOf(row)]));
    },

    async findUsers(userIds) {
      if (userIds.length === 0) return [];
      const rows = await queryRows(
        connection,
        `SELECT Id, Name, Email FROM User WHERE Id IN (${quoted(userIds)}) AND IsActive = TRUE`,
      );
      return rows.map((row) => ({ id: toId18(String(row.Id)), name: String(row.Name), email: String(row.Email) }));
    },

    membersOf: (ownerId) => activeMembers(connection, ownerId),

    async notify(userIds, { title, body, recordId }) {
      const { id: customNotifTypeId, prefix } = await findType();
      const attributes = { apiName: `${prefix}${HOME_TAB}` };
      const target =
        recordId === null
          ? { targetPageRef: JSON.stringify({ type: 'standard__navItemPage', attributes }) }
          : { targetId: recordId };
      for (let start = 0; start < userIds.length; start += MAX_RECIPIENTS) {
        const recipientIds = userIds.slice(start, start + MAX_RECIPIENTS);
        await sendCustomNotification(connection, { title, body }, { customNotifTypeId, recipientIds, ...target });
      }
    },

    async hasTask(leadId, subject, description) {
      const rows = await queryRows(
        connection,
        `SELECT Description FROM Task WHERE WhoId = ${soqlString(toId18(leadId))} AND Subject = ${soqlString(subjectOf(subject))}`,
      );
      return rows.some((row) => String(row.Description).includes(description));
    },

    async createTask({ leadId, ownerId, subject, description, dueOn }) {
      const body = {
        ...{ WhoId: leadId, OwnerId: ownerId, Subject: subjectOf(subject), Description: description },
        ...{ ActivityDate: dueOn, Status: 'Not Started', Priority: 'High' },
      };
      try {
        await connection.request({ method: 'POST', path: '/sobjects/Task', body });
      } catch (error) {
        if (!isSalesforceError(error, 'permission_missing', 'request_rejected')) throw error;
        throw new SalesforceError('task_rejected', error.facts, { cause: error });
      }
    },
  };
}

const leadOf = ({ Name, Company, OwnerId, IsConverted }: Row): CrmLead => ({
  name: String(Name),
  company: typeof Company === 'string' && Company !== '' ? Company : null,
  ownerId: toId18(String(OwnerId)),
  isOpen: IsConverted !== true,
});

/** Users of a queue, and of the public groups in it. A group of a role or territory lists no members. */
async function activeMembers(connection: SalesforceConnection, ownerId: string): Promise<readonly string[]> {
  const users = new Set<string>();
  let groups = new Set<string>();
  const add = (id: string) => (id.startsWith('005') ? users : groups).add(toId18(id));
  add(ownerId);
  const seen = new Set<string>();
  for (let depth = 0; groups.size > 0 && depth < MAX_GROUP_DEPTH; depth++) {
    const asked = [...groups].filter((id) => !seen.has(id));
    groups = new Set();
    if (asked.length === 0) break;
    for (const id of asked) seen.add(id);
    const rows = await queryRows(
      connection,
      `SELECT UserOrGroupId FROM GroupMember WHERE GroupId IN (${quoted(asked)})`,
    );
    for (const row of rows) add(String(row.UserOrGroupId));
  }
  if (users.size === 0) return [];
  const active = await queryRows(
    connection,
    `SELECT Id FROM User WHERE Id IN (${quoted([...users])}) AND IsActive = TRUE ORDER BY Id`,
  );
  return active.map(({ Id }) => toId18(String(Id)));
}

const quoted = (ids: readonly string[]): string => ids.map((id) => soqlString(toId18(id))).join(', ');

const subjectOf = (text: string): string => (text.length <= MAX_SUBJECT ? text : `${text.slice(0, MAX_SUBJECT - 1)}…`);
