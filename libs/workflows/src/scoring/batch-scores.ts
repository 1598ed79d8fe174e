import { DEFAULT_REASONS } from '@leadlight/contract';
import { companyKeysOf, type Instant, type LeadHistory } from '@leadlight/lead-features';
import { factor, fieldLoss, movesScore, type FieldLoss } from '../field-health/field-loss.ts';
import { numberFields, NumberShifts } from '../field-health/number-shifts.ts';
import type { LeadScoreUpdate, ScoreLogEntry } from '../ports/index.ts';
import { scoreHistories } from './score-histories.ts';
import type { ScoringModel } from './scoring-model.ts';
import { goalMember, leadScoreOf, logEntryOf } from './wire.ts';

/** Scores of some leads: their log entries and their updates for the CRM, in the same order. */
export interface BatchScores {
  readonly entries: readonly ScoreLogEntry[];
  readonly updates: readonly LeadScoreUpdate[];
  /** Leads whose score a lost field would move: they are neither logged nor written, so that the CRM keeps the last good one. */
  readonly held: number;
  /** Why; empty if none is held back. */
  readonly losses: readonly FieldLoss[];
}

/**
 * Scores leads on their latest state.
 * @param now at the latest when the histories were read
 * @param requestedBy for the log: `batch`, `follow`
 */
export async function scoreBatch(
  scoring: ScoringModel,
  histories: readonly LeadHistory[],
  now: Instant,
  requestedBy: string,
): Promise<BatchScores> {
  const losses = [...(scoring.losses ?? []), ...shiftLosses(scoring, histories)];
  const kept =
    losses.length === 0 ? histories : histories.filter((each) => !losses.some((loss) => movesScore(loss, each)));
  const scored = await scoreHistories(scoring, kept, now, DEFAULT_REASONS);
  const both = scored.map((each, i) => {
    const score = leadScoreOf(scoring, each);
    const { leadId, band, qualified, probability, inputHash, unranked } = score;
    const { baseline, baselineScore, otherPoints, uncertain, similarLeads, reasons } = score;
    const update: LeadScoreUpdate = {
      leadId,
      score: score.score,
      band,
      qualified,
      probability,
      unranked: unranked?.code ?? null,
      reasons: JSON.stringify({
        ...{ baseline, baselineScore, otherPoints, uncertain, unranked, similarLeads, reasons },
        ...goalMember(scoring.model),
      }),
      modelLabel: modelLabelOf(scoring.entry),
      scoredAt: each.asOf,
      inputHash,
      company: companyKeysOf(kept[i]!),
    };
    return { entry: logEntryOf(scoring, score, each, { requestedBy, maxReasons: DEFAULT_REASONS }), update };
  });
  return {
    entries: both.map(({ entry }) => entry),
    updates: both.map(({ update }) => update),
    held: histories.length - kept.length,
    losses: kept.length < histories.length ? losses : [],
  };
}

/** Numbers of these leads that were multiplied since the training: the first leads that show it are held back as well. */
function shiftLosses({ schema, entry, losses = [], accepted = [] }: ScoringModel, histories: readonly LeadHistory[]) {
  const known = [...accepted, ...losses.map(({ field }) => field)];
  const fields = numberFields(schema).filter((field) => !known.includes(field));
  const shifts = new NumberShifts(fields, entry.trainedAt);
  for (const history of histories) shifts.add(history);
  return [...shifts.factors()].map(([name, by]) =>
    fieldLoss('field_numbers_scaled', { name }, false, 'filled', { numbers: [factor(by)] }),
  );
}

/** The name of a score's model in the CRM. */
export const modelLabelOf = ({ version, id }: ScoringModel['entry']): string => `v${version} ${id}`;
