import type { LeadScore, ModelStamp, Warning } from '@leadlight/contract';
import type { Instant } from '@leadlight/lead-features';
import type { ScoreLogEntry } from '../ports/index.ts';
import type { ScoredHistory } from './score-one-history.ts';
import type { ScoringModel } from './scoring-model.ts';

const timeText = (at: Instant): string => new Date(at).toISOString();

/** A score as it goes over the wire, into the log and to the CRM. */
export const leadScoreOf = (
  leadId: string,
  { score, warnings, inputHash }: ScoredHistory,
  scoredAt: Instant,
  moreWarnings: readonly Warning[] = [],
): LeadScore => ({
  leadId,
  ...score,
  warnings: [...moreWarnings, ...warnings],
  scoredAt: timeText(scoredAt),
  inputHash,
});

export const modelStampOf = ({ entry }: Pick<ScoringModel, 'entry'>): ModelStamp => ({
  id: entry.id,
  version: entry.version,
  trainedAt: timeText(entry.trainedAt),
});

/** The line that the score log keeps of an answer. */
export const logEntryOf = (
  { entry }: Pick<ScoringModel, 'entry'>,
  answer: LeadScore,
  askedBy: string,
  scoredAt: Instant,
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
});
