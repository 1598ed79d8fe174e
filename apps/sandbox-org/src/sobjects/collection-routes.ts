import express, { type Request, type Router } from 'express';
import { parseVersion } from '../http/version.ts';
import { requestWriteContext } from '../http/write-context.ts';
import { badRequest } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import {
  createRecord,
  deleteRecord,
  findIdsByExternalId,
  findRecord,
  getExternalIdField,
  parseRecordId,
  type RequestFields,
  updateRecord,
} from '../org/records/record-store.ts';
import { duplicateKeyCheck, findKey, upsertRecord } from '../org/records/upsert.ts';
import type { Field, SObject } from '../org/schema/field.ts';
import { toRecord } from '../soql/record-json.ts';
import { saveEach } from './save-each.ts';
import { getFields, getPathObject, idInInsert } from './sobject-routes.ts';

const MAX_RECORDS = 200;
const MAX_RETRIEVED_RECORDS = 2_000;
const MAX_TYPE_CHUNKS = 10;

interface RequestRecord {
  readonly object: SObject;
  readonly id: string;
  readonly fields: RequestFields;
}

/** The records in the body. @throws ApiError when the whole request is invalid */
function parseRecords(org: Org, req: Request): { records: RequestRecord[]; allOrNone: boolean } {
  const body: unknown = req.body;
  const { records, allOrNone } = (body !== null && typeof body === 'object' ? body : {}) as {
    readonly records?: unknown;
    readonly allOrNone?: unknown;
  };
  if (!Array.isArray(records)) {
    throw badRequest('JSON_PARSER_ERROR', 'Required parameter records is missing or is not an array');
  }
  checkCount(records.length, MAX_RECORDS);
  const checked = records.map((record: unknown) => parseRecord(org, record));
  const chunks = checked.filter(({ object }, index) => checked[index - 1]?.object !== object).length;
  if (chunks > MAX_TYPE_CHUNKS) {
    throw badRequest(
      'INVALID_INPUT',
      `The number of chunks of different types is ${chunks} and exceeds the limit of ${MAX_TYPE_CHUNKS}`,
    );
  }
  return { records: checked, allOrNone: allOrNone === true };
}

function checkCount(count: number, max: number): void {
  if (count > max) {
    throw badRequest('EXCEEDED_ID_LIMIT', `record limit reached. cannot submit more than ${max} records in this call`);
  }
}

function parseRecord(org: Org, record: unknown): RequestRecord {
  const { attributes, ...rest } = (record !== null && typeof record === 'object' ? record : {}) as RequestFields;
  const type =
    attributes !== null && typeof attributes === 'object' && 'type' in attributes ? attributes.type : undefined;
  const object = typeof type === 'string' ? org.schema.findObject(type) : undefined;
  if (!object) throw badRequest('INVALID_INPUT', 'Each record needs attributes with the type of an object of this org');
  const { fields, id } = splitId(rest);
  return { object, fields, id };
}

function splitId(requestFields: RequestFields): { fields: RequestFields; id: string } {
  const key = Object.keys(requestFields).find((name) => name.toLowerCase() === 'id');
  if (key === undefined) return { fields: requestFields, id: '' };
  const { [key]: id, ...fields } = requestFields;
  return { fields, id: typeof id === 'string' ? id : '' };
}

export function collectionRoutes(org: Org): Router {
  const router = express.Router({ mergeParams: true });
  saveRoutes(router, org);
  deleteRoute(router, org);
  objectRoutes(router, org);
  return router;
}

function saveRoutes(router: Router, org: Org): void {
  router.post('/', (req, res) => {
    const { records, allOrNone } = parseRecords(org, req);
    const context = requestWriteContext(org, req);
    res.json(
      saveEach(context, records, allOrNone, ({ object, fields, id }) => {
        if (id !== '') throw idInInsert();
        return { id: createRecord(context, object, fields), success: true, errors: [] };
      }),
    );
  });

  router.patch('/', (req, res) => {
    const { records, allOrNone } = parseRecords(org, req);
    const context = requestWriteContext(org, req);
    const seen = new Set<string>();
    res.json(
      saveEach(context, records, allOrNone, ({ object, fields, id: requestId }) => {
        if (requestId === '') throw badRequest('MISSING_ARGUMENT', 'Id not specified in an update call');
        const id = parseRecordId(object, requestId);
        if (seen.has(id)) throw badRequest('DUPLICATE_VALUE', `Duplicate id in update list: ${id}`);
        seen.add(id);
        updateRecord(context, object, id, fields);
        return { id, success: true, errors: [] };
      }),
    );
  });
}

function deleteRoute(router: Router, org: Org): void {
  router.delete('/', (req, res) => {
    const ids = String(req.query.ids ?? '')
      .split(',')
      .map((id) => id.trim())
      .filter((id) => id !== '');
    if (ids.length === 0) throw badRequest('MISSING_ARGUMENT', 'The ids parameter is required');
    checkCount(ids.length, MAX_RECORDS);
    const context = requestWriteContext(org, req);
    res.json(
      saveEach(context, ids, req.query.allOrNone === 'true', (requestId) => {
        const object = org.schema.findByKeyPrefix(requestId.slice(0, 3));
        if (!object) throw badRequest('MALFORMED_ID', `bad id ${requestId}`);
        const id = parseRecordId(object, requestId);
        deleteRecord(context, object, id);
        return { id, success: true, errors: [] };
      }),
    );
  });
}

function objectRoutes(router: Router, org: Org): void {
  router.post('/:object', (req, res) => {
    res.json(retrieve(org, req, (req.body ?? {}) as Record<string, unknown>));
  });
  router.get('/:object', (req, res) => {
    const list = (text: unknown): string[] | undefined => (typeof text === 'string' ? text.split(',') : undefined);
    res.json(retrieve(org, req, { ids: list(req.query.ids), fields: list(req.query.fields) }));
  });
  router.patch('/:object/:field', (req, res) => {
    const sobject = getPathObject(org, req.params.object);
    const { records, allOrNone } = parseRecords(org, req);
    const field = getExternalIdField(org, sobject, req.params.field);
    const context = requestWriteContext(org, req);
    const keyOf = ({ fields, id }: RequestRecord): unknown =>
      field.type === 'id' ? id : fields[findKey(fields, field.name)];
    const checkDuplicate = duplicateKeyCheck(field.name, records.map(keyOf));
    const results = saveEach(context, records, allOrNone, (record) => {
      const { object, fields } = record;
      if (object !== sobject) throw badRequest('INVALID_TYPE', `Each record must be of type ${sobject.name}`);
      const value = keyOf(record);
      checkDuplicate(value);
      return { ...upsertRecord(context, object, field.name, value, fields), success: true, errors: [] };
    });
    res.json(
      results.map((result, index) => ({ created: wouldCreate(org, sobject, field, records[index]), ...result })),
    );
  });
}

/** Whether the upsert of a record that failed would have created it. */
function wouldCreate(org: Org, object: SObject, field: Field, record: RequestRecord | undefined): boolean {
  if (!record || field.type === 'id') return record?.id === '';
  const value = record.fields[findKey(record.fields, field.name)];
  return typeof value === 'string' && findIdsByExternalId(org, object, field.name, value).length === 0;
}

function retrieve(org: Org, req: Request, { ids, fields }: Readonly<Record<string, unknown>>) {
  const object = getPathObject(org, String(req.params.object));
  if (!Array.isArray(ids) || !Array.isArray(fields)) {
    throw badRequest('MISSING_ARGUMENT', 'The request needs ids and fields');
  }
  checkCount(ids.length, MAX_RETRIEVED_RECORDS);
  const columns = getFields(org, object, fields.map(String));
  return ids.map((id) => {
    const record = findRecord(org.db, object, parseRecordId(object, String(id)));
    return record && record.IsDeleted !== 1 ? toRecord(object, record, columns, parseVersion(req)) : null;
  });
}
