import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { Band } from './score-leads.ts';

const LeadAlertRoute = z
  .enum(['salesforce', 'task', 'slack', 'webhook'])
  .meta({ id: 'LeadAlertRoute', description: '`salesforce`: a custom notification. `task`: a task for the owner.' });

export const AlertRouteName = z
  .enum(['salesforce', 'task', 'slack', 'webhook', 'email'])
  .meta({ id: 'AlertRouteName', description: 'As `LeadAlertRoute`; `email` takes the digest.' });
export type AlertRouteName = z.infer<typeof AlertRouteName>;

const hour = z.int().min(0).max(23);

const changeable = {
  isOn: z.boolean(),
  bands: z
    .array(Band)
    .meta({ description: 'Bands that raise an alert when a lead enters them; empty = no such alert.' }),
  jumpPoints: z.int().min(1).max(98).nullable().meta({
    description: 'By how many points a score must rise within a day; null = no such alert.',
  }),
  untouchedHours: z.int().min(1).max(720).nullable().meta({
    description: 'After how many hours in band A without being contacted; null = no such alert.',
  }),
  routes: z.array(LeadAlertRoute).meta({ description: 'Routes of alerts about one lead.' }),
  digest: z
    .object({ recipients: z.enum(['owners', 'managers']), hour })
    .nullable()
    .meta({ description: 'The daily e-mail, sent from this hour of the org’s time zone on; null = none.' }),
  quietHours: z.object({ startHour: hour, endHour: hour, weekends: z.boolean() }).nullable().meta({
    description: 'Hours of the org’s time zone in which alerts wait, from `startHour` until `endHour`; null = none.',
  }),
  perPersonAndDay: z.int().min(1).max(1_000).meta({
    description: 'Maximum number of alerts that a person gets in a day by one of the routes `salesforce` and `task`.',
  }),
  perChannelAndDay: z.int().min(1).max(1_000).meta({
    description: 'Maximum number of alerts that are sent in a day by one of the routes `slack` and `webhook`.',
  }),
  namesOutside: z.boolean().meta({
    description: 'Whether messages by Slack, webhook and e-mail may name the lead and its company.',
  }),
} as const;

export const ChangeAlertsRequest = z.strictObject(changeable).partial().meta({ id: 'ChangeAlertsRequest' });
export type ChangeAlertsRequest = DeepReadonly<z.infer<typeof ChangeAlertsRequest>>;

export const TestAlertRequest = z
  .strictObject({
    route: AlertRouteName,
    userId: z
      .string()
      .regex(/^005[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/, 'expected the id of a user')
      .meta({ description: 'Who gets it; in a channel, who asked for it.' }),
  })
  .meta({ id: 'TestAlertRequest' });
export type TestAlertRequest = DeepReadonly<z.infer<typeof TestAlertRequest>>;

const AlertDelivery = z
  .object({
    id: z.string(),
    rule: z.enum(['band', 'jump', 'untouched', 'digest', 'test']),
    route: AlertRouteName,
    leadId: z.string().nullable().meta({ description: 'null for a digest and a test.' }),
    state: z.enum(['pending', 'sent', 'failed', 'dropped']).meta({
      description: '`failed`: it was given up. `dropped`: it was not sent, for the reason in `failure`.',
    }),
    recipients: z.int().min(0).meta({ description: 'How many people got it; 0 for a channel.' }),
    createdAt: z.iso.datetime(),
    sentAt: z.iso.datetime().nullable(),
    failure: z.string().nullable().meta({
      description:
        'Why it was not sent: of a dropped one a code, such as `limit` or `closed`; of others the message of the last attempt.',
    }),
  })
  .meta({ id: 'AlertDelivery' });

const TouchTimes = z
  .object({
    band: Band,
    leads: z.int().min(0),
    contacted: z.int().min(0),
    medianHours: z.number().min(0).nullable().meta({
      description: 'Hours from creation until half of the leads were contacted; null = fewer were.',
    }),
    withinDay: z.number().min(0).max(1).nullable().meta({
      description: 'Share contacted within 24 hours; null = not known yet.',
    }),
  })
  .meta({ id: 'TouchTimes', description: 'Of leads by the band of their first score.' });

export const Alerts = z
  .object({
    settings: z.object(changeable).meta({ id: 'AlertSettings' }),
    onSince: z.iso.datetime().nullable(),
    setUp: z.array(AlertRouteName).meta({
      description:
        'Routes that can be used. The others need an address, which only `leadlight alerts set-route` takes.',
    }),
    deliveries: z.array(AlertDelivery).meta({ description: 'At most 20, the newest first.' }),
    lastWeek: z.record(z.string(), z.int().min(0)).meta({
      description: 'How many of the last 7 days were sent, wait, were given up, or were dropped and why.',
    }),
    firstTouch: z
      .object({
        comparedDays: z.int().min(1),
        before: z.array(TouchTimes),
        since: z.array(TouchTimes),
      })
      .nullable()
      .meta({
        description:
          'Time to the first contact of leads that were created in the days before alerts were first turned on, and since; null = they never were.',
      }),
  })
  .meta({ id: 'Alerts' });
export type Alerts = DeepReadonly<z.infer<typeof Alerts>>;
