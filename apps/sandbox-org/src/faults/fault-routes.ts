import express from 'express';
import type { Request, Router } from 'express';
import { ApiError } from '../org/api-error.ts';
import { faultKinds } from '../org/faults.ts';
import type { Fault, FaultKind } from '../org/faults.ts';
import { field, reference } from '../org/field.ts';
import type { FieldType } from '../org/field.ts';
import type { Denial } from '../org/metadata-changes.ts';
import { inTransaction } from '../org/org.ts';
import type { Org } from '../org/org.ts';
import { advanceCompany } from '../live/advance.ts';
import type { Sessions } from '../http/sessions.ts';
import type { Usage } from '../http/usage.ts';

const refused = (message: string): ApiError => new ApiError(400, 'INVALID_REQUEST', message);

type Body = Readonly<Record<string, unknown>>;

const bodyOf = (req: Request): Body => {
  const body: unknown = req.body;
  if (body === null || typeof body !== 'object') throw refused('A JSON object is needed.');
  return body as Body;
};

const textIn = (body: Body, name: string): string | undefined => {
  const value = body[name];
  if (value !== undefined && typeof value !== 'string') throw refused(`${name} must be a text.`);
  return value;
};

const numberIn = (body: Body, name: string): number | undefined => {
  const value = body[name];
  if (value !== undefined && (typeof value !== 'number' || !Number.isInteger(value) || value < 0)) {
    throw refused(`${name} must be a whole number.`);
  }
  return value;
};

/**
 * The levers of tests (`/sandbox/…`), there only where the org was started with `--faults`. They need
 * no sign-in: the org listens on loopback alone.
 */
export function faultRoutes(org: Org, sessions: Sessions, usage: Usage): Router {
  const router = express.Router();
  router.use(express.json());
  router.get('/faults', (_req, res) => void res.json(org.faults.list()));
  router.post('/faults', (req, res) => void res.status(201).json(org.faults.add(faultIn(bodyOf(req)))));
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
    usage.set(numberIn(bodyOf(req), 'used') ?? 0);
    res.json({ used: usage.used(), limit: usage.limit });
  });
  router.post('/events/forget', (_req, res) => {
    org.db.exec('DELETE FROM "sandbox.change"');
    res.status(204).end();
  });
  router.post('/advance', (req, res) => {
    const body = bodyOf(req);
    res.json(advanceCompany(org, numberIn(body, 'changes') ?? 1, numberIn(body, 'seed') ?? 1));
  });
  router.post('/permissions/deny', (req, res) => {
    const denial = denialIn(bodyOf(req));
    inTransaction(org.db, () => org.metadata.deny(denial));
    res.status(201).json(denial);
  });
  router.delete('/permissions/deny', (_req, res) => {
    inTransaction(org.db, () => org.metadata.allowAll());
    res.status(204).end();
  });
  router.post('/fields', (req, res) => void res.status(201).json(addField(org, bodyOf(req))));
  router.delete('/fields/:object/:field', (req, res) => {
    inTransaction(org.db, () => org.metadata.removeField(req.params.object, req.params.field));
    res.status(204).end();
  });
  return router;
}

function faultIn(body: Body): Omit<Fault, 'id'> {
  const kind = faultKinds.find((known): known is FaultKind => known === body.kind);
  if (!kind) throw refused(`kind must be one of ${faultKinds.join(', ')}.`);
  const { ids } = body;
  if (ids !== undefined && !(Array.isArray(ids) && ids.every((id) => typeof id === 'string'))) {
    throw refused('ids must be a list of record ids.');
  }
  return {
    kind,
    times: numberIn(body, 'times') ?? 1,
    path: textIn(body, 'path'),
    method: textIn(body, 'method')?.toUpperCase(),
    object: textIn(body, 'object'),
    ids,
    delayMs: numberIn(body, 'delayMs'),
    bytes: numberIn(body, 'bytes'),
    message: textIn(body, 'message'),
    field: textIn(body, 'field'),
  };
}

function denialIn(body: Body): Denial {
  const object = textIn(body, 'object');
  const { right } = body;
  if (object === undefined) throw refused('object is missing.');
  if (right !== 'read' && right !== 'write') throw refused('right must be read or write.');
  return { object, field: textIn(body, 'field'), right };
}

const addable: readonly FieldType[] = [
  'string',
  'double',
  'boolean',
  'date',
  'datetime',
  'picklist',
  'multipicklist',
  'reference',
];

const lengths: Readonly<Partial<Record<FieldType, number>>> = { string: 255, picklist: 255, multipicklist: 4_099 };

/** The one kind of lookup that is made on demand. */
const lookupToUser = (name: string) => {
  const { length, referenceTo, relationshipName } = reference(name, ['User']);
  return { length, referenceTo, relationshipName };
};

function addField(org: Org, body: Body) {
  const name = textIn(body, 'name') ?? '';
  const object = textIn(body, 'object') ?? '';
  const type = addable.find((known) => known === (body.type ?? 'string'));
  if (!/^[A-Za-z]\w*__c$/.test(name)) throw refused('name must be the API name of a custom field, e.g. Region__c.');
  if (!type) throw refused(`type must be one of ${addable.join(', ')}.`);
  const made = field(name, type, {
    length: lengths[type] ?? 0,
    precision: type === 'double' ? 18 : 0,
    nillable: type !== 'boolean',
    defaultValue: type === 'boolean' ? false : null,
    tracked: body.tracked === true,
    ...(type === 'reference' && lookupToUser(name)),
  });
  inTransaction(org.db, () => org.metadata.addField(object, made));
  return { object, field: made.name, type };
}
