import { HOUR_MS } from '@leadlight/common';
import { applyRetention, isWorkflowError, type OrgStore, type RetentionPorts } from '@leadlight/workflows';
import type { Logger } from 'pino';

const RETENTION_INTERVAL_MS = HOUR_MS;

/**
 * Removes data after its retention period, once an hour, in the process that gets the org's claim.
 * @returns stops it after the current run
 */
export function startRetention(
  ports: RetentionPorts & { readonly orgs: Pick<OrgStore, 'list'> },
  log: Logger,
): { stop(): Promise<void> } {
  let stopped = false;
  const run = async () => {
    try {
      for (const { orgId } of await ports.orgs.list()) {
        if (stopped) return;
        await applyToOrg(ports, orgId, log);
      }
    } catch (error) {
      // Storage may be unavailable; the next run removes the data.
      log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'retention did not run');
    }
  };
  let running = run();
  const timer = setInterval(() => {
    running = running.then(run);
  }, RETENTION_INTERVAL_MS).unref();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

async function applyToOrg(ports: RetentionPorts, orgId: string, log: Logger): Promise<void> {
  try {
    const removed = await applyRetention(ports, orgId);
    if (Object.values(removed).some((rows) => rows > 0)) log.info({ org: orgId, removed }, 'retention');
  } catch (error) {
    // Another process is doing it.
    if (!isWorkflowError(error, 'work_in_progress')) throw error;
  }
}
