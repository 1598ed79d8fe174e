import { ApiError } from '../org/api-error.ts';

/** Runs `work`; a refusal that names no place yet is one of what stands at `at`. */
export function placed<Result>(at: number, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof ApiError && error.at === undefined ? error.placedAt(at) : error;
  }
}

/** Runs `work` on a query; a refusal shows the place that is to blame, as the platform does. */
export function showingPlace<Result>(soql: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ApiError) || error.at === undefined) throw error;
    throw new ApiError(error.status, error.errorCode, `${placeText(soql, error.at)}${error.message}`, error.fields);
  }
}

/** Characters shown on either side of the place, cut at a blank. */
const AROUND = 40;

/** The text around a place, a caret below it, and its row and column, counted from 1. */
function placeText(soql: string, at: number): string {
  const rowStart = soql.lastIndexOf('\n', at - 1) + 1;
  const row = soql.slice(0, rowStart).split('\n').length;
  const line = soql.slice(rowStart).split('\n')[0] ?? '';
  const column = at - rowStart;
  const from =
    column <= AROUND ? 0 : (/\s/.exec(line.slice(column - AROUND, column))?.index ?? -1) + column - AROUND + 1;
  const rest = line.slice(column);
  const to = rest.length <= AROUND ? line.length : column + Math.max(1, rest.slice(0, AROUND).lastIndexOf(' '));
  return `\n${line.slice(from, to)}\n${' '.repeat(column - from)}^\nERROR at Row:${row}:Column:${column + 1}\n`;
}
