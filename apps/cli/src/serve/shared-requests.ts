import { MINUTE_MS } from '@leadlight/common';
import type { Storage } from '@leadlight/storage';
import { WRITE_INTERVAL_MS, type ActivePropensityModel } from '@leadlight/workflows';
import { systemClock } from '../with-storage.ts';
import { AUDIENCE_POLL_INTERVAL_MS, writeDueAudiences } from './audience-runner.ts';
import { activationKey, doRequestedJobs, JOB_POLL_INTERVAL_MS, type JobRunner } from './job-runner.ts';
import { pollStorage } from './poll-storage.ts';
import { sendTestMessages, TEST_POLL_INTERVAL_MS, type TestMessageSender } from './test-message-sender.ts';

export interface SharedRequests {
  readonly folder: string;
  /** The orgs to work for. Called only when an org has work. */
  orgs(storage: Storage): Promise<readonly string[]>;
  /** Runs a command of ours on an org, with --json, when no other one of this worker runs. */
  runOn(orgId: string): JobRunner['run'];
  /** The same, but at once. */
  runAtOnceOn(orgId: string): TestMessageSender['run'];
  log(orgId: string, line: string): void;
}

/** After a failure an org is left alone for this long. */
const RETRY_MS = MINUTE_MS;

/**
 * Does what administrators of all orgs request: trainings and backtests, test messages, and audiences when they are due. It finds them by
 * four statements every few seconds, however many orgs there are. Several workers may do so: each piece of work is claimed.
 */
export function startSharedRequests(shared: SharedRequests): { stop(): Promise<void> } {
  const { folder, runOn, runAtOnceOn } = shared;
  const tried = new Set<string>();
  const jobs = jobSearch();
  const logOf = (orgId: string) => (line: string) => shared.log(orgId, line);
  const poll = (
    what: string,
    intervalMs: number,
    find: (storage: Storage) => Promise<readonly string[]>,
    work: (storage: Storage, orgId: string) => Promise<unknown>,
  ) => {
    const resting = new Map<string, number>();
    return pollStorage({
      ...{ folder, intervalMs, retryMs: RETRY_MS },
      org: async (storage) => {
        for (const [orgId, until] of resting) if (systemClock.now() >= until) resting.delete(orgId);
        const found = (await find(storage)).filter((orgId) => !resting.has(orgId));
        if (found.length === 0) return found;
        const connected = new Set(await shared.orgs(storage));
        return found.filter((orgId) => connected.has(orgId));
      },
      async work(storage, orgId, signal) {
        try {
          if ((await work(storage, orgId)) === false) resting.set(orgId, systemClock.now() + RETRY_MS);
        } catch (error) {
          if (signal.aborted) return;
          shared.log(orgId, `${what}: ${(error as Error).message}`);
          resting.set(orgId, systemClock.now() + RETRY_MS);
        }
      },
      onError: (message) => shared.log('all orgs', `${what}: ${message}`),
    });
  };
  const polls = [
    poll('Requested jobs cannot be done', JOB_POLL_INTERVAL_MS, jobs.find, async (storage, orgId) => {
      await doRequestedJobs(storage, orgId, { run: runOn(orgId), log: logOf(orgId) }, tried);
      jobs.done(orgId);
    }),
    poll(
      'Test messages cannot be sent',
      TEST_POLL_INTERVAL_MS,
      (storage) => storage.requestedWork.orgsWithTestMessages(systemClock.now()),
      (storage, orgId) => sendTestMessages(storage, orgId, { run: runAtOnceOn(orgId), log: logOf(orgId) }),
    ),
    poll(
      'Audiences cannot be written',
      AUDIENCE_POLL_INTERVAL_MS,
      (storage) => storage.requestedWork.orgsWithDueAudiences(systemClock.now(), WRITE_INTERVAL_MS),
      (storage, orgId) =>
        writeDueAudiences(storage, orgId, { run: (...args) => runAtOnceOn(orgId)(args), log: logOf(orgId) }),
    ),
  ];
  return {
    async stop() {
      await Promise.all(polls.map((each) => each.stop()));
    },
  };
}

/** Finds orgs with an open job, and those with an active model of a propensity that this process has not examined yet. */
function jobSearch() {
  const known = new Set<string>();
  let models: readonly ActivePropensityModel[] = [];
  return {
    async find({ requestedWork }: Storage): Promise<readonly string[]> {
      models = (await requestedWork.activePropensityModels()).filter((model) => !known.has(activationKey(model)));
      return [...new Set([...(await requestedWork.orgsWithJobs()), ...models.map(({ orgId }) => orgId)])];
    },
    done(orgId: string): void {
      for (const model of models) if (model.orgId === orgId) known.add(activationKey(model));
    },
  };
}
