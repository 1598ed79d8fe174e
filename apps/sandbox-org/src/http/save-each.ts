import { ApiError, invalidReference, NoSuchRecord } from '../org/api-error.ts';
import { inTransaction } from '../org/org.ts';
import { statement } from '../org/statements.ts';
import { MultipleChoices } from '../org/upsert.ts';
import type { Writer } from '../org/writer.ts';

export interface SaveError {
  readonly statusCode: string;
  readonly message: string;
  readonly fields: readonly string[];
}

/** The outcome for one record of a collection. */
export interface SaveResult {
  readonly id?: string;
  readonly success: boolean;
  readonly errors: readonly SaveError[];
  readonly created?: boolean;
}

export const failure = (error: ApiError, id?: string): SaveResult => ({
  ...(id === undefined ? {} : { id }),
  success: false,
  errors: [{ statusCode: error.errorCode, message: error.message, fields: error.fields }],
});

const rolledBack = (): ApiError =>
  new ApiError(
    400,
    'ALL_OR_NONE_OPERATION_ROLLED_BACK',
    'Record rolled back because not all records were valid and the request was using AllOrNone header',
  );

const ambiguous = ({ ids }: MultipleChoices): ApiError =>
  new ApiError(
    400,
    'DUPLICATE_EXTERNAL_ID',
    `more than one record found for external id field: [${ids.map((id) => id.slice(0, 15)).join(', ')}]`,
  );

/** Thrown inside to undo a collection whose `allOrNone` is set. */
class Undone extends Error {}

/**
 * Does the same to every record, each on its own unless `allOrNone`: then one failure undoes all.
 * @param act saves one record; what it throws as ApiError becomes that record's result
 */
export function saveEach<Item>(
  org: Writer,
  items: readonly Item[],
  allOrNone: boolean,
  act: (item: Item) => SaveResult,
): SaveResult[] {
  const results: SaveResult[] = [];
  try {
    inTransaction(org.db, () => {
      for (const item of items) results.push(saveOne(org, item, act));
      if (allOrNone && results.some(({ success }) => !success)) throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
    return results.map((result) => (result.success ? failure(rolledBack()) : result));
  }
  return results;
}

function saveOne<Item>(org: Writer, item: Item, act: (item: Item) => SaveResult): SaveResult {
  statement(org.db, 'SAVEPOINT record').run();
  try {
    const result = act(item);
    statement(org.db, 'RELEASE record').run();
    return result;
  } catch (error) {
    org.db.exec('ROLLBACK TO record; RELEASE record');
    if (error instanceof NoSuchRecord) return failure(invalidReference());
    if (error instanceof ApiError) return failure(error);
    if (error instanceof MultipleChoices) return failure(ambiguous(error));
    throw error;
  }
}
