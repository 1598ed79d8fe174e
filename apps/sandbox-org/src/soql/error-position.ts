import { ApiError } from '../org/api-error.ts';

/** Runs `work`; a refusal that names no place yet is one of what stands at `at`. */
export function atPosition<Result>(at: number, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof ApiError && error.position === undefined ? error.atPosition(at) : error;
  }
}

/** Runs `work` on a query; a refusal shows the place that is to blame, as the platform does. */
export function showErrorPosition<Result>(soql: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ApiError) || error.position === undefined) throw error;
    throw new ApiError(
      error.status,
      error.errorCode,
      `${formatPosition(soql, error.position)}${error.message}`,
      error.fields,
    );
  }
}

/** Characters shown on either side of the place, cut at a blank. */
const CONTEXT_CHARACTERS = 40;

/** The text around a place, a caret below it, and its row and column, counted from 1. */
function formatPosition(soql: string, at: number): string {
  const rowStart = soql.lastIndexOf('\n', at - 1) + 1;
  const row = soql.slice(0, rowStart).split('\n').length;
  const line = soql.slice(rowStart).split('\n')[0] ?? '';
  const column = at - rowStart;
  const from =
    column <= CONTEXT_CHARACTERS
      ? 0
      : (/\s/.exec(line.slice(column - CONTEXT_CHARACTERS, column))?.index ?? -1) + column - CONTEXT_CHARACTERS + 1;
  const rest = line.slice(column);
  const to =
    rest.length <= CONTEXT_CHARACTERS
      ? line.length
      : column + Math.max(1, rest.slice(0, CONTEXT_CHARACTERS).lastIndexOf(' '));
  return `\n${line.slice(from, to)}\n${' '.repeat(column - from)}^\nERROR at Row:${row}:Column:${column + 1}\n`;
}
