import type { Storage } from '@leadlight/storage';
import { messageText, type AlertSenders, type AlertSettings } from '@leadlight/workflows';
import { CliError } from '../errors.ts';
import { mailSender } from '../notifications/email.ts';
import { findRouteSecret, type RouteSecret } from '../notifications/routes.ts';
import { postSigned, postText } from '../notifications/webhook.ts';

/** Routes that leave the CRM; each has an address or a secret. */
export type OutsideRoute = 'slack' | 'webhook' | 'email';

export const alertSecretNameOf = (route: OutsideRoute): string => `alerts/${route}`;

/** Senders of the routes that are set up. A route whose secret cannot be read rejects each message with the reason. */
export const openAlertSenders =
  ({ secrets }: Pick<Storage, 'secrets'>) =>
  (orgId: string, { slack, webhook, email }: AlertSettings): AlertSenders => {
    const read = async (route: OutsideRoute): Promise<RouteSecret> => {
      const secret = await findRouteSecret(secrets, orgId, alertSecretNameOf(route));
      if (!secret) throw new CliError('alert_route_not_set', { route });
      return secret;
    };
    return {
      ...(slack && {
        slack: async (message) => postText({ ...(await read('slack')), ...slack }, messageText(message)),
      }),
      ...(webhook && {
        webhook: async (message) =>
          postSigned({ ...(await read('webhook')), ...webhook }, { text: messageText(message), ...message }),
      }),
      ...(email && {
        email: async (message, to) =>
          mailSender((await read('email')).url)({
            ...{ from: email.from, to: [to], subject: `Leadlight: ${message.title}`, deliveryId: message.deliveryId },
            text: messageText(message),
          }),
      }),
    };
  };
