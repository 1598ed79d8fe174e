import express from 'express';
import type { Request, Router } from 'express';
import { ApiError, notFound } from '../org/api-error.ts';
import type { SObject } from '../org/field.ts';
import { inTransaction } from '../org/org.ts';
import type { Org } from '../org/org.ts';
import { checkedId, createRecord, deleteRecord, getRecord, updateRecord } from '../org/record-store.ts';
import type { SentFields } from '../org/record-store.ts';
import { externalIdField, upsertRecord } from '../org/upsert.ts';
import { jsonValue } from '../soql/shape.ts';
import type { JsonRecord } from '../soql/shape.ts';
import { objectDescription, objectSummary } from './describe.ts';
import { versionOf } from './version.ts';

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

export function sobjectRoutes(org: Org): Router {
  const router = express.Router({ mergeParams: true });

  router.get('/', (req, res) => {
    const version = versionOf(req);
    res.json({
      encoding: 'UTF-8',
      maxBatchSize: 200,
      sobjects: org.schema.objects.map((object) => objectSummary(object, version)),
    });
  });

  router.get('/:object', (req, res) => {
    res.json({ objectDescribe: objectSummary(objectIn(org, req.params.object), versionOf(req)), recentItems: [] });
  });

  router.get('/:object/describe', (req, res) => {
    res.json(objectDescription(org.schema, objectIn(org, req.params.object), versionOf(req)));
  });

  router.post('/:object', (req, res) => {
    const object = objectIn(org, req.params.object);
    const id = inTransaction(org.db, () => createRecord(org, object, bodyFields(req)));
    res
      .status(201)
      .location(`/services/data/${versionOf(req)}/sobjects/${object.name}/${id}`)
      .json({ id, success: true, errors: [] });
  });

  router.get('/:object/:id', (req, res) => {
    const object = objectIn(org, req.params.object);
    res.json(readRecord(org, object, checkedId(object, req.params.id), req));
  });

  router.patch('/:object/:id', (req, res) => {
    const object = objectIn(org, req.params.object);
    inTransaction(org.db, () => updateRecord(org, object, checkedId(object, req.params.id), bodyFields(req)));
    res.status(204).end();
  });

  router.patch('/:object/:key/:value', (req, res) => {
    const object = objectIn(org, req.params.object);
    const key = externalIdField(org, object, req.params.key);
    const { created, id } = inTransaction(org.db, () =>
      upsertRecord(org, object, key, req.params.value, bodyFields(req)),
    );
    res.status(created ? 201 : 200).json({ id, success: true, errors: [], created });
  });

  router.delete('/:object/:id', (req, res) => {
    const object = objectIn(org, req.params.object);
    inTransaction(org.db, () => deleteRecord(org, object, checkedId(object, req.params.id)));
    res.status(204).end();
  });
  return router;
}

function readRecord(org: Org, object: SObject, id: string, req: Request): JsonRecord {
  const stored = getRecord(org.db, object, id);
  const version = versionOf(req);
  const record: JsonRecord = {
    attributes: { type: object.name, url: `/services/data/${version}/sobjects/${object.name}/${id}` },
  };
  for (const field of wantedFields(org, object, req.query.fields))
    record[field.name] = jsonValue(field, stored[field.name] ?? null);
  return record;
}

function wantedFields(org: Org, object: SObject, asked: unknown) {
  if (typeof asked !== 'string' || asked === '') return object.fields;
  return asked.split(',').map((name) => {
    const field = org.schema.findField(object, name.trim());
    if (!field)
      throw new ApiError(400, 'INVALID_FIELD', `No such column '${name.trim()}' on sobject of type ${object.name}`);
    return field;
  });
}
