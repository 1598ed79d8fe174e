import { setTimeout as delay } from 'node:timers/promises';
import { SECOND_MS } from '@leadlight/common';
import { hasTestToSend } from '@leadlight/workflows';
import { systemClock, withStorage } from '../with-storage.ts';
import type { JsonOutput } from './run-json-command.ts';

const POLL_INTERVAL_MS = 2 * SECOND_MS;
const RETRY_INTERVAL_MS = 30 * SECOND_MS;
/** As many as the administrator's page shows. */
const MAX_DELIVERIES = 20;

export interface TestMessageSender {
  readonly folder: string;
  /** Undefined: the only stored org. */
  readonly org: string | undefined;
  /** Runs a command of ours on the org, with --json. Not after a training, which takes long. */
  run(args: readonly string[]): Promise<JsonOutput>;
  log(line: string): void;
}

/** Sends test messages that an administrator requests on the page, until it is stopped. */
export function startTestMessageSender(sender: TestMessageSender): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const { signal } = stopped;
  const running = (async () => {
    while (!signal.aborted) {
      try {
        await sendTests(sender, signal);
      } catch (error) {
        if (signal.aborted) return;
        sender.log(`Test messages cannot be sent: ${(error as Error).message}`);
        await delay(RETRY_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  })();
  return {
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

/** Keeps storage open, because a query every two seconds is cheaper than opening it. */
const sendTests = ({ folder, org, run, log }: TestMessageSender, signal: AbortSignal): Promise<void> =>
  withStorage(folder, async (storage) => {
    while (!signal.aborted) {
      const orgId = org ?? (await storage.orgs.list())[0]?.orgId;
      if (orgId !== undefined) {
        const deliveries = await storage.deliveries.list(orgId, MAX_DELIVERIES);
        if (hasTestToSend(deliveries, systemClock.now())) {
          const { error } = await run(['notifications', 'send', '--no-limits']);
          if (error) throw new Error(error.message);
          log('A test message was requested, and sent or given up.');
        }
      }
      await delay(POLL_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    }
  });
