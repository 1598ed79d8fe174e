import type { PropensityDefinition } from '@leadlight/propensity';
import type { MonitorMessage } from './event-messages.ts';

/** What the monitor calls the records of a propensity. */
export interface PropensityWords {
  readonly id: string;
  readonly label: string;
  /** In lower case: `account`, `accounts`. */
  readonly record: string;
  readonly records: string;
}

export const propensityWordsOf = ({
  id,
  label,
  object,
}: Pick<PropensityDefinition, 'id' | 'label' | 'object'>): PropensityWords => {
  const record = object.toLowerCase();
  return { id, label, record, records: record.endsWith('y') ? `${record.slice(0, -1)}ies` : `${record}s` };
};

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/**
 * The English sentence about the records of a propensity instead of leads. The sentences of the monitor name leads; the names of
 * fields in them stay as they are.
 */
export function inWordsOf(
  message: MonitorMessage,
  propensity: PropensityWords | undefined,
  label: string | undefined,
): MonitorMessage {
  if (!propensity) return message;
  const about = withoutNames(
    message.english,
    [...(label === undefined ? [] : [label]), ...(message.names ?? [])],
    (text) => inWords(text, propensity),
  );
  return { ...message, english: `${propensity.label}: ${about}` };
}

/** @param text without names of fields, because these would be changed, too */
const inWords = (text: string, { record, records }: PropensityWords): string =>
  text
    .replaceAll(/\bLeads\b/g, capitalized(records))
    .replaceAll(/\bleads\b/g, records)
    .replaceAll(/\blead\b/g, record)
    .replaceAll(/\b(reach(?:ed)?) the goal\b/g, '$1 the predicted outcome');

/** Why a propensity gets no model, or its new model is not published. Only leads have a points table. */
export const trainingReasonInWords = (english: string, propensity: PropensityWords): string =>
  inWords(english.replace(', so leads are scored by the points table until then', ''), propensity);

/** Changes the text between the names. */
function withoutNames(text: string, names: readonly string[], change: (part: string) => string): string {
  const [name, ...others] = names.filter((each) => each !== '' && text.includes(each));
  if (name === undefined) return change(text);
  return text
    .split(name)
    .map((part) => withoutNames(part, others, change))
    .join(name);
}
