import { randomBytes } from 'node:crypto';
import {
  codedMessage,
  DAY_MS,
  DEFAULT_RESERVE_SHARE,
  messageValue,
  type CodedMessage,
  type MessageValue,
  type NamedLabel,
} from '@leadlight/common';
import type { EventKind } from '@leadlight/contract';
import type { Instant } from '@leadlight/lead-features';
import type {
  ApiKeyStore,
  ApiUsage,
  Clock,
  KeyCertificateStore,
  ModelEventEntry,
  ModelEventStore,
  WorkerStates,
} from '../ports/index.ts';
import { SYNC_LATE_MS } from '../administration/assess-worker.ts';

/** What happens to models and to the service; `force-app/labels.csv` has the translations. */
export const serviceEventTemplates = {
  event_model_promoted: 'Version {1} has proved better than version {2} on {0} new leads and is active now.',
  event_model_rolled_back:
    'Version {1}, which version {2} had replaced, has proved better on {0} new leads and is active again.',
  event_model_recalibrated:
    'Version {1} is active: version {2} at another level, fitted to {0} leads since the change. Its trees are the same.',
  event_model_recalibrated_values:
    'Version {1} is active: version {2} with corrected probabilities for leads with {3}, fitted to {0} of them since the change. Its trees are the same.',
  event_retraining_rejected: 'Version {0} was trained and not published: {1}',
  event_following_stopped: 'No process follows the org; the last sync ended {0}.',
  event_credential_expiring: 'The API key {1} expires at {0}.',
  event_certificate_expiring: 'The certificate {1} expires at {0}.',
  event_api_budget_used: 'Work on the org stopped at {0}, because {1} of its {2} daily API calls were used.',
  act_watch:
    'Nothing: the former model is compared with it and comes back if it proves better. “leadlight challenger status” has the evidence.',
  act_compare: 'Nothing at once. Find out why the new model was worse before you train and publish another one.',
  act_read_reasons: 'Correct the cause and train again, or publish it anyway: “leadlight models activate”.',
  act_start_worker: 'Start leadlight-worker; its log says why it stopped.',
  act_renew_key: 'Renew it on the administrator’s page, or with “leadlight keys rotate”.',
  act_renew_certificate:
    'Make a new certificate, enter it with “leadlight keys trust” or in the External Client App, and use its key.',
  act_spare_calls:
    'It continues when calls become available. Find out what else uses the org’s API calls, or buy more.',
} as const;
export type ServiceEventCode = keyof typeof serviceEventTemplates;
type ServiceMessage = CodedMessage<ServiceEventCode>;

const message = (
  code: ServiceEventCode,
  values?: readonly MessageValue[],
  names?: readonly NamedLabel[],
): ServiceMessage => codedMessage(code, serviceEventTemplates[code], values, names);

interface Given {
  readonly kind: EventKind;
  readonly severity?: ModelEventEntry['severity'];
  readonly subject?: string;
  readonly model?: { readonly id: string; readonly version: number };
  readonly since?: Instant | null;
  /** Over at once, as a promotion is. */
  readonly isMomentary?: boolean;
  readonly message: ServiceMessage;
  readonly action: ServiceMessage;
}

function eventOf(given: Given, now: Instant): ModelEventEntry {
  const { kind, severity = 'alarm', subject = '', model, since = null, isMomentary } = given;
  return {
    id: `evt_${randomBytes(8).toString('hex')}`,
    ...{ kind, severity, subject, since },
    modelId: model?.id ?? null,
    modelVersion: model?.version ?? null,
    foundAt: now,
    endedAt: isMomentary ? now : null,
    weeksBetweenFalseAlarms: null,
    message: given.message,
    action: given.action,
  };
}

export interface ModelActFacts {
  readonly id: string;
  readonly version: number;
  readonly formerVersion: number;
  readonly leads: number;
  readonly since: Instant | null;
}

const ACTIONS = {
  model_promoted: 'act_watch',
  model_rolled_back: 'act_compare',
} as const;

/** The event of a decision that the monitor made about models on its own; sent although it is only a notice. */
export function modelActEvent(
  kind: keyof typeof ACTIONS,
  { id, version, formerVersion, leads, since }: ModelActFacts,
  now: Instant,
): ModelEventEntry {
  const values = [leads, version, formerVersion].map((value) => messageValue('count', value));
  return eventOf(
    {
      ...{ kind, severity: 'notice', model: { id, version }, since, isMomentary: true },
      message: message(`event_${kind}`, values),
      action: message(ACTIONS[kind]),
    },
    now,
  );
}

/** The event of a recalibration. @param values whose leads were adjusted; empty = all leads */
export function recalibratedEvent(
  { id, version, formerVersion, leads, since }: ModelActFacts,
  values: readonly NamedLabel[],
  now: Instant,
): ModelEventEntry {
  const counts = [leads, version, formerVersion].map((value) => messageValue('count', value));
  return eventOf(
    {
      ...{ kind: 'model_recalibrated', severity: 'notice', model: { id, version }, since, isMomentary: true },
      message:
        values.length === 0
          ? message('event_model_recalibrated', counts)
          : message('event_model_recalibrated_values', counts, values),
      action: message('act_watch'),
    },
    now,
  );
}

/** The event of a new model that was not published. @param reasons sentences */
export const rejectedRetrainingEvent = (
  model: { readonly id: string; readonly version: number },
  reasons: readonly string[],
  now: Instant,
): ModelEventEntry =>
  eventOf(
    {
      ...{ kind: 'retraining_rejected', severity: 'notice', subject: model.id, model, isMomentary: true },
      message: message(
        'event_retraining_rejected',
        [messageValue('count', model.version)],
        [{ name: reasons.join(' ') }],
      ),
      action: message('act_read_reasons'),
    },
    now,
  );

const EXPIRY_NOTICE_DAYS = 14;

export interface ServiceEventPorts {
  readonly modelEvents: Pick<ModelEventStore, 'open' | 'end' | 'listOpen'>;
  readonly workerStates: Pick<WorkerStates, 'find'>;
  readonly apiKeys: Pick<ApiKeyStore, 'list'>;
  readonly keyCertificates: Pick<KeyCertificateStore, 'find'>;
  readonly clock: Clock;
}

/** Of these kinds, all events are begun and ended here. */
const KINDS: readonly EventKind[] = ['following_stopped', 'credential_expiring', 'api_budget_used'];

/**
 * Begins events about the service that have none, and ends those that are over: a stopped follower, keys and certificates that expire
 * soon, API calls that are used up to the reserve.
 * @param usage undefined = not known, so that what was found about API calls stays
 */
export async function recordServiceEvents(ports: ServiceEventPorts, orgId: string, usage?: ApiUsage): Promise<void> {
  const { modelEvents, clock } = ports;
  const now = clock.now();
  const present = [
    ...(await stoppedFollowing(ports, orgId, now)),
    ...(await expiringCredentials(ports, orgId, now)),
    ...(usage ? usedBudget(usage, now) : []),
  ];
  const isPresent = ({ kind, subject }: ModelEventEntry) =>
    present.some((each) => each.kind === kind && each.subject === subject);
  for (const event of await modelEvents.listOpen(orgId)) {
    const isKnown = KINDS.includes(event.kind) && (event.kind !== 'api_budget_used' || usage !== undefined);
    if (isKnown && !isPresent(event)) await modelEvents.end(orgId, event.id, now);
  }
  for (const event of present) await modelEvents.open(orgId, event);
}

async function stoppedFollowing({ workerStates }: ServiceEventPorts, orgId: string, now: Instant) {
  const state = await workerStates.find(orgId);
  const at = state?.lastSyncedAt ?? null;
  if (!state || state.followed || at === null || now - at <= SYNC_LATE_MS) return [];
  const text = message('event_following_stopped', [messageValue('time', at)]);
  return [eventOf({ kind: 'following_stopped', since: at, message: text, action: message('act_start_worker') }, now)];
}

async function expiringCredentials({ apiKeys, keyCertificates }: ServiceEventPorts, orgId: string, now: Instant) {
  const keys = await apiKeys.list(orgId);
  const replaced = new Set(keys.map(({ replaces }) => replaces));
  const expiresSoon = (at: Instant | null): at is Instant =>
    at !== null && at > now && at - now < EXPIRY_NOTICE_DAYS * DAY_MS;
  const events: ModelEventEntry[] = [];
  for (const { id, name, expiresAt, revokedAt } of keys) {
    if (revokedAt !== null || replaced.has(id) || (expiresAt !== null && expiresAt <= now)) continue;
    const key = { name: id, label: name };
    if (expiresSoon(expiresAt)) {
      const text = message('event_credential_expiring', [messageValue('time', expiresAt)], [key]);
      events.push(eventOf({ ...CREDENTIAL, subject: id, message: text, action: message('act_renew_key') }, now));
    }
    const endsAt = await lastEnd(keyCertificates, orgId, id);
    if (expiresSoon(endsAt)) {
      const text = message('event_certificate_expiring', [messageValue('time', endsAt)], [key]);
      const action = message('act_renew_certificate');
      events.push(eventOf({ ...CREDENTIAL, subject: `${id} certificate`, message: text, action }, now));
    }
  }
  return events;
}

const CREDENTIAL = { kind: 'credential_expiring' } as const;

/** When the last certificate of a key ends; null = it has none. */
async function lastEnd(
  keyCertificates: ServiceEventPorts['keyCertificates'],
  orgId: string,
  keyId: string,
): Promise<Instant | null> {
  const { certificates = [] } = (await keyCertificates.find(orgId, keyId)) ?? {};
  return certificates.length === 0 ? null : Math.max(...certificates.map(({ endsAt }) => endsAt));
}

function usedBudget({ used, limit }: ApiUsage, now: Instant): readonly ModelEventEntry[] {
  if (limit - used > limit * DEFAULT_RESERVE_SHARE) return [];
  const values = [messageValue('time', now), messageValue('count', used), messageValue('count', limit)];
  const text = message('event_api_budget_used', values);
  return [eventOf({ kind: 'api_budget_used', since: now, message: text, action: message('act_spare_calls') }, now)];
}
