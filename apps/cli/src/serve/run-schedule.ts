import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { checkFailure, dueStep, type CheckAnswer } from './daily-schedule.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const WAKE_UP_MS = 3_600_000;

/**
 * Wakes up at once and then every hour, and does what is due in processes of their own, so that the service answers
 * undisturbed. What fails is told and tried again a day later.
 * @returns ends the schedule; a process under way is stopped
 */
export function runSchedule(folder: string, everyDays: number, tell: (line: string) => void): { stop(): void } {
  let triedAt: number | undefined;
  let running: AbortController | undefined;
  const leadlight = (...args: string[]) => {
    running = new AbortController();
    return runJson([...args, '--folder', folder], running.signal);
  };

  async function wakeUp(): Promise<void> {
    if (running) return;
    try {
      const check = (await leadlight('check')) as CheckAnswer;
      const failure = checkFailure(check);
      if (failure !== undefined) return tell(`The check failed: ${failure}`);
      const state = { trainedAt: check.model?.trainedAt, needsRetraining: check.needsRetraining === true };
      const step = dueStep({ now: Date.now(), triedAt, ...state }, everyDays);
      if (step === 'nothing') return;
      triedAt = Date.now();
      tell(`${step === 'train' ? 'Training' : 'Retraining'}, as the schedule asks …`);
      if (step === 'train') await leadlight('sync');
      const result = await leadlight(step);
      tell(
        result.error
          ? `It failed: ${messageOf(result)}`
          : `Done: ${step === 'train' || result.published ? 'a new model is active' : 'the active model stays'}.`,
      );
    } catch (error) {
      if ((error as Error).name !== 'AbortError') tell(`The schedule failed: ${(error as Error).message}`);
    } finally {
      running = undefined;
    }
  }

  void wakeUp();
  const timer = setInterval(() => void wakeUp(), WAKE_UP_MS);
  return {
    stop() {
      clearInterval(timer);
      running?.abort();
    },
  };
}

const messageOf = ({ error }: Record<string, unknown>): string =>
  String((error as { message?: unknown })?.message ?? error);

/** Runs a command with --json; a refusal is a document with `error`. @throws Error where it told no document */
function runJson(args: readonly string[], signal: AbortSignal): Promise<Record<string, unknown>> {
  const child = spawn(process.execPath, [MAIN, ...args, '--json'], { stdio: ['ignore', 'pipe', 'ignore'], signal });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      try {
        resolve(JSON.parse(stdout) as Record<string, unknown>);
      } catch {
        reject(new Error(`"leadlight ${args[0]}" ended without an answer`));
      }
    });
  });
}
