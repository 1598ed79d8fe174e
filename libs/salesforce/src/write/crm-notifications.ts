import type { CrmNotification, CrmNotifications } from '@leadlight/workflows';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { SalesforceError } from '../errors.ts';
import { queryRows } from '../query/query.ts';

const TYPE = 'Leadlight_Administration';
const ADMIN = 'Leadlight_Admin';
export const HOME_TAB = 'Leadlight_Home';
const PATH = '/actions/standard/customNotificationAction';
/** The platform's limits. */
export const MAX_RECIPIENTS = 500;
const MAX_TITLE = 250;
const MAX_BODY = 750;

/**
 * Custom notifications of the package's type to the active users with the permission set Leadlight Admin, which open the tab Lead
 * Scoring. The signed-in user needs the permission set Leadlight Notifications.
 * @source Salesforce, Actions Developer Guide, "Custom Notification Actions"
 * @throws SalesforceError `notification_type_missing`, `no_administrators`, `notification_rejected`, and those of every request
 */
export function createCrmNotifications(connection: SalesforceConnection): CrmNotifications {
  return {
    async countAdministrators() {
      await findNotificationType(connection, TYPE);
      return (await listAdministrators(connection)).length;
    },

    async notifyAdministrators(notification) {
      const { id, prefix } = await findNotificationType(connection, TYPE);
      const recipients = await listAdministrators(connection);
      const attributes = { apiName: `${prefix}${HOME_TAB}` };
      const targetPageRef = JSON.stringify({ type: 'standard__navItemPage', attributes });
      for (let start = 0; start < recipients.length; start += MAX_RECIPIENTS) {
        const recipientIds = recipients.slice(start, start + MAX_RECIPIENTS);
        await sendCustomNotification(connection, notification, { customNotifTypeId: id, recipientIds, targetPageRef });
      }
    },
  };
}

/** @throws SalesforceError `notification_type_missing` */
export async function findNotificationType(
  connection: SalesforceConnection,
  type: string,
): Promise<{ readonly id: string; readonly prefix: string }> {
  const [row] = await queryRows(
    connection,
    `SELECT Id, NamespacePrefix FROM CustomNotificationType WHERE DeveloperName = '${type}'`,
  );
  if (!row) throw new SalesforceError('notification_type_missing', { type });
  const namespace = row.NamespacePrefix;
  return { id: String(row.Id), prefix: typeof namespace === 'string' && namespace !== '' ? `${namespace}__` : '' };
}

async function listAdministrators(connection: SalesforceConnection): Promise<readonly string[]> {
  const rows = await queryRows(
    connection,
    `SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSet.Name = '${ADMIN}' AND Assignee.IsActive = TRUE`,
  );
  if (rows.length === 0) throw new SalesforceError('no_administrators', { permissionSet: ADMIN });
  return [...new Set(rows.map(({ AssigneeId }) => String(AssigneeId)))];
}

/**
 * Sends one notification to up to 500 users, with shortened texts. Not repeated after a cut connection, because the org may have sent
 * it: the delivery is tried again later.
 * @throws SalesforceError `notification_rejected`
 */
export async function sendCustomNotification(
  connection: SalesforceConnection,
  { title, body }: CrmNotification,
  target: { readonly customNotifTypeId: string; readonly recipientIds: readonly string[] } & (
    { readonly targetPageRef: string } | { readonly targetId: string }
  ),
): Promise<void> {
  const input = { ...target, title: shorten(title, MAX_TITLE), body: shorten(body, MAX_BODY) };
  try {
    await connection.request({ method: 'POST', path: PATH, body: { inputs: [input] } });
  } catch (error) {
    if (!(error instanceof SalesforceError) || !REJECTIONS.includes(error.code)) throw error;
    throw new SalesforceError('notification_rejected', error.facts as Rejection, { cause: error });
  }
}

/** What a user without the permission to send notifications gets, or a wrong input. */
const REJECTIONS: readonly string[] = ['permission_missing', 'request_rejected'];
type Rejection = SalesforceError<'request_rejected'>['facts'];

const shorten = (text: string, limit: number): string => (text.length <= limit ? text : `${text.slice(0, limit - 1)}…`);
