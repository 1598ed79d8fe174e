import type { WorkerReport } from '@leadlight/contract';
import type { HealthLine } from './apex-health.ts';
import type { LabelText } from './labels.ts';

/** As `LeadScoringHealth` has it; what a newer service says gets the remedy that fits most. */
const REMEDIES: Readonly<Record<string, string>> = {
  never_synced: 'FirstSync',
  stopped: 'Worker',
  not_followed: 'Worker',
  training_late: 'Retrain',
};
const BROKEN: readonly string[] = ['never_synced', 'stopped'];

/** How the work goes that the service does for the org beside answering. @param answer to `GET /v1/worker` */
export function workerLine(answer: { readonly status: number; readonly body: string }, text: LabelText): HealthLine {
  const name = text('Check_Worker');
  if (answer.status !== 200) {
    const { message } = JSON.parse(answer.body) as { readonly message: string };
    return { name, state: 'care', finding: message, remedy: text('Remedy_Version') };
  }
  const report = JSON.parse(answer.body) as WorkerReport;
  const finding = findingOf(report, text);
  if (report.condition === 'at_work') return { name, state: 'ok', finding, remedy: '' };
  const state = BROKEN.includes(report.condition) ? 'broken' : 'care';
  return { name, state, finding, remedy: text(`Remedy_${REMEDIES[report.condition] ?? 'WorkerLog'}`) };
}

function findingOf(report: WorkerReport, text: LabelText): string {
  const time = (at = '') => (at === '' ? '' : new Date(at).toLocaleString(text.language));
  const synced = time(report.lastSyncedAt);
  switch (report.condition) {
    case 'at_work':
      return text('Check_WorkerOk', synced, String(report.markedLeads));
    case 'never_synced':
      return text('Check_WorkerNeverSynced');
    case 'stopped':
      return text('Check_WorkerStopped', synced);
    case 'not_followed':
      return text('Check_WorkerNotFollowed', synced);
    case 'sync_late':
      return text('Check_WorkerSyncLate', synced);
    case 'writing_late':
      return text('Check_WorkerWritingLate', String(report.waitingScores), time(report.oldestWaitingAt));
    case 'training_late':
      return text('Check_WorkerTrainingLate', time(report.lastTrainedAt));
    default:
      return text('Check_WorkerOther', report.condition);
  }
}
