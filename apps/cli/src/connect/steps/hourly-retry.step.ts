import { findScheduledJob, runApex } from '@leadlight/salesforce';
import type { ConnectStep } from '../step.ts';

const JOB = 'Leadlight: score failed leads again';

export const hourlyRetryStep: ConnectStep = {
  id: 'hourly retry',
  needs: ['package'],
  byHand: 'The app Lead Scoring, Connection check, Schedule it now.',
  async inspect({ org, journal }) {
    if (await findScheduledJob(org, JOB)) return { found: ['the hourly retry is scheduled'], actions: [], left: [] };
    const run = async (): Promise<void> => {
      journal.enter('hourly retry', { scheduled: true });
      await runApex(org, 'RetryFailedScores.schedule();');
    };
    return { found: [], actions: [{ what: 'schedule the hourly retry of failed scores', run }], left: [] };
  },
  async undo({ org }) {
    const id = await findScheduledJob(org, JOB);
    if (id === undefined) return [];
    await runApex(org, `System.abortJob('${id}');`);
    return ['The hourly retry is no longer scheduled.'];
  },
};
