import { nearlyUniqueReason, uniqueNumbersReason, type LeftOutReason } from '../left-out-reasons.ts';

/** With fewer rows, nothing can be said about whether values repeat. */
const MIN_ROWS = 20;
/** A text column with more distinct values than this share of its rows says nothing about the next lead. */
const MAX_DISTINCT_SHARE = 0.5;

/**
 * Why a column names its rows rather than describing them; undefined where it does not.
 * @param texts values that are not missing
 */
export function findIdentifierReason(
  texts: readonly string[],
  distinct: ReadonlySet<string>,
  isNumber: boolean,
): LeftOutReason | undefined {
  if (texts.length < MIN_ROWS) return undefined;
  if (isNumber) return areRunningNumbers(texts, distinct) ? uniqueNumbersReason(texts.length) : undefined;
  return distinct.size > MAX_DISTINCT_SHARE * texts.length
    ? nearlyUniqueReason(distinct.size, texts.length)
    : undefined;
}

/** Running numbers never repeat and have one length; amounts and counts repeat or differ in length. */
function areRunningNumbers(texts: readonly string[], distinct: ReadonlySet<string>): boolean {
  const [first] = texts;
  return (
    distinct.size === texts.length &&
    first !== undefined &&
    texts.every((text) => text.length === first.length && /^\d+$/.test(text))
  );
}
