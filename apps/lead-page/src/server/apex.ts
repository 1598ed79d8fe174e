import { labelsIn } from './labels.ts';
import { problemCodeIn, type ScoringApi } from './scoring-api.ts';

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
const SHOWN_SCORES = 50;

type ApexMethod = (api: ScoringApi, leadId: string, language: string) => Promise<ApexAnswer>;

/** Stands for `LeadScoreController`: same questions to the service, same answers to the component. */
export const apexMethods: Readonly<Record<string, ApexMethod>> = {
  'LeadScoreController.scoreLead': async (api, leadId, language) => {
    const answer = await ask(api, language, '/v1/scores', { leads: [{ leadId }], maxReasons: MAX_REASONS });
    if (answer.status !== 200) return answer;
    const { scores } = JSON.parse(answer.body) as { readonly scores: readonly unknown[] };
    return scores.length === 0 ? failure('LeadUnknown', language) : answer;
  },
  'LeadScoreController.listScores': (api, leadId, language) =>
    ask(api, language, `/v1/leads/${leadId}/scores?limit=${SHOWN_SCORES}`),
};

async function ask(api: ScoringApi, language: string, path: string, body?: unknown): Promise<ApexAnswer> {
  try {
    const answer = await api.send(path, body);
    if (answer.status === 200) return answer;
    return failure(LABEL_BY_PROBLEM[problemCodeIn(answer.body) ?? ''] ?? 'Failed', language);
  } catch (error) {
    return failure(error instanceof Error && error.name === 'TimeoutError' ? 'TimedOut' : 'Unreachable', language);
  }
}

const failure = (name: string, language: string): ApexAnswer => ({
  status: 500,
  body: JSON.stringify({ message: labelsIn(language)[`Leadlight_Error_${name}`] }),
});
