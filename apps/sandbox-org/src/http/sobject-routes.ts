import express from 'express';
import type { Request, Response, Router } from 'express';
import { ApiError, notFound } from '../org/api-error.ts';
import type { StoredRecord } from '../org/derived-fields.ts';
import type { Field, SObject } from '../org/field.ts';
import type { Org } from '../org/org.ts';
import { createRecord, deleteRecord, getRecord, idsByExternalId, pathId, updateRecord } from '../org/record-store.ts';
import type { SentFields } from '../org/record-store.ts';
import { keyIn, MultipleChoices, upsertRecord } from '../org/upsert.ts';
import { rememberViewed } from '../org/viewed-records.ts';
import { jsonValue } from '../soql/shape.ts';
import type { JsonRecord } from '../soql/shape.ts';
import { objectDescription, objectSummary } from './describe.ts';
import { isUnchanged } from './conditional.ts';
import { recentlyViewed } from './recently-viewed.ts';
import { versionOf } from './version.ts';
import { write } from './writing.ts';

/** @throws ApiError NOT_FOUND, as for any path that names nothing */
export function objectIn(org: Org, name: string | undefined): SObject {
  const object = name === undefined ? undefined : org.schema.findObject(name);
  if (!object) throw notFound();
  return object;
}

/** The body as fields of one record. @throws ApiError JSON_PARSER_ERROR */
export function bodyFields(req: Request): SentFields {
  const body: unknown = req.body;
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw new ApiError(
      400,
      'JSON_PARSER_ERROR',
      'The HTTP entity body is required, but this request has no entity body.',
    );
  }
  return body as SentFields;
}

/** @throws ApiError where a record that is to be created is given an id */
function newFields(req: Request): SentFields {
  const fields = bodyFields(req);
  if (keyIn(fields, 'Id') in fields) {
    throw new ApiError(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']);
  }
  return fields;
}

/** The body where the path already tells one of its fields. @throws ApiError INVALID_FIELD */
function fieldsWithout(req: Request, name: string): SentFields {
  const fields = bodyFields(req);
  if (!(keyIn(fields, name) in fields)) return fields;
  throw new ApiError(400, 'INVALID_FIELD', `The ${name} field should not be specified in the sobject data.`);
}

export const recordUrl = (version: string, object: SObject, id: string): string =>
  `/services/data/${version}/sobjects/${object.name}/${id}`;

export function sobjectRoutes(org: Org): Router {
  const router = express.Router({ mergeParams: true });
  describeRoutes(router, org);
  recordRoutes(router, org);
  externalIdRoutes(router, org);
  return router;
}

function describeRoutes(router: Router, org: Org): void {
  router.get('/', (req, res) => {
    const version = versionOf(req);
    if (isUnchanged(req, res, org.metadata.changedAt())) return;
    const sobjects = org.schema.objects.map((object) => objectSummary(object, version));
    res.json({ encoding: 'UTF-8', maxBatchSize: 200, sobjects });
  });
  router.get('/:object', (req, res) => {
    const object = objectIn(org, req.params.object);
    const recentItems = recentlyViewed(org, versionOf(req), 10, object.name);
    res.json({ objectDescribe: objectSummary(object, versionOf(req)), recentItems });
  });
  router.get('/:object/describe', (req, res) => {
    const object = objectIn(org, req.params.object);
    if (isUnchanged(req, res, org.metadata.changedAt())) return;
    res.json(objectDescription(org.schema, object, versionOf(req)));
  });
}

function recordRoutes(router: Router, org: Org): void {
  router.post('/:object', (req, res) => {
    const object = objectIn(org, req.params.object);
    const id = write(org, req, (writer) => createRecord(writer, object, newFields(req)));
    res
      .status(201)
      .location(recordUrl(versionOf(req), object, id))
      .json({ id, success: true, errors: [] });
  });
  router.get('/:object/:id', (req, res) => {
    const object = objectIn(org, req.params.object);
    sendRecord(org, object, pathId(object, req.params.id), req, res);
  });
  router.patch('/:object/:id', (req, res) => {
    const object = objectIn(org, req.params.object);
    write(org, req, (writer) => updateRecord(writer, object, pathId(object, req.params.id), fieldsWithout(req, 'Id')));
    res.status(204).end();
  });
  router.delete('/:object/:id', (req, res) => {
    const object = objectIn(org, req.params.object);
    write(org, req, (writer) => deleteRecord(writer, object, pathId(object, req.params.id)));
    res.status(204).end();
  });
}

/** API 46 and later answer an upsert that changed a record with a body. */
const ANSWERS_UPDATES = 46;

function externalIdRoutes(router: Router, org: Org): void {
  router.get('/:object/:field/:value', (req, res) => {
    const object = objectIn(org, req.params.object);
    sendRecord(org, object, theOne(org, req, object), req, res);
  });
  router.patch('/:object/:field/:value', (req, res) => {
    const object = objectIn(org, req.params.object);
    const { field, value } = req.params;
    const { id, created } = write(org, req, (writer) =>
      upsertRecord(writer, object, field, value, fieldsWithout(req, field)),
    );
    if (!created && Number.parseFloat(versionOf(req).slice(1)) < ANSWERS_UPDATES) res.status(204).end();
    else res.status(created ? 201 : 200).json({ id, success: true, errors: [], created });
  });
  router.delete('/:object/:field/:value', (req, res) => {
    const object = objectIn(org, req.params.object);
    const id = theOne(org, req, object);
    write(org, req, (writer) => deleteRecord(writer, object, id));
    res.status(204).end();
  });
}

function theOne(org: Org, req: Request<{ field: string; value: string }>, object: SObject): string {
  const ids = idsByExternalId(org, object, req.params.field, req.params.value);
  const [id] = ids;
  if (id === undefined) throw notFound();
  if (ids.length > 1) throw new MultipleChoices(ids);
  return id;
}

function sendRecord(org: Org, object: SObject, id: string, req: Request, res: Response): void {
  const stored = getRecord(org.db, object, id);
  const fields =
    typeof req.query.fields === 'string' && req.query.fields !== '' ? req.query.fields.split(',') : undefined;
  if (typeof stored.LastModifiedDate === 'string' && isUnchanged(req, res, Date.parse(stored.LastModifiedDate))) return;
  rememberViewed(org, object, [id]);
  res.json(
    recordAnswer(
      object,
      stored,
      fields === undefined ? object.fields : wantedFields(org, object, fields),
      versionOf(req),
    ),
  );
}

export function recordAnswer(
  object: SObject,
  stored: StoredRecord,
  fields: readonly Field[],
  version: string,
): JsonRecord {
  const record: JsonRecord = { attributes: { type: object.name, url: recordUrl(version, object, String(stored.Id)) } };
  for (const field of fields) record[field.name] = jsonValue(field, stored[field.name] ?? null);
  return record;
}

/** @throws ApiError INVALID_FIELD */
export const wantedFields = (org: Org, object: SObject, names: readonly string[]): readonly Field[] =>
  names.map((name) => {
    const field = org.schema.findField(object, name.trim());
    if (!field)
      throw new ApiError(400, 'INVALID_FIELD', `No such column '${name.trim()}' on sobject of type ${object.name}`);
    return field;
  });
