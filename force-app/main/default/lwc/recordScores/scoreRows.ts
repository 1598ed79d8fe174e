import type { LocalizedMessage, RecordScore } from '@leadlight/contract';
import { joinMessages } from 'c/localizedMessages';
import { propensityName, recordFeatureName, relationName } from 'c/recordFeatures';
import { fill, formatCount, formatInstant, formatShare } from 'c/scoreFormat';
import type { Explanation, ShownReason } from 'c/storedScore';
import { labels } from './labels';

/** What Apex returns: scores whose hidden values are removed, and the propensities that have no score of the record. */
export interface RecordScores {
  readonly scores: readonly (Omit<RecordScore, 'reasons'> & { readonly reasons: readonly ShownReason[] })[];
  readonly unscored: readonly {
    readonly propensityId: string;
    readonly label: string;
    /** Absent: there is just no score yet. */
    readonly reason?: LocalizedMessage;
  }[];
  /** The scores in the record's fields; present where the service did not answer, so that the other members are empty. */
  readonly stored?: readonly StoredScore[];
  /** Why it did not, for the user. */
  readonly failure?: string;
}

interface StoredScore extends Pick<RecordScore, 'propensityId' | 'label' | 'isFavourable' | 'score' | 'band'> {
  readonly probability: number | null;
  readonly scoredAt: string;
}

type Scored = RecordScores['scores'][number];

export interface ScoreRow {
  readonly id: string;
  readonly name: string;
  readonly score: number;
  readonly band: string;
  readonly isUnfavourable: boolean;
  readonly probability: string;
  readonly rank: string;
  readonly bandName: string;
  readonly similar: string;
  /** Empty if there is nothing to warn of. */
  readonly warning: string;
  readonly explanation: Explanation;
  readonly footer: string;
}

export interface StoredRow extends Pick<ScoreRow, 'id' | 'name' | 'score' | 'band' | 'isUnfavourable' | 'bandName'> {
  readonly probability: string;
  readonly rank: string;
  /** That it is not the present score, and of when it is. */
  readonly stale: string;
}

export interface UnscoredRow {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  /** The language of the text, if that is not the page's. */
  readonly lang: string | undefined;
}

/** With fewer similar past records, the card shows a warning. */
const MIN_SIMILAR = 30;

function similarText({ count, converted, low, high }: Scored['similarRecords']): string {
  if (count === 0) return labels.similarNone;
  return fill(labels.similar, formatCount(count), formatShare(converted), formatShare(low), formatShare(high));
}

function warningText({ similarRecords: { count }, uncertain }: Scored): string {
  if (count > 0 && count < MIN_SIMILAR) return fill(labels.similarFew, formatCount(count));
  return uncertain ? labels.uncertain : '';
}

export const scoreRow = (scored: Scored): ScoreRow => {
  const { propensityId, label, score, band, probability, horizonDays, similarRecords, scoredAt, model } = scored;
  const reasons = scored.reasons.map((reason) => ({ ...reason, label: recordFeatureName(reason, scored.relations) }));
  const time = fill(labels.scoredAt, formatInstant(scoredAt));
  return {
    id: propensityId,
    name: propensityName(propensityId, label),
    ...{ score, band },
    isUnfavourable: !scored.isFavourable,
    probability: fill(labels.probability, formatShare(probability), formatCount(horizonDays)),
    rank: fill(labels.rank, formatCount(score)),
    bandName: fill(labels.band, band),
    similar: similarText(similarRecords),
    warning: warningText(scored),
    explanation: { reasons, baselineScore: scored.baselineScore, otherPoints: scored.otherPoints },
    footer: model.version === null ? time : `${time} · ${fill(labels.model, formatCount(model.version))}`,
  };
};

export const storedRow = (stored: StoredScore): StoredRow => ({
  id: stored.propensityId,
  name: propensityName(stored.propensityId, stored.label),
  score: stored.score,
  band: stored.band,
  isUnfavourable: !stored.isFavourable,
  probability: stored.probability === null ? '' : fill(labels.probabilityStored, formatShare(stored.probability)),
  rank: fill(labels.rank, formatCount(stored.score)),
  bandName: fill(labels.band, stored.band),
  stale: fill(labels.stale, formatInstant(stored.scoredAt)),
});

export function unscoredRow({ propensityId, label, reason }: RecordScores['unscored'][number]): UnscoredRow {
  const { text, lang } = reason ? joinMessages([reason], relationName) : { text: labels.notScored, lang: undefined };
  return { id: propensityId, name: propensityName(propensityId, label), text, lang };
}
