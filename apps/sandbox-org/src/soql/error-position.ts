import { ApiError } from '../org/api-error.ts';

/** Runs `work` and gives an error without a position this one. */
export function atPosition<Result>(position: number, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof ApiError && error.position === undefined ? error.atPosition(position) : error;
  }
}

/** Runs `work` on a query and shows the position of an error in its message, as the platform does. */
export function showErrorPosition<Result>(soql: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ApiError) || error.position === undefined) throw error;
    const message = `${formatPosition(soql, error.position)}${error.message}`;
    throw new ApiError(error.status, error.errorCode, message, error.fields);
  }
}

const MAX_CONTEXT = 40;

/** The text around a position, a caret below it, and its row and column, counted from 1. */
function formatPosition(soql: string, position: number): string {
  const rowStart = soql.lastIndexOf('\n', position - 1) + 1;
  const row = soql.slice(0, rowStart).split('\n').length;
  const line = soql.slice(rowStart).split('\n')[0] ?? '';
  const column = position - rowStart;
  const before = line.slice(Math.max(0, column - MAX_CONTEXT), column);
  const start = column <= MAX_CONTEXT ? 0 : column - MAX_CONTEXT + before.search(/\s/) + 1;
  const after = line.slice(column, column + MAX_CONTEXT);
  const end = line.length - column <= MAX_CONTEXT ? line.length : column + Math.max(1, after.lastIndexOf(' '));
  return `\n${line.slice(start, end)}\n${' '.repeat(column - start)}^\nERROR at Row:${row}:Column:${column + 1}\n`;
}
