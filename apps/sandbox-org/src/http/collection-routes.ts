import express from 'express';
import type { Request, Router } from 'express';
import { ApiError } from '../org/api-error.ts';
import type { SObject } from '../org/field.ts';
import { inTransaction } from '../org/org.ts';
import type { Org } from '../org/org.ts';
import { checkedId, createRecord, deleteRecord, updateRecord } from '../org/record-store.ts';
import { externalIdField, upsertRecord } from '../org/upsert.ts';
import { objectIn } from './sobject-routes.ts';
import type { SentFields } from '../org/record-store.ts';

const MOST_RECORDS = 200;
const MOST_CHUNKS = 10;

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

/** Thrown inside to undo a collection whose `allOrNone` is set. */
class Undone extends Error {}

/**
 * Does the same to every record, each on its own unless `allOrNone`: then one failure undoes all.
 * @param act saves one record; what it throws as ApiError becomes that record's result
 */
export function saveEach<Item>(
  org: Org,
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

function saveOne<Item>(org: Org, item: Item, act: (item: Item) => SaveResult): SaveResult {
  org.db.exec('SAVEPOINT record');
  try {
    const result = act(item);
    org.db.exec('RELEASE record');
    return result;
  } catch (error) {
    org.db.exec('ROLLBACK TO record; RELEASE record');
    if (error instanceof ApiError) return failure(error);
    throw error;
  }
}

interface SentRecord {
  readonly object: SObject;
  readonly id: string;
  readonly fields: SentFields;
}

/** @throws ApiError where the request as a whole is refused */
function sentRecords(org: Org, req: Request): { records: SentRecord[]; allOrNone: boolean } {
  const body: unknown = req.body;
  const { records, allOrNone } = (body !== null && typeof body === 'object' ? body : {}) as {
    readonly records?: unknown;
    readonly allOrNone?: unknown;
  };
  if (!Array.isArray(records)) {
    throw new ApiError(400, 'JSON_PARSER_ERROR', 'Required parameter records is missing or is not an array');
  }
  checkCount(records.length);
  const checked = records.map((record: unknown) => sentRecord(org, record));
  const chunks = checked.filter(({ object }, index) => checked[index - 1]?.object !== object).length;
  if (chunks > MOST_CHUNKS) {
    throw new ApiError(
      400,
      'INVALID_INPUT',
      `The number of chunks of different types is ${chunks} and exceeds the limit of ${MOST_CHUNKS}`,
    );
  }
  return { records: checked, allOrNone: allOrNone === true };
}

function checkCount(count: number): void {
  if (count > MOST_RECORDS) {
    throw new ApiError(
      400,
      'EXCEEDED_ID_LIMIT',
      `record limit reached. cannot submit more than ${MOST_RECORDS} records in this call`,
    );
  }
}

function sentRecord(org: Org, record: unknown): SentRecord {
  const { attributes, ...rest } = (record !== null && typeof record === 'object' ? record : {}) as SentFields;
  const type =
    attributes !== null && typeof attributes === 'object' && 'type' in attributes ? attributes.type : undefined;
  const object = typeof type === 'string' ? org.schema.findObject(type) : undefined;
  if (!object) {
    throw new ApiError(400, 'INVALID_INPUT', 'Each record needs attributes with the type of an object of this org');
  }
  const { fields, id } = splitId(rest);
  return { object, fields, id };
}

function splitId(sent: SentFields): { fields: SentFields; id: string } {
  const key = Object.keys(sent).find((name) => name.toLowerCase() === 'id');
  if (key === undefined) return { fields: sent, id: '' };
  const { [key]: id, ...fields } = sent;
  return { fields, id: typeof id === 'string' ? id : '' };
}

export function collectionRoutes(org: Org): Router {
  const router = express.Router({ mergeParams: true });

  router.post('/', (req, res) => {
    const { records, allOrNone } = sentRecords(org, req);
    res.json(
      saveEach(org, records, allOrNone, ({ object, fields, id }) => {
        if (id !== '')
          throw new ApiError(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']);
        return { id: createRecord(org, object, fields), success: true, errors: [] };
      }),
    );
  });

  router.patch('/', (req, res) => {
    const { records, allOrNone } = sentRecords(org, req);
    const seen = new Set<string>();
    res.json(
      saveEach(org, records, allOrNone, ({ object, fields, id: sent }) => {
        if (sent === '') throw new ApiError(400, 'MISSING_ARGUMENT', 'Id not specified in an update call');
        const id = checkedId(object, sent);
        if (seen.has(id)) throw new ApiError(400, 'DUPLICATE_VALUE', `Duplicate id in update list: ${id}`);
        seen.add(id);
        updateRecord(org, object, id, fields);
        return { id, success: true, errors: [] };
      }),
    );
  });

  router.patch('/:object/:key', (req, res) => {
    const object = objectIn(org, req.params.object);
    const key = externalIdField(org, object, req.params.key);
    const { records, allOrNone } = sentRecords(org, req);
    res.json(
      saveEach(org, records, allOrNone, ({ object: sentObject, fields, id }) => {
        if (sentObject !== object) throw new ApiError(400, 'INVALID_TYPE', `Record is not of type ${object.name}`);
        const { value, rest } = splitKey(key.name, fields, id);
        return { ...upsertRecord(org, object, key, value, rest), success: true, errors: [] };
      }),
    );
  });

  router.delete('/', (req, res) => {
    const ids = String(req.query.ids ?? '')
      .split(',')
      .map((id) => id.trim())
      .filter((id) => id !== '');
    if (ids.length === 0) throw new ApiError(400, 'MISSING_ARGUMENT', 'The ids parameter is required');
    checkCount(ids.length);
    res.json(
      saveEach(org, ids, req.query.allOrNone === 'true', (sent) => {
        const object = org.schema.findByKeyPrefix(sent.slice(0, 3));
        if (!object) throw new ApiError(400, 'MALFORMED_ID', `bad id ${sent}`);
        const id = checkedId(object, sent);
        deleteRecord(org, object, id);
        return { id, success: true, errors: [] };
      }),
    );
  });
  return router;
}

/** The external id apart from the other fields; a name's case does not matter. */
function splitKey(key: string, fields: SentFields, id: string): { value: unknown; rest: SentFields } {
  if (key === 'Id') return { value: id, rest: fields };
  const name = Object.keys(fields).find((sent) => sent.toLowerCase() === key.toLowerCase());
  if (name === undefined) return { value: undefined, rest: fields };
  const { [name]: value, ...rest } = fields;
  return { value, rest };
}
