import { codedMessage, DAY_MS, messageValue, type CodedMessage } from '@leadlight/common';
import type { Instant } from './lead-history.ts';

/** Why the history of a field counts as known since an instant. */
export type HistoryStartCode =
  | 'history_start_set'
  | 'history_turned_on'
  | 'history_was_off'
  | 'history_unrecorded'
  | 'history_begins'
  | 'history_not_turned_on'
  | 'history_start_unknown';

export type HistoryStartMessage = CodedMessage<HistoryStartCode>;

/** The sentences; `force-app/labels.csv` has the translations. */
export const historyStartTemplates = {
  history_start_set: 'An administrator has set that its history is known since {0}.',
  history_turned_on: 'The setup audit trail says that tracking of its history was turned on at {0}.',
  history_was_off: 'The first sync that found its history tracked was that of {0}.',
  history_unrecorded: 'Its value was changed until {0} without an entry in the field history.',
  history_begins: 'Its first recorded change is of {0}, and there were changes in {1} of the {2} weeks after it.',
  history_not_turned_on: 'The setup audit trail goes back to {0} and does not say that tracking was turned on since.',
  history_start_unknown:
    'Since when its history has been tracked cannot be known. It counts as tracked since {0}; the setting history-since corrects that.',
} as const satisfies Record<HistoryStartCode, string>;

/** The changes of a field that the CRM's field history contains. */
export interface RecordedChanges {
  readonly firstAt: Instant;
  /** Weeks after the first change, each of seven days counted from it, in which there were changes. */
  readonly laterWeeks: number;
}

/** What is certain: until then the field's history was not tracked, or not without a break. */
export interface UntrackedUntil {
  readonly at: Instant;
  readonly code: 'history_turned_on' | 'history_was_off' | 'history_unrecorded';
}

/** What is known about the start of a field's history. */
export interface HistoryEvidence {
  readonly now: Instant;
  /** As long as the CRM keeps field history. */
  readonly retainedSince: Instant;
  readonly untrackedUntil?: UntrackedUntil;
  /** Since when the CRM's log of setup changes can be read; absent = it cannot be read. */
  readonly setupLogSince?: Instant;
  /** Absent = none. */
  readonly changes?: RecordedChanges;
  /** Share of the leads that were created before the first recorded change; 0 without changes. */
  readonly olderLeads: number;
}

/** Since when the history of a field counts as known, and why. */
export interface HistoryReading {
  readonly since: Instant;
  /** True = it cannot be known, and the reading that keeps the feature was chosen. */
  readonly isAssumed: boolean;
  readonly evidence: readonly HistoryStartMessage[];
}

const WEEK_MS = 7 * DAY_MS;
/** Changes in fewer weeks may be a single clean-up, which says nothing about how often the field is changed. */
const MIN_LATER_WEEKS = 4;
/** A first change that is later than chance explains, with this probability, is the first one that was recorded. */
const MAX_CHANCE = 0.01;
/** A start before which more of the leads were created would take the feature from nearly all of them. */
const MAX_OLDER_LEADS = 0.9;

const time = (at: Instant) => messageValue('time', at);
const count = (value: number) => messageValue('count', value);
const message = (code: HistoryStartCode, ...values: Parameters<typeof codedMessage>[2] & object): HistoryStartMessage =>
  codedMessage(code, historyStartTemplates[code], values);

/** The reading that an administrator has set. */
export const historyStartSet = (since: Instant): HistoryReading => ({
  since,
  isAssumed: false,
  evidence: [message('history_start_set', time(since))],
});

/**
 * Since when the history of a field that is tracked today is known. The CRM does not say since when it has been tracked. A
 * first recorded change proves nothing on its own: a field may be tracked for years before somebody changes it. So the start
 * is taken from what is certain, then from a steady rate of changes that makes earlier silence improbable; else it is
 * assumed that the field has been tracked for as long as history is kept, which keeps the feature.
 */
export function readHistoryStart(evidence: HistoryEvidence): HistoryReading {
  const { retainedSince, untrackedUntil, setupLogSince, changes } = evidence;
  if (untrackedUntil && untrackedUntil.at > retainedSince && !isRefuted(untrackedUntil, setupLogSince)) {
    const { at, code } = untrackedUntil;
    return { since: at, isAssumed: false, evidence: [message(code, time(at))] };
  }
  if (changes && !isTrackedBefore(changes.firstAt, setupLogSince) && beginsThere(changes, evidence)) {
    const weeks = Math.floor((evidence.now - changes.firstAt) / WEEK_MS);
    const begins = message('history_begins', time(changes.firstAt), count(changes.laterWeeks), count(weeks));
    return { since: changes.firstAt, isAssumed: false, evidence: [begins] };
  }
  return {
    since: retainedSince,
    isAssumed: true,
    evidence: [
      message('history_start_unknown', time(retainedSince)),
      ...(setupLogSince === undefined ? [] : [message('history_not_turned_on', time(setupLogSince))]),
    ],
  };
}

/** Renamed picklist values, for instance, change values without history; the log would name tracking turned on since. */
const isRefuted = ({ at, code }: UntrackedUntil, setupLogSince: Instant | undefined): boolean =>
  code === 'history_unrecorded' && isTrackedBefore(at, setupLogSince);

const isTrackedBefore = (at: Instant, setupLogSince: Instant | undefined): boolean =>
  setupLogSince !== undefined && setupLogSince <= at;

/** Whether a field changed in `laterWeeks` of the weeks since its first change would have changed before it as well. */
function beginsThere(
  { firstAt, laterWeeks }: RecordedChanges,
  { now, retainedSince, olderLeads }: HistoryEvidence,
): boolean {
  if (firstAt <= retainedSince || laterWeeks < MIN_LATER_WEEKS || olderLeads > MAX_OLDER_LEADS) return false;
  const weeksSince = Math.max(laterWeeks, Math.floor((now - firstAt) / WEEK_MS));
  const weeksBefore = Math.floor((firstAt - retainedSince) / WEEK_MS);
  return (1 - laterWeeks / (weeksSince + 1)) ** weeksBefore < MAX_CHANCE;
}
