import type { OrgFields } from 'c/orgFields';
import { fill, formatCount, formatInstant, formatShare } from 'c/scoreFormat';
import type { ShownScore } from 'c/storedScore';
import { bandLabels, labels, warningLabels } from './labels';

/** With fewer similar past leads, the card shows a warning. */
const MIN_PEERS = 30;

export interface CardText {
  readonly band: string;
  readonly bandName: string;
  readonly probability: string;
  readonly peers: string;
  readonly warnings: readonly string[];
  readonly scoredAt: string;
}

/** The texts of the card for a score. */
export const cardText = (shown: ShownScore, org: OrgFields): CardText => ({
  band: bandLabels[shown.band],
  bandName: fill(labels.band, shown.band),
  probability: fill(labels.probability, formatShare(shown.probability)),
  peers: peersText(shown.peers),
  warnings: warningsOf(shown, org),
  scoredAt: fill(labels.scoredAt, formatInstant(shown.scoredAt)),
});

function peersText(peers: ShownScore['peers']): string {
  if (!peers) return '';
  if (peers.count === 0) return labels.peersNone;
  const { count, converted, low, high } = peers;
  return fill(labels.peers, formatCount(count), formatShare(converted), formatShare(low), formatShare(high));
}

function warningsOf({ peers, uncertain, warnings = [] }: ShownScore, org: OrgFields): string[] {
  const texts = warnings.map(({ code, field = '' }) => fill(warningLabels[code], org.labels[field] ?? field));
  if (peers && peers.count > 0 && peers.count < MIN_PEERS)
    texts.unshift(fill(labels.peersFew, formatCount(peers.count)));
  else if (uncertain) texts.unshift(labels.uncertain);
  return texts;
}
