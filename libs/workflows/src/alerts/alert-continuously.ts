import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@leadlight/common';
import type { AlertDeliveryRoute } from '../ports/index.ts';
import { monotonicMs } from '../monotonic-ms.ts';
import { logChanges, messageOf, type Log } from '../synchronisation/log.ts';
import { WakeSignal } from '../synchronisation/wake-signal.ts';
import { raiseDigests, raiseScoreAlerts, raiseWaitingAlerts } from './raise-alerts.ts';
import { sendAlerts, type SendAlertsPorts } from './send-alerts.ts';

export type AlertPorts = SendAlertsPorts;

/** Which leads were scored since the last look, and a signal that wakes the task that raises alerts. */
export class ScoredLeads {
  readonly signal = new WakeSignal();
  #ids = new Set<string>();
  #isAll = true;

  /** @param leadIds undefined = all may have been */
  add(leadIds: readonly string[] | undefined): void {
    if (leadIds === undefined) this.#isAll = true;
    else for (const id of leadIds) this.#ids.add(id);
    this.signal.notify();
  }

  /** @returns undefined = all */
  take(): readonly string[] | undefined {
    const ids = this.#isAll ? undefined : [...this.#ids];
    this.#isAll = false;
    this.#ids = new Set();
    return ids;
  }
}

const POLL_MS = 2 * SECOND_MS;
const RETRY_MS = 15 * SECOND_MS;
/** How often all leads are looked at: other processes score, too, and leads come to wait too long. */
const ALL_LEADS_MS = MINUTE_MS;
const TIME_ZONE_MS = HOUR_MS;
const INSIDE: readonly AlertDeliveryRoute[] = ['salesforce', 'task'];
const OUTSIDE: readonly AlertDeliveryRoute[] = ['slack', 'webhook', 'email'];

/**
 * Raises alerts as leads are scored, and sends them, until `stop` aborts. A slow receiver outside the CRM delays neither what goes to the
 * CRM nor the scoring. Failures are logged and tried again: what is to be sent is stored.
 */
export async function alertContinuously(
  ports: AlertPorts,
  orgId: string,
  scored: ScoredLeads,
  log: Log,
  stop: AbortSignal,
): Promise<void> {
  const zone = cachedTimeZone(ports);
  const raised = [new WakeSignal(), new WakeSignal()] as const;
  await Promise.all([
    raiseAlerts(ports, orgId, { scored, raised, zone, log, stop }),
    send(ports, orgId, { routes: INSIDE, wake: raised[0], zone, log, stop }),
    send(ports, orgId, { routes: OUTSIDE, wake: raised[1], zone, log, stop }),
  ]);
}

interface Raising {
  readonly scored: ScoredLeads;
  readonly raised: readonly WakeSignal[];
  readonly zone: () => Promise<string>;
  readonly log: Log;
  readonly stop: AbortSignal;
}

async function raiseAlerts(
  ports: AlertPorts,
  orgId: string,
  { scored, raised, zone, log, stop }: Raising,
): Promise<void> {
  const failures = logChanges(log);
  let allReadAtMs = -Infinity;
  while (!stop.aborted) {
    let delayMs = POLL_MS;
    try {
      const { onSince } = await ports.alerts.findSettings(orgId);
      if (onSince !== null) {
        const isDue = monotonicMs() - allReadAtMs >= ALL_LEADS_MS;
        const taken = scored.take();
        const leadIds = isDue ? undefined : taken;
        let count = leadIds?.length === 0 ? 0 : await raiseScoreAlerts(ports, orgId, leadIds);
        if (isDue) {
          count += await raiseWaitingAlerts(ports, orgId);
          count += await raiseDigests(ports, orgId, await zone());
          allReadAtMs = monotonicMs();
        }
        if (count > 0) for (const each of raised) each.notify();
      }
      failures.reset();
    } catch (error) {
      if (stop.aborted) return;
      // What was taken was not looked at.
      allReadAtMs = -Infinity;
      failures.log(`Alerts are delayed: ${messageOf(error)}`);
      delayMs = RETRY_MS;
    }
    await scored.signal.wait(delayMs, stop);
  }
}

interface Sending {
  readonly routes: readonly AlertDeliveryRoute[];
  readonly wake: WakeSignal;
  readonly zone: () => Promise<string>;
  readonly log: Log;
  readonly stop: AbortSignal;
}

async function send(ports: AlertPorts, orgId: string, { routes, wake, zone, log, stop }: Sending): Promise<void> {
  const failures = logChanges(log);
  while (!stop.aborted) {
    let delayMs = POLL_MS;
    try {
      if (await ports.alerts.hasPending(orgId, ports.clock.now(), routes)) {
        const result = await sendAlerts(ports, orgId, routes, await zone());
        for (const failure of result.failures) failures.log(`An alert was not sent: ${failure}`);
        if (result.failures.length === 0) failures.reset();
      }
    } catch (error) {
      if (stop.aborted) return;
      failures.log(`Alerts are delayed: ${messageOf(error)}`);
      delayMs = RETRY_MS;
    }
    await wake.wait(delayMs, stop);
  }
}

/** The org's time zone, read again every hour, because an administrator may change it. */
function cachedTimeZone({ crmAlerts }: AlertPorts): () => Promise<string> {
  let known: { readonly zone: Promise<string>; readonly atMs: number } | undefined;
  return async () => {
    if (known === undefined || monotonicMs() - known.atMs > TIME_ZONE_MS) {
      known = { zone: crmAlerts.timeZone(), atMs: monotonicMs() };
    }
    try {
      return await known.zone;
    } catch (error) {
      known = undefined;
      throw error;
    }
  };
}
