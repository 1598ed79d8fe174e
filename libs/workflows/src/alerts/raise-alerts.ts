import { DAY_MS, HOUR_MS } from '@leadlight/common';
import { randomBytes } from 'node:crypto';
import type { Instant } from '@leadlight/lead-features';
import type {
  Alert,
  AlertDeliveryRoute,
  AlertRoute,
  AlertSettings,
  AlertStore,
  Clock,
  CrmUsers,
  DigestLead,
} from '../ports/index.ts';
import { HOT_BAND } from './alert-settings.ts';
import { alertOf, decideAlert } from './decide-alert.ts';
import { localTime } from './local-time.ts';

export interface RaiseAlertsPorts {
  readonly alerts: AlertStore;
  readonly clock: Clock;
}

/** A lead that leaves a band and comes back raises no second alert for that time. */
const REPEAT_MS = 7 * DAY_MS;
const CHUNK = 1_000;

type Raised = Parameters<AlertStore['raise']>[2][number];

/**
 * Compares the latest scores with those that alerts saw last, and stores what is alerted together with what was seen: a kill in between
 * changes nothing, and a repetition finds nothing new.
 * @param leadIds only these; undefined = all
 * @returns how many alerts were raised
 */
export async function raiseScoreAlerts(
  { alerts, clock }: RaiseAlertsPorts,
  orgId: string,
  leadIds: readonly string[] | undefined,
): Promise<number> {
  const { settings, onSince } = await alerts.findSettings(orgId);
  if (onSince === null) return 0;
  let count = 0;
  for (;;) {
    const now = clock.now();
    const candidates = await alerts.listCandidates(orgId, leadIds, CHUNK);
    const decisions = candidates.map((candidate) => decideAlert(candidate, settings, onSince, now));
    const raised = decisions.flatMap(({ alert }) => (alert ? [alert] : []));
    const news = await withoutRepetitions(alerts, orgId, raised, now);
    await alerts.raise(
      orgId,
      decisions.map(({ state }) => state),
      news.map((alert) => ({ alert, routes: routesOf(settings) })),
    );
    count += news.length;
    if (candidates.length < CHUNK) return count;
  }
}

async function withoutRepetitions(
  alerts: AlertStore,
  orgId: string,
  raised: readonly Alert[],
  now: Instant,
): Promise<readonly Alert[]> {
  const entered = raised.filter(({ rule }) => rule === 'band').map(({ subjectId }) => subjectId);
  if (entered.length === 0) return raised;
  const last = await alerts.lastRaised(orgId, 'band', entered);
  const isRepetition = ({ rule, subjectId }: Alert) =>
    rule === 'band' && now - (last.get(subjectId) ?? -Infinity) < REPEAT_MS;
  return raised.filter((alert) => !isRepetition(alert));
}

/** Raises alerts about leads that have waited too long in the best band. @returns how many */
export async function raiseWaitingAlerts({ alerts, clock }: RaiseAlertsPorts, orgId: string): Promise<number> {
  const { settings, onSince } = await alerts.findSettings(orgId);
  if (onSince === null || settings.untouchedHours === null) return 0;
  let count = 0;
  for (;;) {
    const now = clock.now();
    const waiting = await alerts.listWaiting(orgId, HOT_BAND, now - settings.untouchedHours * HOUR_MS, CHUNK);
    const raised = waiting.map(({ leadId, score, band, bandSince }): Raised => {
      const facts = { score, band, waitingSince: bandSince };
      const cause = String(bandSince);
      return {
        alert: alertOf({ rule: 'untouched', subjectId: leadId, cause, facts, createdAt: now }),
        routes: routesOf(settings),
      };
    });
    await alerts.raise(orgId, [], raised);
    count += raised.length;
    if (waiting.length < CHUNK) return count;
  }
}

/** The routes that are chosen and set up. */
export const routesOf = (settings: AlertSettings): readonly AlertRoute[] =>
  settings.routes.filter((route) => (route !== 'slack' && route !== 'webhook') || settings[route] !== null);

/**
 * From the hour of the digest on, raises one digest a day for each person with leads in the best band.
 * @param timeZone of the org
 */
export async function raiseDigests(
  { alerts, crmUsers, clock }: RaiseAlertsPorts & { readonly crmUsers: Pick<CrmUsers, 'managers'> },
  orgId: string,
  timeZone: string,
): Promise<number> {
  const { settings, onSince } = await alerts.findSettings(orgId);
  if (onSince === null || settings.digest === null || settings.email === null) return 0;
  const now = clock.now();
  const { day, hour, isWeekend } = localTime(now, timeZone);
  if (hour < settings.digest.hour || (settings.quietHours?.weekends === true && isWeekend)) return 0;
  const groups = groupsOf(
    await alerts.listForDigest(orgId, HOT_BAND),
    settings.digest.recipients === 'managers' ? await crmUsers.managers(orgId) : undefined,
  );
  const routes: readonly AlertDeliveryRoute[] = ['email'];
  const raised = [...groups.keys()].map((userId): Raised => {
    const alert = alertOf({ rule: 'digest', subjectId: userId, cause: day, facts: {}, createdAt: now });
    return { alert, routes };
  });
  await alerts.raise(orgId, [], raised);
  return raised.length;
}

/** Leads by the person whose digest has them. @param managers by user; undefined = the owners get the digest */
export function groupsOf(
  leads: readonly DigestLead[],
  managers: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, readonly DigestLead[]> {
  const groups = new Map<string, DigestLead[]>();
  for (const lead of leads) {
    // An owner without a manager gets the digest, so that no lead is left out.
    const userId = managers?.get(lead.ownerId) ?? lead.ownerId;
    const group = groups.get(userId);
    if (group) group.push(lead);
    else groups.set(userId, [lead]);
  }
  return groups;
}

/** The message that a person asks for, to see whether a route works. */
export const testAlertOf = (userId: string, now: Instant): Alert =>
  alertOf({ rule: 'test', subjectId: userId, cause: randomBytes(8).toString('hex'), facts: {}, createdAt: now });
