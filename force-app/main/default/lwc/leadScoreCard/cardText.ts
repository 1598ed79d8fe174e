import { ownText } from 'c/featureLabels';
import type { OrgFields } from 'c/orgFields';
import { fill, formatCount, formatInstant, formatShare } from 'c/scoreFormat';
import type { ShownScore } from 'c/storedScore';
import { likelihoodText, unrankedText } from 'c/scoreWords';
import { labels, warningLabels } from './labels';

/** With fewer similar past leads, the card shows a warning. */
const MIN_SIMILAR_LEADS = 30;

export interface CardText {
  /** How the lead compares with others, or that it is not compared. */
  readonly likelihood: string;
  /** Why lists by score leave the lead out; empty for a ranked lead. */
  readonly unranked: string;
  readonly bandName: string;
  readonly probability: string;
  readonly similarLeads: string;
  readonly warnings: readonly string[];
  readonly scoredAt: string;
}

/** The words for success; a missing goal is the conversion of the lead. */
const goalLabels = ({ goal }: Pick<ShownScore, 'goal'>) => {
  if (goal === undefined || goal === null)
    return { probability: labels.probability, similarLeads: labels.similarLeads };
  return goal === 'won'
    ? { probability: labels.wonProbability, similarLeads: labels.wonSimilarLeads }
    : { probability: labels.goalProbability, similarLeads: labels.goalSimilarLeads };
};

/** The texts of the card for a score. */
export const cardText = (shown: ShownScore, org: OrgFields): CardText => ({
  likelihood: shown.unranked ? labels.unrankedTitle : likelihoodText(shown.score),
  unranked: shown.unranked ? fill(labels.unrankedNote, unrankedText(shown.unranked)) : '',
  bandName: fill(labels.band, shown.band),
  probability: fill(goalLabels(shown).probability, formatShare(shown.probability)),
  similarLeads: similarLeadsText(shown),
  warnings: warningsOf(shown, org),
  scoredAt: fill(labels.scoredAt, formatInstant(shown.scoredAt)),
});

function similarLeadsText(shown: ShownScore): string {
  const { similarLeads } = shown;
  if (!similarLeads) return '';
  if (similarLeads.count === 0) return labels.similarLeadsNone;
  const { count, converted, low, high } = similarLeads;
  return fill(
    goalLabels(shown).similarLeads,
    formatCount(count),
    formatShare(converted),
    formatShare(low),
    formatShare(high),
  );
}

function warningsOf({ similarLeads, uncertain, warnings = [] }: ShownScore, org: OrgFields): string[] {
  const texts = warnings.map(({ code, field = '…' }) => fill(warningLabels[code], ownText(org.labels, field) ?? field));
  if (similarLeads && similarLeads.count > 0 && similarLeads.count < MIN_SIMILAR_LEADS)
    texts.unshift(fill(labels.similarLeadsFew, formatCount(similarLeads.count)));
  else if (uncertain) texts.unshift(labels.uncertain);
  return texts;
}
