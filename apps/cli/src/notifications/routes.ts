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

/** @throws CliError `route_not_set`, and as `findRouteSecret` */
async function readSecret({ secrets }: Storage, orgId: string, route: NotificationRoute): Promise<RouteSecret> {
  const secret = await findRouteSecret(secrets, orgId, secretNameOf(route));
  if (!secret) throw new CliError('route_not_set', { route });
  return secret;
}

/** @throws StorageError if the key that sealed it is missing */
export async function findRouteSecret(
  secrets: Storage['secrets'],
  orgId: string,
  name: string,
): Promise<RouteSecret | undefined> {
  const sealed = await secrets.find(orgId, name);
  return sealed === undefined ? undefined : (JSON.parse(sealed) as RouteSecret);
}
