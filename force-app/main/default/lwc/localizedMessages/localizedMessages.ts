import type { LocalizedMessage } from '@leadlight/contract';
import { ownText } from 'c/featureLabels';
import { formatDate, formatMeasure } from 'c/reportFormat';
import { LOCALE, fill, formatCount, formatInstant, formatShare } from 'c/scoreFormat';
import { messageLabels } from './labels';

/** A text with its language for screen readers, if that is not the language of the page. */
export interface LocalizedText {
  readonly text: string;
  readonly lang: string | undefined;
}

type NameOf = (field: string) => string;
type Format = LocalizedMessage['values'][number]['format'];

const FORMATS: Readonly<Record<Format, (value: number) => string>> = {
  auc: (value) => formatMeasure(value, 2),
  number: (value) => formatMeasure(value, 2),
  share: formatShare,
  count: formatCount,
  times: (value) => formatMeasure(value, 1),
  points: (value) => formatMeasure(100 * value, 1),
  time: (value) => formatInstant(new Date(value).toISOString()),
  day: formatDate,
};

type MessageLabels = Readonly<Record<string, string>>;

/** The values of a message in the user's language and format, in the order of its places. */
const messageValues = ({ values, names }: LocalizedMessage, nameOf: NameOf): readonly string[] => [
  ...values.flatMap(({ format, value }) => (value === null ? [] : [FORMATS[format](value)])),
  ...(names ? [names.map(nameOf).join(', ')] : []),
];

/** A message in the user's language; undefined if the code is unknown or the values do not match the label. */
export function messageText(
  message: LocalizedMessage,
  nameOf: NameOf,
  recordLabels: MessageLabels = {},
): string | undefined {
  const label = ownText(recordLabels, message.code) ?? ownText(messageLabels, message.code);
  if (label === undefined) return undefined;
  const texts = messageValues(message, nameOf);
  const placeholders = new Set(label.match(/\{\d\}/g)).size;
  return texts.length === placeholders ? fill(label, ...texts) : undefined;
}

/**
 * All messages in the user's language, or all in English if one cannot be translated.
 * @param recordLabels by code, where the message is about other records and the usual label speaks of leads
 */
export function joinMessages(
  messages: readonly LocalizedMessage[],
  nameOf: NameOf,
  recordLabels?: MessageLabels,
): LocalizedText {
  const texts = messages.map((message) => messageText(message, nameOf, recordLabels));
  if (texts.every((text) => text !== undefined)) return { text: texts.join(' '), lang: undefined };
  const english = messages.map((message) => message.english).join(' ');
  return { text: english, lang: LOCALE.startsWith('en') ? undefined : 'en' };
}
