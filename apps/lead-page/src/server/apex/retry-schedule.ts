import { HOUR_MS, MINUTE_MS } from '@leadlight/common';
import type { UserSettings } from '@leadlight/apex-runtime/server';
import type { ApexRunner } from './apex-runner.ts';
import type { ScheduledJob } from './messages.ts';

const DAY_MS = 24 * HOUR_MS;
const AS_ADMINISTRATOR = {
  user: 'administrator',
  settings: { language: 'en_US', locale: 'en-US', timeZone: 'UTC' } satisfies UserSettings,
} as const;

/**
 * Schedules what the setup guide asks an administrator to schedule, and runs it at its times, as an org does.
 * @returns what ends it
 */
export function scheduleRetries(apex: ApexRunner, log: (line: string) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const report = (error: unknown): void => log(error instanceof Error ? error.message : String(error));
  const wait = (job: ScheduledJob): void => {
    timer = setTimeout(
      () => {
        wait(job);
        apex.run({ kind: 'scheduled', className: job.className, ...AS_ADMINISTRATOR }).catch(report);
      },
      nextTime(job.expression, Date.now()) - Date.now(),
    );
    timer.unref();
  };
  apex
    .run({ kind: 'execute', className: 'RetryFailedScores', methodName: 'schedule', ...AS_ADMINISTRATOR })
    .then(({ scheduled }) => scheduled.forEach(wait), report);
  return () => clearTimeout(timer);
}

/**
 * When a job runs next, by the expression of `System.schedule`: seconds, minutes, hours, day of month, month, day of week. In UTC.
 * @throws Error for a day, a list, a range or a step, which no job of the package uses
 */
export function nextTime(expression: string, now: number): number {
  const [seconds = '', minutes = '', hours = '', ...days] = expression.split(' ');
  const isSimple =
    [seconds, minutes, hours].every((field) => /^(\d+|\*)$/.test(field)) && days.every((day) => /^[*?]$/.test(day));
  if (!isSimple || seconds === '*') throw new Error(`The expression ${expression} is not supported.`);
  const fits = (field: string, value: number): boolean => field === '*' || Number(field) === value;
  const first = Math.floor(now / MINUTE_MS) * MINUTE_MS + Number(seconds) * 1000;
  for (let time = first; time <= first + DAY_MS; time += MINUTE_MS) {
    const at = new Date(time);
    if (time > now && fits(minutes, at.getUTCMinutes()) && fits(hours, at.getUTCHours())) return time;
  }
  throw new Error(`The expression ${expression} names no time.`);
}
