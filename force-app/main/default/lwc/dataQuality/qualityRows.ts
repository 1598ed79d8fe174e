import type { ToldFeature } from '@salesforce/apex/LeadlightAdminController.getDataQuality';
import { featureLabel } from 'c/featureLabels';
import { formatDay, formatCount, formatShare } from 'c/scoreFormat';
import { labels } from './labels';

export interface QualityRow {
  readonly feature: string;
  readonly name: string;
  readonly field: string;
  readonly facts: readonly QualityFact[];
  readonly complaints: readonly ComplaintRow[];
  readonly hasComplaints: boolean;
}

interface QualityFact {
  readonly name: string;
  readonly value: string;
  readonly factClass: string;
}

export interface ComplaintRow {
  readonly key: string;
  readonly leadId: string;
  /** Empty where the user may not read the lead. */
  readonly leadName: string;
  readonly verdict: string;
  readonly day: string;
}

/** From this share on it is worth a look. */
const OFTEN_MISSING = 0.5;

const DRIFT_WORDS = { steady: labels.steady, moving: labels.moving, moved: labels.moved } as const;
const VERDICT_WORDS = { wrong: labels.wrong, out_of_date: labels.outOfDate } as const;

const fact = (name: string, value: string, isUrgent: boolean): QualityFact => ({
  name,
  value,
  factClass: isUrgent ? 'fact fact-urgent' : 'fact',
});

function countFact(name: string, count: number, isUrgent: boolean): QualityFact[] {
  return count === 0 ? [] : [fact(name, formatCount(count), isUrgent)];
}

/** What reps said comes first, and only where they said something. */
function factsOf({ wrong, outOfDate, helpful, missing, drift }: ToldFeature): QualityFact[] {
  const facts = [
    ...countFact(labels.wrong, wrong, true),
    ...countFact(labels.outOfDate, outOfDate, true),
    ...countFact(labels.helpful, helpful, false),
  ];
  if (typeof missing === 'number') facts.push(fact(labels.missing, formatShare(missing), missing >= OFTEN_MISSING));
  if (drift) facts.push(fact(labels.drift, DRIFT_WORDS[drift], drift === 'moved'));
  return facts;
}

/** Features as the service ranks them, each with what is known of it. */
export function qualityRows(features: readonly ToldFeature[], now: number): readonly QualityRow[] {
  return features.map((feature) => ({
    feature: feature.feature,
    name: featureLabel(feature),
    field: feature.field,
    facts: factsOf(feature),
    complaints: feature.complaints.map(({ leadId, leadName, verdict, givenAt }) => ({
      key: `${leadId} ${givenAt}`,
      leadId,
      leadName: leadName ?? '',
      verdict: VERDICT_WORDS[verdict],
      day: formatDay(givenAt, now),
    })),
    hasComplaints: feature.complaints.length > 0,
  }));
}
