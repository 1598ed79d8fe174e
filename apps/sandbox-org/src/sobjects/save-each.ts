import { ApiError, badRequest, invalidReference, RecordNotFoundError } from '../org/api-error.ts';
import { inTransaction } from '../org/org.ts';
import { MultipleChoicesError } from '../org/records/upsert.ts';
import type { WriteContext } from '../org/records/write-context.ts';
import { prepareCached } from '../org/statements.ts';

interface SaveError {
  readonly statusCode: string;
  readonly message: string;
  readonly fields: readonly string[];
}

export interface SaveResult {
  readonly id?: string;
  readonly success: boolean;
  readonly errors: readonly SaveError[];
  readonly created?: boolean;
}

const failedResult = (error: ApiError): SaveResult => ({
  success: false,
  errors: [{ statusCode: error.errorCode, message: error.message, fields: error.fields }],
});

const rolledBack = (): ApiError =>
  badRequest(
    'ALL_OR_NONE_OPERATION_ROLLED_BACK',
    'Record rolled back because not all records were valid and the request was using AllOrNone header',
  );

const duplicateExternalId = ({ ids }: MultipleChoicesError): ApiError =>
  badRequest(
    'DUPLICATE_EXTERNAL_ID',
    `more than one record found for external id field: [${ids.map((id) => id.slice(0, 15)).join(', ')}]`,
  );

/** Thrown to roll back a collection with `allOrNone`. */
class RollbackSignal extends Error {}

/**
 * Saves every record. Each succeeds or fails alone; with `allOrNone`, one failure rolls back all.
 * @param save saves one record; an ApiError becomes the record's result
 */
export function saveEach<Item>(
  org: WriteContext,
  items: readonly Item[],
  allOrNone: boolean,
  save: (item: Item) => SaveResult,
): SaveResult[] {
  const results: SaveResult[] = [];
  try {
    inTransaction(org.db, () => {
      for (const item of items) results.push(saveOne(org, item, save));
      if (allOrNone && results.some(({ success }) => !success)) throw new RollbackSignal();
    });
  } catch (error) {
    if (!(error instanceof RollbackSignal)) throw error;
    return results.map((result) => (result.success ? failedResult(rolledBack()) : result));
  }
  return results;
}

function saveOne<Item>(org: WriteContext, item: Item, save: (item: Item) => SaveResult): SaveResult {
  prepareCached(org.db, 'SAVEPOINT record').run();
  const logged = { ...org.transaction };
  try {
    const result = save(item);
    prepareCached(org.db, 'RELEASE record').run();
    return result;
  } catch (error) {
    org.db.exec('ROLLBACK TO record; RELEASE record');
    Object.assign(org.transaction, logged);
    if (error instanceof RecordNotFoundError) return failedResult(invalidReference());
    if (error instanceof ApiError) return failedResult(error);
    if (error instanceof MultipleChoicesError) return failedResult(duplicateExternalId(error));
    throw error;
  }
}
