import type { LocalizedMessage, TranslatedMessageCode } from '@leadlight/contract';
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

const isTranslated = (code: string): code is TranslatedMessageCode => Object.hasOwn(messageLabels, code);

/** The values of a message in the user's language and format, in the order of its places. */
export const messageValues = (
  { values, names }: Pick<LocalizedMessage, 'values' | 'names'>,
  nameOf: NameOf,
): readonly string[] => [
  ...values.flatMap(({ format, value }) => (value === null ? [] : [FORMATS[format](value)])),
  ...(names ? [names.map(nameOf).join(', ')] : []),
];

/** A message in the user's language; undefined if the code is unknown or the values do not match the label. */
export function messageText(message: LocalizedMessage, nameOf: NameOf): string | undefined {
  const { code } = message;
  if (!isTranslated(code)) return undefined;
  const texts = messageValues(message, nameOf);
  const placeholders = new Set(messageLabels[code].match(/\{\d\}/g)).size;
  return texts.length === placeholders ? fill(messageLabels[code], ...texts) : undefined;
}

/** All messages in the user's language, or all in English if one cannot be translated. */
export function joinMessages(messages: readonly LocalizedMessage[], nameOf: NameOf): LocalizedText {
  const texts = messages.map((message) => messageText(message, nameOf));
  if (texts.every((text) => text !== undefined)) return { text: texts.join(' '), lang: undefined };
  const english = messages.map((message) => message.english).join(' ');
  return { text: english, lang: LOCALE.startsWith('en') ? undefined : 'en' };
}
