import type { Storage } from '@leadlight/storage';
import {
  routesOn,
  type NotificationRoute,
  type Routes,
  type RouteSettings,
  type SendByRoute,
} from '@leadlight/workflows';
import { connectCrm } from '../compose.ts';
import { CliError } from '../errors.ts';
import { sendByEmail } from './email.ts';
import { sendBySalesforce } from './salesforce.ts';
import { sendBySlack, sendByWebhook } from './webhook.ts';

/** What is sealed for a route. */
export interface RouteSecret {
  readonly url: string;
  readonly secret?: string;
}

export const secretNameOf = (route: NotificationRoute): string => `notifications/${route}`;

/**
 * Senders of the routes that are on. A route whose secret cannot be read rejects each notification with the reason.
 * @param folder with the connection to the org
 */
export async function openRoutes(storage: Storage, orgId: string, folder: string): Promise<Routes> {
  const settings = await storage.notificationSettings.find(orgId);
  const opened = await Promise.all(
    routesOn(settings).map(async (route): Promise<[NotificationRoute, SendByRoute]> => {
      if (route === 'salesforce') {
        return [route, sendBySalesforce(async () => (await connectCrm(folder, { org: orgId })).crmNotifications)];
      }
      try {
        return [route, senderOf(route, await readSecret(storage, orgId, route), settings)];
      } catch (error) {
        return [route, () => Promise.reject(error as Error)];
      }
    }),
  );
  return Object.fromEntries(opened);
}

function senderOf(
  route: NotificationRoute,
  { url, secret }: RouteSecret,
  { email, webhook, slack }: RouteSettings,
): SendByRoute {
  if (route === 'email' && email) return sendByEmail({ smtpUrl: url, ...email });
  if (route === 'webhook' && webhook) return sendByWebhook({ url, secret, ...webhook });
  if (route === 'slack' && slack) return sendBySlack({ url, ...slack });
  return () => Promise.reject(new Error('this version has no such route'));
}

/** @throws CliError `route_not_set`; StorageError if the key that sealed it is missing */
async function readSecret(storage: Storage, orgId: string, route: NotificationRoute): Promise<RouteSecret> {
  const sealed = await storage.secrets.find(orgId, secretNameOf(route));
  if (sealed === undefined) throw new CliError('route_not_set', { route });
  return JSON.parse(sealed) as RouteSecret;
}
