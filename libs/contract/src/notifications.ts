import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { eventKinds } from './model-checks.ts';

export const NotificationRouteName = z.enum(['salesforce', 'email', 'slack', 'webhook']).meta({
  id: 'NotificationRouteName',
  description:
    'How administrators are notified. `salesforce`: a custom notification to the users with the permission set Leadlight Admin.',
});
export type NotificationRouteName = z.infer<typeof NotificationRouteName>;

const NotificationRouteState = z
  .object({
    route: NotificationRouteName,
    state: z.enum(['on', 'off', 'notSetUp']).meta({
      description: '`notSetUp`: it needs an address or a secret, which only `leadlight notifications set` takes.',
    }),
    recipients: z.array(z.string()).meta({ description: 'Of `email`, the addresses; empty for the others.' }),
  })
  .meta({ id: 'NotificationRouteState' });

const NotificationDelivery = z
  .object({
    id: z.string(),
    route: NotificationRouteName,
    kind: z
      .enum([...eventKinds, 'test'])
      .nullable()
      .meta({
        description: 'What it was about; `test` = a test message; null = the event is no longer stored.',
      }),
    reminder: z.int().min(0).meta({ description: '0 = the notification, 1 and 2 = reminders.' }),
    state: z.enum(['pending', 'sent', 'failed']).meta({ description: '`failed`: it was given up.' }),
    attempts: z.int().min(0),
    createdAt: z.iso.datetime(),
    sentAt: z.iso.datetime().nullable(),
    failure: z.string().nullable().meta({ description: 'Why the last attempt failed; null = it did not.' }),
  })
  .meta({ id: 'NotificationDelivery' });

export const Notifications = z
  .object({
    routes: z
      .array(NotificationRouteState)
      .meta({ description: 'All routes. Addresses of webhooks and secrets are not shown.' }),
    deliveries: z.array(NotificationDelivery).meta({ description: 'At most 20, the newest first.' }),
  })
  .meta({ id: 'Notifications' });
export type Notifications = DeepReadonly<z.infer<typeof Notifications>>;

export const SwitchNotificationsRequest = z
  .strictObject({ isOn: z.boolean().meta({ description: 'False keeps the address and the secret.' }) })
  .meta({ id: 'SwitchNotificationsRequest' });
export type SwitchNotificationsRequest = DeepReadonly<z.infer<typeof SwitchNotificationsRequest>>;
