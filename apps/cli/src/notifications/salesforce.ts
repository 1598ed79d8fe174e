import type { CrmNotifications, Notification, SendByRoute } from '@leadlight/workflows';

/** Notifies the administrators of lead scoring inside the org. @param connect signs in, at the first notification */
export function sendBySalesforce(connect: () => Promise<CrmNotifications>): SendByRoute {
  let connected: Promise<CrmNotifications> | undefined;
  return async (notification) => {
    connected ??= connect();
    const crm = await connected;
    await crm.notifyAdministrators({ title: notification.title, body: bodyOf(notification) });
  };
}

/** What was found, since when, and what to do; the administrator's page has the rest. */
const bodyOf = ({ what, since, toDo }: Notification): string =>
  [what, ...(since === null ? [] : [`Since ${since.slice(0, 10)}.`]), ...(toDo === null ? [] : [toDo])].join(' ');
