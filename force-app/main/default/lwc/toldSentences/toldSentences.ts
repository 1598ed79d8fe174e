import type { LocalizedMessage, MessageCode, MessageValueKind } from '@leadlight/contract';
import { formatMeasure } from 'c/reportFormat';
import { LOCALE, fill, formatCount, formatShare } from 'c/scoreFormat';
import { sentences } from './labels';
import { leftOutText } from './leftOut';
import { places } from './places';

/** Sentences as they are shown, and the language that a screen reader has to read them in where it is not the page's. */
export interface Sentences {
  readonly text: string;
  readonly lang: string | undefined;
}

type NameOf = (field: string) => string;

const WRITTEN: Readonly<Record<MessageValueKind, (value: number) => string>> = {
  auc: (value) => formatMeasure(value, 2),
  number: (value) => formatMeasure(value, 2),
  share: formatShare,
  count: formatCount,
  times: (value) => formatMeasure(value, 1),
  points: (value) => formatMeasure(100 * value, 1),
};

const isKnown = (code: string): code is MessageCode => Object.hasOwn(sentences, code);

/** What a code says in the user's language; undefined for a code of a newer service, or with other values than its own. */
export function toldText({ code, values, names }: LocalizedMessage, nameOf: NameOf): string | undefined {
  if (!isKnown(code)) return undefined;
  const kinds: readonly MessageValueKind[] = places[code];
  const known = values.filter((value) => value !== null);
  if (known.length !== kinds.length) return undefined;
  const written = known.map((value, index) => WRITTEN[kinds[index]!](value));
  return fill(sentences[code], ...written, ...(names ? [names.map(nameOf).join(', ')] : []));
}

/** The service's own words, which are English. */
const inEnglish = (text: string): Sentences => ({ text, lang: LOCALE.startsWith('en') ? undefined : 'en' });

/** One sentence: by its code, or else as the service has it. */
export function sentenceOf(english: string, told: LocalizedMessage | undefined, nameOf: NameOf): Sentences {
  const text = told && toldText(told, nameOf);
  return text === undefined ? inEnglish(english) : { text, lang: undefined };
}

/** Several sentences on one field: all of them by code, or else all as the service has them. */
export function sentencesOf(english: string, told: readonly LocalizedMessage[] | undefined, nameOf: NameOf): Sentences {
  const leftOut = leftOutText(english);
  if (leftOut !== undefined) return { text: leftOut, lang: undefined };
  const texts = (told ?? []).map((each) => toldText(each, nameOf));
  const isWhole = texts.length > 0 && texts.every((text) => text !== undefined);
  return isWhole ? { text: texts.join(' '), lang: undefined } : inEnglish(english);
}
