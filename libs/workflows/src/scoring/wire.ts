import type { LeadProblem, LeadScore, ModelStamp, Warning } from '@leadlight/contract';
import type { Instant } from '@leadlight/lead-features';
import type { ScoreLogEntry } from '../ports/index.ts';
import { withNames } from './people.ts';
import type { ScoredHistory } from './score-histories.ts';
import { storedContextOf } from './scoring-context.ts';
import type { ScoringModel } from './scoring-model.ts';

let latest = { at: NaN, text: '' };

/** Most leads of a response are scored at the same instant, so its text is cached. */
function isoText(at: Instant): string {
  if (at !== latest.at) latest = { at, text: new Date(at).toISOString() };
  return latest.text;
}

/** A score as it goes over the wire, into the log and to the CRM. */
export const leadScoreOf = (
  { people }: Pick<ScoringModel, 'people'>,
  { leadId, score, warnings, inputHash, asOf }: ScoredHistory,
  moreWarnings: readonly Warning[] = [],
): LeadScore => ({
  leadId,
  ...withNames(score, people),
  warnings: [...moreWarnings, ...warnings],
  scoredAt: isoText(asOf),
  inputHash,
});

export const modelStampOf = ({ entry, model }: Pick<ScoringModel, 'entry' | 'model'>): ModelStamp => ({
  id: entry.id,
  version: entry.version,
  trainedAt: isoText(entry.trainedAt),
  ...(model.learner === 'rules' && { byRules: true }),
  ...goalMember(model),
});

/** What the model predicts; empty if that is the conversion of the lead. */
export function goalMember({ facts }: Pick<ScoringModel['model'], 'facts'>): Pick<ModelStamp, 'goal'> {
  const goal = OTHER_GOALS.find((kind) => kind === facts.goal);
  return goal === undefined ? {} : { goal };
}

const OTHER_GOALS = ['won', 'opportunity', 'status'] as const;

/** The whole response as JSON text, joined from the text of each score, which the log stores too. */
export const responseBody = (
  model: ModelStamp,
  scoreTexts: readonly string[],
  problems: readonly LeadProblem[],
): string =>
  `{"model":${JSON.stringify(model)},"scores":[${scoreTexts.join(',')}],"problems":${JSON.stringify(problems)}}`;

/** What the log notes of the request. */
interface LoggedRequest {
  readonly requestedBy: string;
  readonly maxReasons: number;
}

const contextMembers = ({ contextId, contextText }: ReturnType<typeof storedContextOf>) => ({ contextId, contextText });

/** The score's entry in the log. @param responseText the response as JSON text, if it was serialized already */
export const logEntryOf = (
  scoring: Pick<ScoringModel, 'entry' | 'model' | 'threshold' | 'ranking'>,
  response: LeadScore,
  { row, asOf }: Pick<ScoredHistory, 'row' | 'asOf'>,
  { requestedBy, maxReasons }: LoggedRequest,
  responseText?: string,
): ScoreLogEntry => ({
  subjectId: response.leadId,
  modelId: scoring.entry.id,
  modelVersion: scoring.entry.version,
  requestedBy,
  score: response.score,
  band: response.band,
  probability: response.probability,
  scoredAt: asOf,
  inputHash: response.inputHash,
  row,
  ...contextMembers(storedContextOf(scoring, maxReasons)),
  response,
  responseText,
});
