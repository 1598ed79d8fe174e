import express, { type Request, type Router } from 'express';
import { badRequest, notFound } from '../org/api-error.ts';
import { writeDeployedRecords } from '../org/deployed-records.ts';
import { inTransaction, type Org } from '../org/org.ts';
import { MADE_BY_USER } from '../metadata/component-store.ts';
import type { XmlElement } from '../metadata/xml.ts';
import type { SObject } from '../org/schema/field.ts';
import { getPathObject } from '../sobjects/sobject-routes.ts';

interface Filter {
  readonly fieldApiName: string;
  readonly operator: string;
  readonly operandLabels: readonly string[];
}

interface ListInfo {
  readonly listViewApiName: string;
  readonly label: string;
  readonly displayColumns: readonly string[];
  readonly filteredByInfo: readonly Filter[];
}

/** As for list views that are deployed. */
const MAX_NAME = 40;

/**
 * List views that a user makes, changes the label of, and deletes.
 * @source User Interface API Developer Guide, Create a List View for an Object; Delete List View Metadata (61.0)
 */
export function listInfoRoutes(org: Org): Router {
  const router = express.Router({ mergeParams: true });
  const save = (object: SObject, info: ListInfo) => {
    const body = toElement(object, info);
    const fullName = `${object.name}.${info.listViewApiName}`;
    inTransaction(org.db, () => {
      org.components.put(
        { type: 'ListView', fullName, fileName: MADE_BY_USER, body, files: {} },
        new Date(org.now()).toISOString(),
      );
      writeDeployedRecords(org.db, org.schema, org.components);
    });
    return toListInfo(org, object, info.listViewApiName);
  };
  router.post('/:object', (req, res) => {
    const object = getPathObject(org, req.params.object);
    const info = readInfo(object, req);
    if (org.components.find('ListView', `${object.name}.${info.listViewApiName}`))
      throw badRequest('DUPLICATE_DEVELOPER_NAME', `The developer name ${info.listViewApiName} is in use.`);
    res.status(201).json(save(object, info));
  });
  router.get('/:object/:name', (req, res) => {
    res.json(toListInfo(org, getPathObject(org, req.params.object), req.params.name));
  });
  router.delete('/:object/:name', (req, res) => {
    const fullName = `${getPathObject(org, req.params.object).name}.${req.params.name}`;
    if (!org.components.find('ListView', fullName)) throw notFound();
    inTransaction(org.db, () => {
      org.components.remove('ListView', fullName);
      writeDeployedRecords(org.db, org.schema, org.components);
    });
    res.status(204).end();
  });
  return router;
}

/** @throws ApiError */
function readInfo(object: SObject, req: Request): ListInfo {
  const { listViewApiName, label, displayColumns = [], filteredByInfo = [] } = req.body as Partial<ListInfo>;
  if (!/^[A-Za-z]\w*$/.test(listViewApiName ?? '') || /__|_$/.test(listViewApiName ?? ''))
    throw badRequest('INVALID_INPUT', 'The list view API name is not valid.');
  for (const [what, text] of Object.entries({ listViewApiName, label }))
    if (!text || text.length > MAX_NAME) throw badRequest('STRING_TOO_LONG', `${what}: 1 to ${MAX_NAME} characters.`);
  const named = [...displayColumns, ...filteredByInfo.map(({ fieldApiName }) => fieldApiName)];
  const unknown = named.find((name) => !object.fields.some((field) => field.name === name));
  if (unknown !== undefined) throw badRequest('INVALID_FIELD', `No such column '${unknown}' on ${object.name}.`);
  return { listViewApiName: listViewApiName!, label: label!, displayColumns, filteredByInfo };
}

const element = (name: string, text: string, children: readonly XmlElement[] = []): XmlElement => ({
  ...{ name, text, children, attributes: {}, line: 1, column: 1 },
});

const toElement = (object: SObject, { label, displayColumns, filteredByInfo }: ListInfo): XmlElement =>
  element('ListView', '', [
    ...displayColumns.map((column) => element('columns', column)),
    element('filterScope', 'Everything'),
    ...filteredByInfo.map(({ fieldApiName, operator, operandLabels }) =>
      element('filters', '', [
        element('field', fieldApiName),
        element('operation', operator.charAt(0).toLowerCase() + operator.slice(1)),
        element('value', operandLabels.join(',')),
      ]),
    ),
    element('label', label),
  ]);

function toListInfo(org: Org, object: SObject, name: string) {
  const component = org.components.find('ListView', `${object.name}.${name}`);
  if (!component) throw notFound();
  const label = component.body.children.find((child) => child.name === 'label')?.text ?? name;
  const listReference = { id: component.id, listViewApiName: name, objectApiName: object.name, type: 'listView' };
  return { createable: true, deletable: true, updateable: true, label, listReference, visibility: 'Public' };
}
