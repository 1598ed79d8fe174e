/** How a value is written: `times` as a multiple, `points` as percentage points, `time` (milliseconds since 1970) as a date and time, `day` as a date. */
export const messageFormats = ['count', 'share', 'auc', 'number', 'times', 'points', 'time', 'day'] as const;
export type MessageFormat = (typeof messageFormats)[number];

export interface MessageValue {
  readonly format: MessageFormat;
  /** NaN where it could not be measured. */
  readonly value: number;
}

/** A sentence that every client can show in its own language: a code, and the values that the sentence contains. */
export interface CodedMessage<Code extends string = string> {
  readonly code: Code;
  /** In the order of the places {0}, {1} … of the sentence. */
  readonly values: readonly MessageValue[];
  /** Fields or features that the sentence lists, in the place after the values. */
  readonly names?: readonly string[];
  /** The sentence in English, for a client that does not know the code. */
  readonly english: string;
}

/** A name, and what people call it; the label is the name where it is absent. */
export interface NamedLabel {
  readonly name: string;
  readonly label?: string;
}

/**
 * @param template the English sentence with the places {0}, {1} … for the values, and one more for the names
 *
 * ```ts
 * codedMessage('few_leads', '{0} settled leads are few.', [messageValue('count', 120)]).english; // 120 settled leads are few.
 * ```
 */
export function codedMessage<Code extends string>(
  code: Code,
  template: string,
  values: readonly MessageValue[] = [],
  names?: readonly NamedLabel[],
): CodedMessage<Code> {
  const texts = values.map(inEnglish);
  if (names) texts.push(names.map(({ name, label = name }) => label).join(', '));
  const english = template.replaceAll(/\{(\d)\}/g, (_, place: string) => texts[Number(place)] ?? '');
  return { code, values, ...(names && { names: names.map(({ name }) => name) }), english };
}

export const messageValue = (format: MessageFormat, value: number): MessageValue => ({ format, value });

function inEnglish({ format, value }: MessageValue): string {
  switch (format) {
    case 'auc':
    case 'number':
      return value.toFixed(2);
    case 'times':
      return value.toFixed(1);
    case 'points':
      return (100 * value).toFixed(1);
    case 'share':
      return `${Math.round(100 * value)} %`;
    case 'count':
      return String(value);
    case 'day':
      return new Date(value).toISOString().slice(0, 10);
    case 'time':
      return new Date(value).toISOString();
  }
}

/** The sentences in English, one after the other. */
export const englishText = (messages: readonly Pick<CodedMessage, 'english'>[]): string =>
  messages.map(({ english }) => english).join(' ');
