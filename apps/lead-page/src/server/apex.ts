import { problemCodeIn, type ScoringApi } from './scoring-api.ts';
import { labelsIn } from './labels.ts';

/** What Apex answers: the contract's JSON as it is, or a plain sentence. */
export interface ApexAnswer {
  readonly status: number;
  readonly body: string;
}

/** As the Apex client tells refusals apart. */
const LABEL_BY_PROBLEM: Readonly<Record<string, string>> = {
  'no-active-model': 'NoModel',
  'lead-not-found': 'LeadUnknown',
  unauthenticated: 'Refused',
  forbidden: 'Refused',
  'storage-unavailable': 'Busy',
  stopping: 'Busy',
};

const MAX_REASONS = 20;

/** Stands for `LeadScoreController`: same question to the service, same answer to the component. */
export async function scoreLead(api: ScoringApi, leadId: string, language: string): Promise<ApexAnswer> {
  const failed = (name: string): ApexAnswer => ({
    status: 500,
    body: JSON.stringify({ message: labelsIn(language)[`Leadlight_Error_${name}`] }),
  });
  let answer;
  try {
    answer = await api.post('/v1/scores', { leads: [{ leadId }], maxReasons: MAX_REASONS });
  } catch (error) {
    return failed(error instanceof Error && error.name === 'TimeoutError' ? 'TimedOut' : 'Unreachable');
  }
  if (answer.status !== 200) return failed(LABEL_BY_PROBLEM[problemCodeIn(answer.body) ?? ''] ?? 'Failed');
  const { scores } = JSON.parse(answer.body) as { readonly scores: readonly unknown[] };
  return scores.length === 0 ? failed('LeadUnknown') : answer;
}
