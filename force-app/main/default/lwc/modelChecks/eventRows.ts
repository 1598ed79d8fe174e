import type { ModelChecks } from '@leadlight/contract';
import { joinMessages, type LocalizedText } from 'c/localizedMessages';
import { formatDate } from 'c/reportFormat';
import { fill, formatCount } from 'c/scoreFormat';
import { labels, recordMessageLabels } from './labels';

type Event = ModelChecks['events'][number];
type Message = Event['message'];

/** What was found, as the page shows it. */
export interface EventRow {
  readonly key: string;
  readonly badge: string;
  readonly badgeClass: string;
  readonly message: LocalizedText;
  /** What to do; absent where there is nothing to do or the finding has ended. */
  readonly action?: LocalizedText;
  readonly found: string;
  readonly sure: string;
}

/** From here on, words say more than the number of weeks. */
const MAX_WEEKS = 100_000;

/** @param ofRecords whether they are about the records of a propensity, not about leads */
export function eventRows({ events, measures }: ModelChecks, ofRecords: boolean): readonly EventRow[] {
  const labelOf = new Map(measures.map(({ subject, label }) => [subject.split('=')[0]!, label]));
  const nameOf = (name: string) => {
    const [feature = '', ...value] = name.split('=');
    const label = labelOf.get(feature) ?? feature;
    return value.length === 0 ? label : `${label}: ${value.join('=')}`;
  };
  const textOf = (message: Message) => joinMessages([message], nameOf, ofRecords ? recordMessageLabels : undefined);
  return events.map((event) => rowOf(event, textOf));
}

function rowOf(event: Event, textOf: (message: Message) => LocalizedText): EventRow {
  const { id, severity, message, action, endedAt } = event;
  const isAlarm = severity === 'alarm';
  return {
    key: id,
    badge: isAlarm ? labels.alarm : labels.notice,
    badgeClass: `slds-badge ${isAlarm && endedAt === null ? 'slds-theme_error' : ''}`,
    message: textOf(message),
    ...(action && endedAt === null && { action: textOf(action) }),
    found: foundText(event),
    sure: sureText(event.weeksBetweenFalseAlarms),
  };
}

function foundText({ foundAt, endedAt, modelVersion }: Event): string {
  const day = formatDate(Date.parse(foundAt));
  const found = modelVersion === null ? fill(labels.foundWithoutModel, day) : fill(labels.found, day, modelVersion);
  return endedAt === null ? found : `${found}. ${fill(labels.over, formatDate(Date.parse(endedAt)))}`;
}

function sureText(weeks: number | null): string {
  if (weeks === null) return '';
  return weeks >= MAX_WEEKS ? labels.verySure : fill(labels.howSure, formatCount(Math.floor(weeks)));
}
