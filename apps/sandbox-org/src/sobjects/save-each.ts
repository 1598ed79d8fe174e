import { ApiError, invalidReference, RecordNotFoundError } from '../org/api-error.ts';
import { inTransaction } from '../org/org.ts';
import { prepareCached } from '../org/statements.ts';
import { MultipleChoicesError } from '../org/records/upsert.ts';
import type { WriteContext } from '../org/records/write-context.ts';

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

export const failedResult = (error: ApiError, id?: string): SaveResult => ({
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

const duplicateExternalId = ({ ids }: MultipleChoicesError): ApiError =>
  new ApiError(
    400,
    'DUPLICATE_EXTERNAL_ID',
    `more than one record found for external id field: [${ids.map((id) => id.slice(0, 15)).join(', ')}]`,
  );

/** Thrown inside to undo a collection whose `allOrNone` is set. */
class RollbackSignal extends Error {}

/**
 * Does the same to every record, each on its own unless `allOrNone`: then one failure undoes all.
 * @param act saves one record; what it throws as ApiError becomes that record's result
 */
export function saveEach<Item>(
  org: WriteContext,
  items: readonly Item[],
  allOrNone: boolean,
  act: (item: Item) => SaveResult,
): SaveResult[] {
  const results: SaveResult[] = [];
  try {
    inTransaction(org.db, () => {
      for (const item of items) results.push(saveOne(org, item, act));
      if (allOrNone && results.some(({ success }) => !success)) throw new RollbackSignal();
    });
  } catch (error) {
    if (!(error instanceof RollbackSignal)) throw error;
    return results.map((result) => (result.success ? failedResult(rolledBack()) : result));
  }
  return results;
}

function saveOne<Item>(org: WriteContext, item: Item, act: (item: Item) => SaveResult): SaveResult {
  prepareCached(org.db, 'SAVEPOINT record').run();
  try {
    const result = act(item);
    prepareCached(org.db, 'RELEASE record').run();
    return result;
  } catch (error) {
    org.db.exec('ROLLBACK TO record; RELEASE record');
    if (error instanceof RecordNotFoundError) return failedResult(invalidReference());
    if (error instanceof ApiError) return failedResult(error);
    if (error instanceof MultipleChoicesError) return failedResult(duplicateExternalId(error));
    throw error;
  }
}
