import { DAY_MS } from '@leadlight/common';
import express, { type Router } from 'express';
import { inTransaction, type Org } from '../org/org.ts';
import { logChange } from '../org/records/change-log.ts';
import { updateRecord } from '../org/records/record-store.ts';
import { createWriteContext } from '../org/records/write-context.ts';
import { field, NUMBER_TYPES, type FieldType } from '../org/schema/field.ts';
import { quoteIdentifier } from '../org/tables.ts';
import { invalidRequest, parseBody, readNumber, readText } from './read-body.ts';

const toSecond = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}.000Z`;
/** Organization-wide defaults of leads. */
const LEAD_ACCESS: readonly string[] = ['None', 'Read', 'Edit', 'ReadEditTransfer'];
const TYPES: readonly FieldType[] = ['string', 'double', 'picklist', 'currency', 'percent'];

/** `/sandbox/…` for what administrators and integrations change in a live org. */
export function schemaRoutes(org: Org): Router {
  const router = express.Router();
  router.post('/fields/track', (req, res) => {
    const body = parseBody(req);
    const [object, name] = [readText(body, 'object') ?? '', readText(body, 'field') ?? ''];
    const at = org.now() - DAY_MS * (readNumber(body, 'daysAgo') ?? 0);
    inTransaction(org.db, () => org.metadata.trackField(object, name, body.tracked !== false, toSecond(at)));
    res.status(201).json({ object, field: name });
  });
  router.post('/sharing/leads', (req, res) => {
    const access = readText(parseBody(req), 'access');
    if (!LEAD_ACCESS.includes(access ?? '')) throw invalidRequest(`access must be one of ${LEAD_ACCESS.join(', ')}.`);
    org.db.prepare('UPDATE "Organization" SET "DefaultLeadAccess" = ?').run(access!);
    res.json({ access });
  });
  router.post('/fields/type', (req, res) => {
    const body = parseBody(req);
    const [object, name] = [readText(body, 'object') ?? '', readText(body, 'field') ?? ''];
    const type = TYPES.find((each) => each === body.type);
    if (!type) throw invalidRequest(`type must be one of ${TYPES.join(', ')}.`);
    inTransaction(org.db, () => {
      org.metadata.changeType(object, name, type, toSecond(org.now()));
      logWildcardChange(org, object);
    });
    org.changed.fire();
    res.status(201).json({ object, field: name, type });
  });
  router.post('/fields/rename', (req, res) => {
    const body = parseBody(req);
    const [object, name] = [readText(body, 'object') ?? '', readText(body, 'field') ?? ''];
    const to = readText(body, 'to') ?? '';
    if (!/^\w+__c$/.test(to)) throw invalidRequest('to must be the name of a custom field.');
    inTransaction(org.db, () => org.metadata.renameField(object, name, to));
    res.status(201).json({ object, field: name, to });
  });
  router.post('/values/rename', (req, res) => {
    const body = parseBody(req);
    const [object, name] = [readText(body, 'object') ?? '', readText(body, 'field') ?? ''];
    const [from, to] = [readText(body, 'from') ?? '', readText(body, 'to') ?? ''];
    inTransaction(org.db, () => org.metadata.renameValue(object, name, from, to, toSecond(org.now())));
    res.status(201).json({ object, field: name, from, to });
  });
  router.post('/values/multiply', (req, res) => {
    const body = parseBody(req);
    const [objectName, name, factor] = [readText(body, 'object') ?? '', readText(body, 'field') ?? '', body.factor];
    if (typeof factor !== 'number') throw invalidRequest('factor must be a number.');
    const object = org.schema.getObject(objectName);
    const multiplied = org.schema.findField(object, name);
    if (!multiplied || !NUMBER_TYPES.includes(multiplied.type))
      throw invalidRequest(`${objectName} has no number field ${name}.`);
    const column = quoteIdentifier(multiplied.name);
    const open = object.name === 'Lead' ? ' AND "IsConverted" = 0' : '';
    const rows = org.db
      .prepare(
        `SELECT "Id", ${column} AS value FROM ${quoteIdentifier(object.name)} WHERE ${column} IS NOT NULL AND "IsDeleted" = 0${open}`,
      )
      .all();
    inTransaction(org.db, () => {
      const context = createWriteContext(org, '');
      for (const { Id, value } of rows)
        updateRecord(context, object, String(Id), { [multiplied.name]: Number(value) * factor });
    });
    res.status(201).json({ records: rows.length });
  });
  router.post('/currencies', (_req, res) => {
    const currency = field('CurrencyIsoCode', 'picklist', { length: 3, picklist: ['USD', 'EUR'], label: 'Currency' });
    inTransaction(org.db, () => {
      org.metadata.addField('Lead', currency);
      org.db.exec(`UPDATE "Lead" SET "CurrencyIsoCode" = 'USD'`);
    });
    res.status(201).json({ field: currency.name });
  });
  return router;
}

/** Sent for a change of type that loses values: it concerns every record of the object. */
function logWildcardChange(org: Org, objectName: string): void {
  const object = org.schema.getObject(objectName);
  const { transactionKey, transaction, userId } = createWriteContext(org, '');
  logChange(org.db, transaction, {
    object: object.name,
    recordId: `${object.keyPrefix}*`,
    type: 'UPDATE',
    fields: [],
    values: {},
    origin: '',
    transactionKey,
    userId,
    committedAt: new Date(org.now()).toISOString(),
  });
}
