import express, { type Request, type Router } from 'express';
import { recordId } from '../company/record-id.ts';
import { parseVersion } from '../http/version.ts';
import { notFound } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import type { Field, SObject } from '../org/schema/field.ts';
import { getPathObject } from '../sobjects/sobject-routes.ts';
import { toJsonValue } from '../soql/record-json.ts';
import { plannerContext, prepareQuery, queryRows } from '../soql/run-query.ts';
import { storedListViews, type ListView } from './list-views.ts';

const LIST_VIEW_PREFIX = '00B';
const DEFAULT_ROWS = 25;
/** Above the ids of list views that are stored. */
const FIRST_SERIAL = 1_000_000;

/** Every object has one list view with all records, and those that are deployed or that users have made. */
export function listViewRoutes(org: Org): Router {
  const router = express.Router({ mergeParams: true });
  router.get('/:object/listviews', (req, res) => {
    const object = getPathObject(org, req.params.object);
    const listviews = viewsOf(org, object).map((view) => toListView(object, view, parseVersion(req)));
    res.json({ done: true, listviews, nextRecordsUrl: null, size: listviews.length, sobjectType: object.name });
  });
  router.get('/:object/listviews/:id', (req, res) => {
    const { object, view } = getListView(org, req);
    res.json(toListView(object, view, parseVersion(req)));
  });
  router.get('/:object/listviews/:id/describe', (req, res) => {
    const { object, view } = getListView(org, req);
    res.json({
      columns: columnsOf(object).map(toColumn),
      id: view.id,
      orderBy: [{ fieldNameOrPath: 'Id', nullsPosition: 'first', sortDirection: 'ascending' }],
      query: listViewQuery(object, view),
      scope: null,
      sobjectType: object.name,
      whereCondition: { conditions: [], conjunction: 'and' },
    });
  });
  router.get('/:object/listviews/:id/results', (req, res) => {
    const { object, view } = getListView(org, req);
    res.json(
      listViewResults(org, object, view, Number(req.query.limit ?? DEFAULT_ROWS), Number(req.query.offset ?? 0)),
    );
  });
  return router;
}

const viewsOf = (org: Org, object: SObject): readonly ListView[] => [
  {
    id: recordId(LIST_VIEW_PREFIX, FIRST_SERIAL + org.schema.objects.indexOf(object)),
    developerName: `All${object.name}`,
    label: `All ${object.labelPlural}`,
    where: '',
  },
  ...storedListViews(org, object),
];

function getListView(org: Org, { params }: Request<{ object: string; id: string }>) {
  const object = getPathObject(org, params.object);
  const view = viewsOf(org, object).find(({ id }) => id.startsWith(params.id.slice(0, 15)));
  if (!view) throw notFound();
  return { object, view };
}

const columnsOf = (object: SObject): readonly Field[] =>
  object.fields.filter(({ isName, name }) => isName || ['Id', 'CreatedDate', 'SystemModstamp'].includes(name));

const listViewQuery = (object: SObject, { where }: ListView): string =>
  `SELECT ${columnsOf(object)
    .map(({ name }) => name)
    .join(', ')} FROM ${object.name}${where && ` WHERE ${where}`} ORDER BY ${object.fields[0]?.name ?? 'Id'}`;

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

function toListView(object: SObject, { id, developerName, label }: ListView, version: string) {
  const url = `/services/data/${version}/sobjects/${object.name}/listviews/${id}`;
  return {
    describeUrl: `${url}/describe`,
    developerName,
    id,
    label,
    resultsUrl: `${url}/results`,
    soqlCompatible: true,
    url,
  };
}

function listViewResults(org: Org, object: SObject, view: ListView, limit: number, offset: number) {
  const soql = `${listViewQuery(object, view)} LIMIT ${Math.min(2_000, Math.max(1, Math.floor(limit) || DEFAULT_ROWS))} OFFSET ${Math.max(0, Math.floor(offset) || 0)}`;
  const { plan } = prepareQuery(soql, plannerContext(org));
  const records = queryRows(org.db, plan).map((row) => ({
    columns: plan.columns.map(({ name, field }, index) => ({
      fieldNameOrPath: name,
      value: toJsonValue(field, row[index + 1] ?? null),
    })),
  }));
  return {
    columns: columnsOf(object).map(toColumn),
    developerName: view.developerName,
    done: true,
    id: view.id,
    label: view.label,
    records,
    size: records.length,
  };
}
