import type { LeadProblem, LeadScore, ModelStamp, Warning } from '@leadlight/contract';
import type { Instant } from '@leadlight/lead-features';
import type { ScoreLogEntry } from '../ports/index.ts';
import { withNames } from './people.ts';
import type { ScoredHistory } from './score-histories.ts';
import type { ScoringModel } from './scoring-model.ts';

let latest = { at: NaN, text: '' };

/** All leads of an answer were scored at one instant: its text is made once. */
function timeText(at: Instant): string {
  if (at !== latest.at) latest = { at, text: new Date(at).toISOString() };
  return latest.text;
}

/** A score as it goes over the wire, into the log and to the CRM. */
export const leadScoreOf = (
  { people }: Pick<ScoringModel, 'people'>,
  leadId: string,
  { score, warnings, inputHash }: ScoredHistory,
  scoredAt: Instant,
  moreWarnings: readonly Warning[] = [],
): LeadScore => ({
  leadId,
  ...withNames(score, people),
  warnings: [...moreWarnings, ...warnings],
  scoredAt: timeText(scoredAt),
  inputHash,
});

export const modelStampOf = ({ entry, model }: Pick<ScoringModel, 'entry' | 'model'>): ModelStamp => ({
  id: entry.id,
  version: entry.version,
  trainedAt: timeText(entry.trainedAt),
  ...(model.learner === 'rules' && { byRules: true }),
});

/** The whole answer as JSON text, put together from the text of each score, which the log keeps too. */
export const responseBody = (
  model: ModelStamp,
  scoreTexts: readonly string[],
  problems: readonly LeadProblem[],
): string =>
  `{"model":${JSON.stringify(model)},"scores":[${scoreTexts.join(',')}],"problems":${JSON.stringify(problems)}}`;

/** The line that the score log keeps of an answer. @param answerText the answer as JSON text, where it is at hand */
export const logEntryOf = (
  { entry }: Pick<ScoringModel, 'entry'>,
  answer: LeadScore,
  askedBy: string,
  scoredAt: Instant,
  answerText?: string,
): ScoreLogEntry => ({
  leadId: answer.leadId,
  modelId: entry.id,
  modelVersion: entry.version,
  askedBy,
  score: answer.score,
  band: answer.band,
  probability: answer.probability,
  scoredAt,
  inputHash: answer.inputHash,
  answer,
  answerText,
});
