import { checkFailure, dueStep, isDailyWorkDue, type CheckOutput } from './daily-schedule.ts';
import type { InTurn } from './turns.ts';
import { runJsonCommand, retryWhileBusy, type JsonOutput } from './run-json-command.ts';

const CHECK_INTERVAL_MS = 3_600_000;

interface ScheduleOptions {
  readonly folder: string;
  /** Undefined: the one that environment or folder lead to. */
  readonly org: string | undefined;
  readonly everyDays: number;
  /** Shared by the orgs of one worker. */
  readonly inTurn: InTurn;
  log(line: string): void;
}

/**
 * Wakes up at once and then every hour, and does what is due in processes of their own, so that the service answers
 * undisturbed: a new model where one is due, and once a day counts are held against the org's and every open lead is scored,
 * because a score moves with time too. What fails is told and tried again a day later.
 * @returns ends the schedule; a process under way is stopped
 */
export function startSchedule({ folder, org, everyDays, inTurn, log: tell }: ScheduleOptions): { stop(): void } {
  const stopped = new AbortController();
  const state: { triedAt?: number; caredAt?: number } = {};
  let isAwake = false;
  const where = ['--folder', folder, ...(org === undefined ? [] : ['--org', org])];
  const leadlight = (...args: string[]) =>
    retryWhileBusy(() => inTurn(() => runJsonCommand([...args, ...where], stopped.signal)), stopped.signal);

  async function wakeUp(): Promise<void> {
    if (isAwake) return;
    isAwake = true;
    try {
      const check = (await leadlight('check')) as JsonOutput & CheckOutput;
      const failure = checkFailure(check);
      if (failure !== undefined) return tell(`The check failed: ${failure}`);
      const step = dueStep(
        {
          now: Date.now(),
          triedAt: state.triedAt,
          trainedAt: check.model?.trainedAt,
          needsRetraining: check.needsRetraining === true,
        },
        everyDays,
      );
      if (step !== 'nothing') {
        state.triedAt = Date.now();
        await runTraining(step, leadlight, tell);
      }
      if (isDailyWorkDue(Date.now(), state.caredAt)) {
        state.caredAt = Date.now();
        await runDailyWork(leadlight, tell);
      }
    } catch (error) {
      if ((error as Error).name !== 'AbortError') tell(`The schedule failed: ${(error as Error).message}`);
    } finally {
      isAwake = false;
    }
  }

  void wakeUp();
  const timer = setInterval(() => void wakeUp(), CHECK_INTERVAL_MS);
  return {
    stop() {
      clearInterval(timer);
      stopped.abort();
    },
  };
}

type Leadlight = (...args: string[]) => Promise<JsonOutput>;

async function runTraining(step: 'train' | 'retrain', leadlight: Leadlight, tell: (line: string) => void) {
  tell(`${step === 'train' ? 'Training' : 'Retraining'}, as the schedule asks …`);
  if (step === 'train') await leadlight('sync');
  const result = await leadlight(step);
  if (typeof result.instead === 'string') tell(result.instead);
  tell(
    result.error
      ? `It failed: ${result.error.message}`
      : `Done: ${step === 'train' || result.published ? 'a new model is active' : 'the active model stays'}.`,
  );
}

async function runDailyWork(leadlight: Leadlight, tell: (line: string) => void): Promise<void> {
  const reconciled = await leadlight('reconcile');
  if (reconciled.error) tell(`The reconciliation failed: ${reconciled.error.message}`);
  for (const found of [reconciled, reconciled.scores]) if (isTold(found)) tell(found.told);
  const scored = await leadlight('score');
  tell(
    scored.error
      ? `Scoring the open leads failed: ${scored.error.message}`
      : `${scored.scored} open leads are scored, ${scored.written} scores written.`,
  );
}

const isTold = (found: unknown): found is { readonly told: string } =>
  typeof found === 'object' && found !== null && 'told' in found && typeof found.told === 'string';
