import express, { type Request, type Response, type Router } from 'express';
import { describeObject, summarizeObject } from '../describe/describe.ts';
import { checkPreconditions, recordEtag, sendNotModified, sendTagMatched } from '../http/conditional-request.ts';
import { parseVersion, versionNumber } from '../http/version.ts';
import { writeInTransaction } from '../http/write-context.ts';
import type { ApiError } from '../org/api-error.ts';
import { badRequest, noSuchField, notFound } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import {
  createRecord,
  deleteRecord,
  findIdsByExternalId,
  getRecord,
  parsePathId,
  type RequestFields,
  updateRecord,
} from '../org/records/record-store.ts';
import { findKey, MultipleChoicesError, upsertRecord } from '../org/records/upsert.ts';
import type { StoredRecord } from '../org/records/derived-fields.ts';
import { markViewed } from '../org/records/viewed-records.ts';
import type { Field, SObject } from '../org/schema/field.ts';
import { recordUrl, toRecord } from '../soql/record-json.ts';
import { listRecentlyViewed } from './recently-viewed.ts';

/** The object named in a path. @throws ApiError NOT_FOUND */
export function getPathObject(org: Org, name: string | undefined): SObject {
  const object = name === undefined ? undefined : org.schema.findObject(name);
  if (!object) throw notFound();
  return object;
}

/** The fields of one record in the body. @throws ApiError JSON_PARSER_ERROR */
function parseFields(req: Request): RequestFields {
  const body: unknown = req.body;
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw badRequest('JSON_PARSER_ERROR', 'The HTTP entity body is required, but this request has no entity body.');
  }
  return body as RequestFields;
}

export const idInInsert = (): ApiError =>
  badRequest('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']);

/** The fields of a new record, without an id. @throws ApiError */
function parseNewFields(req: Request): RequestFields {
  const fields = parseFields(req);
  if (findKey(fields, 'Id') in fields) throw idInInsert();
  return fields;
}

/** The fields in the body, without one that is in the path. @throws ApiError INVALID_FIELD */
function parseFieldsExcept(req: Request, name: string): RequestFields {
  const fields = parseFields(req);
  if (!(findKey(fields, name) in fields)) return fields;
  throw badRequest('INVALID_FIELD', `The ${name} field should not be specified in the sobject data.`);
}

export function sobjectRoutes(org: Org): Router {
  const router = express.Router({ mergeParams: true });
  describeRoutes(router, org);
  recordRoutes(router, org);
  externalIdRoutes(router, org);
  return router;
}

function describeRoutes(router: Router, org: Org): void {
  router.get('/', (req, res) => {
    const version = parseVersion(req);
    if (sendNotModified(req, res, org.metadata.changedAt)) return;
    const sobjects = org.schema.objects.map((object) => summarizeObject(object, version));
    res.json({ encoding: 'UTF-8', maxBatchSize: 200, sobjects });
  });
  router.get('/:object', (req, res) => {
    const object = getPathObject(org, req.params.object);
    const recentItems = listRecentlyViewed(org, parseVersion(req), 10, object.name);
    res.json({ objectDescribe: summarizeObject(object, parseVersion(req)), recentItems });
  });
  router.get('/:object/describe', (req, res) => {
    const object = getPathObject(org, req.params.object);
    if (sendNotModified(req, res, org.metadata.changedAt)) return;
    res.json(describeObject(org.schema, object, parseVersion(req)));
  });
}

function recordRoutes(router: Router, org: Org): void {
  router.post('/:object', (req, res) => {
    const object = getPathObject(org, req.params.object);
    const id = writeInTransaction(org, req, (context) => createRecord(context, object, parseNewFields(req)));
    res
      .status(201)
      .location(recordUrl(parseVersion(req), object.name, id))
      .json({ id, success: true, errors: [] });
  });
  router.get('/:object/:id', (req, res) => {
    const object = getPathObject(org, req.params.object);
    sendRecord(org, object, parsePathId(object, req.params.id), req, res);
  });
  router.patch('/:object/:id', (req, res) => {
    const object = getPathObject(org, req.params.object);
    writeInTransaction(org, req, (context) => {
      const id = parsePathId(object, req.params.id);
      checkRecordPreconditions(req, object, getRecord(context.db, object, id));
      updateRecord(context, object, id, parseFieldsExcept(req, 'Id'));
    });
    res.status(204).end();
  });
  router.delete('/:object/:id', (req, res) => {
    const object = getPathObject(org, req.params.object);
    writeInTransaction(org, req, (context) => deleteRecord(context, object, parsePathId(object, req.params.id)));
    res.status(204).end();
  });
}

/** The first API version with a body in the response to an upsert that updated a record. */
const FIRST_VERSION_WITH_UPSERT_BODY = 46;

function externalIdRoutes(router: Router, org: Org): void {
  router.get('/:object/:field/:value', (req, res) => {
    const object = getPathObject(org, req.params.object);
    sendRecord(org, object, getIdByExternalId(org, req, object), req, res);
  });
  router.patch('/:object/:field/:value', (req, res) => {
    const object = getPathObject(org, req.params.object);
    const { field, value } = req.params;
    const { id, created } = writeInTransaction(org, req, (context) =>
      upsertRecord(context, object, field, value, parseFieldsExcept(req, field)),
    );
    if (!created && versionNumber(req) < FIRST_VERSION_WITH_UPSERT_BODY) res.status(204).end();
    else res.status(created ? 201 : 200).json({ id, success: true, errors: [], created });
  });
  router.delete('/:object/:field/:value', (req, res) => {
    const object = getPathObject(org, req.params.object);
    const id = getIdByExternalId(org, req, object);
    writeInTransaction(org, req, (context) => deleteRecord(context, object, id));
    res.status(204).end();
  });
}

function getIdByExternalId(org: Org, req: Request<{ field: string; value: string }>, object: SObject): string {
  const ids = findIdsByExternalId(org, object, req.params.field, req.params.value);
  const [id] = ids;
  if (id === undefined) throw notFound();
  if (ids.length > 1) throw new MultipleChoicesError(ids);
  return id;
}

/** As on the platform. */
const hasEtag = ({ name }: SObject): boolean => name === 'Account';

/** @throws ApiError PRECONDITION_FAILED, INVALID_HEADER */
function checkRecordPreconditions(req: Request, object: SObject, stored: StoredRecord): void {
  const etag = hasEtag(object) ? recordEtag(stored) : undefined;
  checkPreconditions(req, Date.parse(String(stored.LastModifiedDate ?? stored.SystemModstamp)), etag);
}

function sendRecord(org: Org, object: SObject, id: string, req: Request, res: Response): void {
  const stored = getRecord(org.db, object, id);
  const names = req.query.fields;
  const fields = typeof names === 'string' && names !== '' ? getFields(org, object, names.split(',')) : object.fields;
  checkRecordPreconditions(req, object, stored);
  const modifiedAt = Date.parse(String(stored.LastModifiedDate));
  if (!Number.isNaN(modifiedAt) && sendNotModified(req, res, modifiedAt)) return;
  if (hasEtag(object) && sendTagMatched(req, res, recordEtag(stored))) return;
  markViewed(org.db, object, [id], org.now());
  res.json(toRecord(object, stored, fields, parseVersion(req)));
}

/** @throws ApiError INVALID_FIELD */
export const getFields = (org: Org, object: SObject, names: readonly string[]): readonly Field[] =>
  names.map((name) => {
    const field = org.schema.findField(object, name.trim());
    if (!field) throw noSuchField(name.trim(), object.name);
    return field;
  });
