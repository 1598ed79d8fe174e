import type { LocalizedMessage, WorkerFinding, WorkerRemedy, WorkerReport } from '@leadlight/contract';
import type { ApexResponse } from './apex-call.ts';
import type { LabelText } from './labels.ts';

export interface HealthLine {
  readonly name: string;
  readonly state: 'ok' | 'attention' | 'broken';
  readonly finding: string;
  readonly remedy: string;
}

/** Labels by code, as in `LeadScoringHealth`. */
const FINDINGS: Readonly<Record<WorkerFinding, string>> = {
  working: 'Check_WorkerOk',
  never_synced: 'Check_WorkerNeverSynced',
  stopped: 'Check_WorkerStopped',
  not_followed: 'Check_WorkerNotFollowed',
  sync_late: 'Check_WorkerSyncLate',
  scores_held: 'Check_WorkerScoresHeld',
  writing_late: 'Check_WorkerWritingLate',
  training_late: 'Check_WorkerTrainingLate',
};
const REMEDIES: Readonly<Record<WorkerRemedy, string>> = {
  run_first_sync: 'Remedy_FirstSync',
  start_worker: 'Remedy_Worker',
  check_worker_log: 'Remedy_WorkerLog',
  retrain: 'Remedy_Retrain',
  restore_field: 'Remedy_RestoreField',
};

/** The line about the worker of the service. @param response of `GET /v1/worker` */
export function workerLine(response: ApexResponse, text: LabelText): HealthLine {
  const name = text('Check_Worker');
  if (response.status !== 200) {
    const { message } = JSON.parse(response.body) as { readonly message: string };
    return { name, state: 'attention', finding: message, remedy: text('Remedy_Version') };
  }
  const { level, finding, remedy } = JSON.parse(response.body) as WorkerReport;
  return {
    name,
    state: level,
    finding: messageText(finding, FINDINGS, text),
    remedy: remedy ? messageText(remedy, REMEDIES, text) : '',
  };
}

/** A code of a newer service is shown in English. */
function messageText(
  { code, values, names = [], english }: LocalizedMessage,
  labels: Readonly<Record<string, string>>,
  text: LabelText,
): string {
  const label = labels[code];
  if (label === undefined) return english;
  const texts = values.map(({ format, value }) =>
    format === 'time' ? new Date(value ?? NaN).toLocaleString(text.language) : String(value),
  );
  return text(label, ...texts, names.join(', '));
}
