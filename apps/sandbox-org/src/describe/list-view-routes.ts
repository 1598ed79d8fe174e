import express, { type Request, type Router } from 'express';
import { recordId } from '../company/record-id.ts';
import { parseVersion } from '../http/version.ts';
import { notFound } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import type { Field, SObject } from '../org/schema/field.ts';
import { getPathObject } from '../sobjects/sobject-routes.ts';
import { toJsonValue } from '../soql/record-json.ts';
import { plannerContext, prepareQuery, queryRows } from '../soql/run-query.ts';

const LIST_VIEW_PREFIX = '00B';
const DEFAULT_ROWS = 25;

/** Every object has one list view with all records. */
export function listViewRoutes(org: Org): Router {
  const router = express.Router({ mergeParams: true });
  router.get('/:object/listviews', (req, res) => {
    const object = getPathObject(org, req.params.object);
    const listviews = [toListView(org, object, parseVersion(req))];
    res.json({ done: true, listviews, nextRecordsUrl: null, size: listviews.length, sobjectType: object.name });
  });
  router.get('/:object/listviews/:id', (req, res) => {
    res.json(toListView(org, getListViewObject(org, req), parseVersion(req)));
  });
  router.get('/:object/listviews/:id/describe', (req, res) => {
    const object = getListViewObject(org, req);
    res.json({
      columns: columnsOf(object).map(toColumn),
      id: listViewId(org, object),
      orderBy: [{ fieldNameOrPath: 'Id', nullsPosition: 'first', sortDirection: 'ascending' }],
      query: listViewQuery(object),
      scope: null,
      sobjectType: object.name,
      whereCondition: { conditions: [], conjunction: 'and' },
    });
  });
  router.get('/:object/listviews/:id/results', (req, res) => {
    const object = getListViewObject(org, req);
    res.json(listViewResults(org, object, Number(req.query.limit ?? DEFAULT_ROWS), Number(req.query.offset ?? 0)));
  });
  return router;
}

const listViewId = (org: Org, object: SObject): string =>
  recordId(LIST_VIEW_PREFIX, 1 + org.schema.objects.indexOf(object));

function getListViewObject(org: Org, req: Request<{ object: string; id: string }>): SObject {
  const object = getPathObject(org, req.params.object);
  if (!listViewId(org, object).startsWith(req.params.id.slice(0, 15))) throw notFound();
  return object;
}

const columnsOf = (object: SObject): readonly Field[] =>
  object.fields.filter(({ isName, name }) => isName || ['Id', 'CreatedDate', 'SystemModstamp'].includes(name));

const listViewQuery = (object: SObject): string =>
  `SELECT ${columnsOf(object)
    .map(({ name }) => name)
    .join(', ')} FROM ${object.name} ORDER BY ${object.fields[0]?.name ?? 'Id'}`;

const toColumn = ({ name, label, type }: Field) => ({
  ascendingLabel: 'Z-A',
  descendingLabel: 'A-Z',
  fieldNameOrPath: name,
  hidden: name === 'Id',
  label,
  selectListItem: name,
  sortDirection: null,
  sortIndex: null,
  sortable: true,
  type,
});

function toListView(org: Org, object: SObject, version: string) {
  const id = listViewId(org, object);
  const url = `/services/data/${version}/sobjects/${object.name}/listviews/${id}`;
  return {
    describeUrl: `${url}/describe`,
    developerName: `All${object.name}`,
    id,
    label: `All ${object.labelPlural}`,
    resultsUrl: `${url}/results`,
    soqlCompatible: true,
    url,
  };
}

function listViewResults(org: Org, object: SObject, limit: number, offset: number) {
  const soql = `${listViewQuery(object)} LIMIT ${Math.min(2_000, Math.max(1, Math.floor(limit) || DEFAULT_ROWS))} OFFSET ${Math.max(0, Math.floor(offset) || 0)}`;
  const { plan } = prepareQuery(soql, plannerContext(org));
  const records = queryRows(org.db, plan).map((row) => ({
    columns: plan.columns.map(({ name, field }, index) => ({
      fieldNameOrPath: name,
      value: toJsonValue(field, row[index + 1] ?? null),
    })),
  }));
  return {
    columns: columnsOf(object).map(toColumn),
    developerName: `All${object.name}`,
    done: true,
    id: listViewId(org, object),
    label: `All ${object.labelPlural}`,
    records,
    size: records.length,
  };
}
