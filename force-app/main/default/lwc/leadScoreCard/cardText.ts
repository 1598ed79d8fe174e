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

/** The texts of the card for a score. @param isWon whether a lead is a success once its opportunity is won */
export const cardText = (shown: ShownScore, org: OrgFields, isWon: boolean): CardText => ({
  likelihood: shown.unranked ? labels.unrankedTitle : likelihoodText(shown.score),
  unranked: shown.unranked ? fill(labels.unrankedNote, unrankedText(shown.unranked)) : '',
  bandName: fill(labels.band, shown.band),
  probability: fill(labels.probability, formatShare(shown.probability)),
  similarLeads: similarLeadsText(shown.similarLeads, isWon),
  warnings: warningsOf(shown, org),
  scoredAt: fill(labels.scoredAt, formatInstant(shown.scoredAt)),
});

function similarLeadsText(similarLeads: ShownScore['similarLeads'], isWon: boolean): string {
  if (!similarLeads) return '';
  if (similarLeads.count === 0) return labels.similarLeadsNone;
  const { count, converted, low, high } = similarLeads;
  const text = isWon ? labels.wonSimilarLeads : labels.similarLeads;
  return fill(text, formatCount(count), formatShare(converted), formatShare(low), formatShare(high));
}

function warningsOf({ similarLeads, uncertain, warnings = [] }: ShownScore, org: OrgFields): string[] {
  const texts = warnings.map(({ code, field = '…' }) => fill(warningLabels[code], ownText(org.labels, field) ?? field));
  if (similarLeads && similarLeads.count > 0 && similarLeads.count < MIN_SIMILAR_LEADS)
    texts.unshift(fill(labels.similarLeadsFew, formatCount(similarLeads.count)));
  else if (uncertain) texts.unshift(labels.uncertain);
  return texts;
}
