import express, { type Router } from 'express';
import { listNotifications } from '../actions/custom-notifications.ts';
import type { Sessions } from '../auth/sessions.ts';
import type { Usage } from '../http/usage.ts';
import { advanceCompany } from '../org/advance-company.ts';
import { inTransaction, type Org } from '../org/org.ts';
import { field, type FieldType, reference } from '../org/schema/field.ts';
import type { DeniedPermission } from '../org/schema/metadata-changes.ts';
import { type Fault, FAULT_KINDS } from './faults.ts';
import { type Body, invalidRequest, parseBody, readNumber, readText } from './read-body.ts';
import { schemaRoutes } from './schema-routes.ts';

/**
 * `/sandbox/…`: lets tests inject faults and change the org. Served with `--faults` only, and without sign-in, because the
 * org listens on loopback.
 */
export function faultRoutes(org: Org, sessions: Sessions, usage: Usage): Router {
  const router = express.Router();
  router.use(express.json());
  router.get('/faults', (_req, res) => void res.json(org.faults.list()));
  router.post('/faults', (req, res) => void res.status(201).json(org.faults.add(parseFault(parseBody(req)))));
  router.delete('/faults', (_req, res) => {
    org.faults.clear();
    org.db.exec('DELETE FROM "sandbox.hidden"');
    res.status(204).end();
  });
  router.post('/sessions/end', (_req, res) => {
    sessions.endAll();
    res.status(204).end();
  });
  router.post('/usage', (req, res) => {
    usage.used = readNumber(parseBody(req), 'used') ?? 0;
    res.json({ used: usage.used, limit: usage.limit });
  });
  router.post('/events/forget', (_req, res) => {
    org.db.exec('DELETE FROM "sandbox.change"');
    res.status(204).end();
  });
  router.get('/notifications', (_req, res) => void res.json(listNotifications(org.db)));
  router.post('/advance', (req, res) => {
    const body = parseBody(req);
    res.json(advanceCompany(org, readNumber(body, 'changes') ?? 1, readNumber(body, 'seed') ?? 1));
  });
  router.post('/permissions/deny', (req, res) => {
    const denial = parseDenial(parseBody(req));
    inTransaction(org.db, () => org.metadata.deny(denial));
    res.status(201).json(denial);
  });
  router.delete('/permissions/deny', (_req, res) => {
    inTransaction(org.db, () => org.metadata.allowAll());
    res.status(204).end();
  });
  router.use(schemaRoutes(org));
  router.post('/fields', (req, res) => void res.status(201).json(addField(org, parseBody(req))));
  router.delete('/fields/:object/:field', (req, res) => {
    inTransaction(org.db, () => org.metadata.removeField(req.params.object, req.params.field));
    res.status(204).end();
  });
  return router;
}

function parseFault(body: Body): Omit<Fault, 'id'> {
  const kind = FAULT_KINDS.find((each) => each === body.kind);
  if (!kind) throw invalidRequest(`kind must be one of ${FAULT_KINDS.join(', ')}.`);
  const { ids } = body;
  if (ids !== undefined && !(Array.isArray(ids) && ids.every((id) => typeof id === 'string'))) {
    throw invalidRequest('ids must be a list of record ids.');
  }
  return {
    kind,
    times: readNumber(body, 'times') ?? 1,
    path: readText(body, 'path'),
    method: readText(body, 'method')?.toUpperCase(),
    object: readText(body, 'object'),
    ids,
    delayMs: readNumber(body, 'delayMs'),
    bytes: readNumber(body, 'bytes'),
    message: readText(body, 'message'),
    field: readText(body, 'field'),
  };
}

function parseDenial(body: Body): DeniedPermission {
  const object = readText(body, 'object');
  const { right } = body;
  if (object === undefined) throw invalidRequest('object is missing.');
  if (right !== 'read' && right !== 'write') throw invalidRequest('right must be read or write.');
  return { object, field: readText(body, 'field'), right };
}

const ADDABLE_TYPES: readonly FieldType[] = [
  'string',
  'double',
  'boolean',
  'date',
  'datetime',
  'picklist',
  'multipicklist',
  'reference',
];

const TEXT_LENGTHS: Readonly<Partial<Record<FieldType, number>>> = { string: 255, picklist: 255, multipicklist: 4_099 };

/** The only kind of lookup that can be added. */
const lookupToUser = (name: string) => {
  const { length, referenceTo, relationshipName } = reference(name, ['User']);
  return { length, referenceTo, relationshipName };
};

function addField(org: Org, body: Body) {
  const name = readText(body, 'name') ?? '';
  const object = readText(body, 'object') ?? '';
  const type = ADDABLE_TYPES.find((each) => each === (body.type ?? 'string'));
  if (!/^[A-Za-z]\w*__c$/.test(name))
    throw invalidRequest('name must be the API name of a custom field, e.g. Region__c.');
  if (!type) throw invalidRequest(`type must be one of ${ADDABLE_TYPES.join(', ')}.`);
  const added = field(name, type, {
    length: TEXT_LENGTHS[type] ?? 0,
    precision: type === 'double' ? 18 : 0,
    nillable: type !== 'boolean',
    defaultValue: type === 'boolean' ? false : null,
    tracked: body.tracked === true,
    ...(type === 'reference' && lookupToUser(name)),
  });
  inTransaction(org.db, () => org.metadata.addField(object, added));
  return { object, field: added.name, type };
}
