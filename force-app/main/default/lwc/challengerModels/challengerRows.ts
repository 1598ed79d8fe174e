import type { Challengers } from '@leadlight/contract';
import { formatMeasure, formatSigned } from 'c/reportFormat';
import { fill, formatCount, formatInstant } from 'c/scoreFormat';
import { labels } from './labels';

type Challenger = Challengers['challengers'][number];

export interface ChallengerRow {
  readonly key: string;
  readonly modelId: string;
  readonly title: string;
  /** Since when, on how many leads, and what they show; or how it ended. */
  readonly details: readonly string[];
  /** Why it could not score, in English; empty if it could. */
  readonly failure: string;
  /** Whether its comparison can be ended by the user. */
  readonly canStop: boolean;
  /** The label of the button that makes it active; empty where there is none. */
  readonly activateLabel: string;
  /** The confirmation question; empty until the user wants to make it active. */
  readonly question: string;
  readonly confirmedLabel: string;
}

const ENDS = {
  promoted: labels.promoted,
  restored: labels.restored,
  worse: labels.worse,
  expired: labels.expired,
  stopped: labels.stopped,
  replaced: labels.replaced,
} as const;

const versionText = (version: number | null): string => (version === null ? labels.gone : formatCount(version));

function evidenceTexts(evidence: Challenger['evidence']): readonly string[] {
  if (!evidence) return [labels.notCompared];
  const { comparedAt, leads, converted, settled, difference, better, worse, threshold } = evidence;
  return [
    fill(labels.leads, formatCount(leads), formatInstant(comparedAt), formatCount(converted), formatCount(settled)),
    fill(labels.difference, formatSigned(difference, 4)),
    fill(labels.evidence, formatMeasure(better, 1), formatCount(threshold), formatMeasure(worse, 1)),
  ];
}

function detailsOf(challenger: Challenger, isActive: boolean): readonly string[] {
  const { startedAt, endedAt, endedAs, evidence } = challenger;
  const since = fill(labels.since, formatInstant(startedAt));
  if (endedAt !== null && endedAs !== null) {
    const end = fill(ENDS[endedAs], formatInstant(endedAt));
    return evidence ? [end, ...evidenceTexts(evidence)] : [end];
  }
  return isActive ? [since, labels.active] : [since, ...evidenceTexts(evidence)];
}

/**
 * @param activeId of the active model
 * @param selectedKey the row whose model the user wants to make active
 */
export const challengerRows = (
  { challengers }: Challengers,
  activeId: string | undefined,
  selectedKey: string | undefined,
): readonly ChallengerRow[] =>
  challengers.map((challenger) => {
    const { modelId, version, role, besideVersion, startedAt, endedAt, failure } = challenger;
    const key = `${role} ${modelId} ${startedAt}`;
    const isFormer = role === 'former';
    const isActive = modelId === activeId;
    const canActivate = endedAt === null && !isActive && version !== null;
    const question = isFormer ? labels.confirmRollBack : labels.confirmPromote;
    return {
      key,
      modelId,
      title: fill(isFormer ? labels.former : labels.challenger, versionText(version), versionText(besideVersion)),
      details: detailsOf(challenger, isActive),
      failure: endedAt === null ? (failure ?? '') : '',
      canStop: endedAt === null && !isFormer,
      activateLabel: canActivate ? (isFormer ? labels.rollBack : labels.promote) : '',
      question: canActivate && key === selectedKey ? fill(question, versionText(version)) : '',
      confirmedLabel: isFormer ? labels.confirmedRollBack : labels.confirmedPromote,
    };
  });
