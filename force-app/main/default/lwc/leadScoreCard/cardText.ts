import type { OrgWords } from 'c/orgWords';
import { fill, formatCount, formatInstant, formatShare } from 'c/scoreFormat';
import type { ShownScore } from 'c/storedScore';
import { bandWords, labels, warningWords } from './labels';

/** Fewer past leads than this tell little about the next one. */
const FEW_PEERS = 30;

export interface CardText {
  readonly band: string;
  readonly bandName: string;
  readonly probability: string;
  readonly peers: string;
  readonly warnings: readonly string[];
  readonly scoredAt: string;
}

/** Everything that the card says about a score, in words. */
export const cardText = (shown: ShownScore, org: OrgWords): CardText => ({
  band: bandWords[shown.band],
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

function warningsOf({ peers, uncertain, warnings = [] }: ShownScore, org: OrgWords): string[] {
  const words = warnings.map(({ code, field = '' }) => fill(warningWords[code], org.labels[field] ?? field));
  if (peers && peers.count > 0 && peers.count < FEW_PEERS) words.unshift(fill(labels.unsure, formatCount(peers.count)));
  else if (uncertain) words.unshift(labels.eitherWay);
  return words;
}
