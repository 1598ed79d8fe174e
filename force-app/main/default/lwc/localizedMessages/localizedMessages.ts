import type { LocalizedMessage, TranslatedMessageCode } from '@leadlight/contract';
import { formatMeasure } from 'c/reportFormat';
import { LOCALE, fill, formatCount, formatInstant, formatShare } from 'c/scoreFormat';
import { sentences } from './labels';

/** Sentences as they are shown, and the language that a screen reader has to read them in where it is not the page's. */
export interface Sentences {
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
};

const isTranslated = (code: string): code is TranslatedMessageCode => Object.hasOwn(sentences, code);

/** A message in the user's language; undefined for a code of a newer service, or with other values than its own. */
export function messageText({ code, values, names }: LocalizedMessage, nameOf: NameOf): string | undefined {
  if (!isTranslated(code)) return undefined;
  const texts = values.flatMap(({ format, value }) => (value === null ? [] : [FORMATS[format](value)]));
  if (names) texts.push(names.map(nameOf).join(', '));
  const places = new Set(sentences[code].match(/\{\d\}/g)).size;
  return texts.length === places ? fill(sentences[code], ...texts) : undefined;
}

/** All messages in the user's language, or else all in English. */
export function messageSentences(messages: readonly LocalizedMessage[], nameOf: NameOf): Sentences {
  const texts = messages.map((message) => messageText(message, nameOf));
  if (texts.every((text) => text !== undefined)) return { text: texts.join(' '), lang: undefined };
  const english = messages.map((message) => message.english).join(' ');
  return { text: english, lang: LOCALE.startsWith('en') ? undefined : 'en' };
}
