import type { NamedFeatureQuality } from '@salesforce/apex/LeadlightAdminController.getDataQuality';
import { featureLabel } from 'c/featureLabels';
import { formatDay, formatCount, formatShare } from 'c/scoreFormat';
import { labels } from './labels';

export interface QualityRow {
  readonly feature: string;
  readonly name: string;
  readonly field: string;
  readonly figures: readonly QualityFigure[];
  readonly complaints: readonly ComplaintRow[];
  readonly hasComplaints: boolean;
}

interface QualityFigure {
  readonly name: string;
  readonly value: string;
  readonly figureClass: string;
}

export interface ComplaintRow {
  readonly key: string;
  readonly leadId: string;
  /** Empty if the user may not read the lead. */
  readonly leadName: string;
  readonly verdict: string;
  readonly day: string;
}

/** From this share of missing values on, a feature is marked as urgent. */
const MIN_URGENT_MISSING_SHARE = 0.5;

const DRIFT_LABELS = { steady: labels.steady, moving: labels.moving, moved: labels.moved } as const;
const VERDICT_LABELS = { wrong: labels.wrong, out_of_date: labels.outOfDate } as const;

const figure = (name: string, value: string, isUrgent: boolean): QualityFigure => ({
  name,
  value,
  figureClass: isUrgent ? 'figure figure-urgent' : 'figure',
});

function countFigure(name: string, count: number, isUrgent: boolean): QualityFigure[] {
  return count === 0 ? [] : [figure(name, formatCount(count), isUrgent)];
}

/** Feedback of reps comes first, and only if there is any. */
function figuresOf({ wrong, outOfDate, helpful, missing, drift }: NamedFeatureQuality): QualityFigure[] {
  const figures = [
    ...countFigure(labels.wrong, wrong, true),
    ...countFigure(labels.outOfDate, outOfDate, true),
    ...countFigure(labels.helpful, helpful, false),
  ];
  if (typeof missing === 'number')
    figures.push(figure(labels.missing, formatShare(missing), missing >= MIN_URGENT_MISSING_SHARE));
  if (drift) figures.push(figure(labels.drift, DRIFT_LABELS[drift], drift === 'moved'));
  return figures;
}

/** Features in the order of the service, each with its figures. */
export function qualityRows(features: readonly NamedFeatureQuality[], now: number): readonly QualityRow[] {
  return features.map((feature) => ({
    feature: feature.feature,
    name: featureLabel(feature),
    field: feature.field,
    figures: figuresOf(feature),
    complaints: feature.complaints.map(({ leadId, leadName, verdict, givenAt }) => ({
      key: `${leadId} ${givenAt}`,
      leadId,
      leadName: leadName ?? '',
      verdict: VERDICT_LABELS[verdict],
      day: formatDay(givenAt, now),
    })),
    hasComplaints: feature.complaints.length > 0,
  }));
}
