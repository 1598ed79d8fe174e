/** Fewer rows than this tell nothing about whether values come again. */
const FEWEST_ROWS = 20;
/** A text column with more different values than this share of its rows says nothing about the next lead. */
const MOST_DISTINCT = 0.5;

/**
 * Why a column names its rows rather than describing them; undefined where it does not.
 * @param texts values that are not missing
 */
export function identifierReason(
  texts: readonly string[],
  distinct: ReadonlySet<string>,
  isNumber: boolean,
): string | undefined {
  if (texts.length < FEWEST_ROWS) return undefined;
  if (isNumber) {
    return areRunningNumbers(texts, distinct)
      ? `is an identifier: each of its ${texts.length} values is another whole number of the same length`
      : undefined;
  }
  return distinct.size > MOST_DISTINCT * texts.length
    ? `is nearly unique: ${distinct.size} different texts in ${texts.length} rows, so the next lead's will be new`
    : undefined;
}

/** Running numbers never come again and have one length; amounts and counts repeat, or spread over lengths. */
function areRunningNumbers(texts: readonly string[], distinct: ReadonlySet<string>): boolean {
  const [first] = texts;
  return (
    distinct.size === texts.length &&
    first !== undefined &&
    texts.every((text) => text.length === first.length && /^\d+$/.test(text))
  );
}
