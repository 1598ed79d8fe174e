import { SECOND_MS } from '@leadlight/common';
import type { Storage } from '@leadlight/storage';
import { hasTestToSend } from '@leadlight/workflows';
import { systemClock } from '../with-storage.ts';
import { pollStorage } from './poll-storage.ts';
import type { JsonOutput } from './run-json-command.ts';

export const TEST_POLL_INTERVAL_MS = 2 * SECOND_MS;
const RETRY_INTERVAL_MS = 30 * SECOND_MS;
/** As many as the administrator's page shows. */
const MAX_DELIVERIES = 20;

export interface TestMessageSender {
  readonly folder: string;
  /** Undefined: the only stored org. */
  readonly org: string | undefined;
  /** Runs a command of ours on the org, with --json, and does not wait for a training. */
  run(args: readonly string[]): Promise<JsonOutput>;
  log(line: string): void;
}

/** Sends test messages that an administrator requests on the page, until it is stopped. */
export const startTestMessageSender = ({ folder, org, run, log }: TestMessageSender): { stop(): Promise<void> } =>
  pollStorage({
    ...{ folder, org, intervalMs: TEST_POLL_INTERVAL_MS, retryMs: RETRY_INTERVAL_MS },
    onError: (message) => log(`Test messages cannot be sent: ${message}`),
    work: (storage, orgId) => sendTestMessages(storage, orgId, { run, log }),
  });

export async function sendTestMessages(
  storage: Storage,
  orgId: string,
  { run, log }: Pick<TestMessageSender, 'run' | 'log'>,
): Promise<void> {
  const deliveries = await storage.deliveries.list(orgId, MAX_DELIVERIES);
  if (!hasTestToSend(deliveries, systemClock.now())) return;
  const { error } = await run(['notifications', 'send', '--no-limits']);
  if (error) throw new Error(error.message);
  log('A test message was requested, and sent or given up.');
}
