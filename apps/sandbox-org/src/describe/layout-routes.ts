import express, { type Router } from 'express';
import { notFound } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import type { Field, SObject } from '../org/schema/field.ts';
import { getPathObject } from '../sobjects/sobject-routes.ts';

const MASTER_RECORD_TYPE = '012000000000000AAA';

/** Page layouts: every field in one section of two columns. */
export function layoutRoutes(org: Org): Router {
  const router = express.Router({ mergeParams: true });
  router.get('/:object/describe/layouts', (req, res) => {
    res.json(toLayouts(getPathObject(org, req.params.object), req.baseUrl));
  });
  router.get('/:object/describe/namedLayouts/:name', (req, res) => {
    res.json(toLayouts(getPathObject(org, req.params.object), req.baseUrl));
  });
  router.get('/:object/describe/layouts/:recordType', (req, res) => {
    const object = getPathObject(org, req.params.object);
    if (req.params.recordType !== MASTER_RECORD_TYPE) throw notFound();
    res.json(toLayout(object));
  });
  router.get('/:object/describe/compactLayouts', (req, res) => {
    res.json(toCompactLayouts(getPathObject(org, req.params.object)));
  });
  router.get('/:object/describe/approvalLayouts', (req, res) => {
    getPathObject(org, req.params.object);
    res.json({ approvalLayouts: [] });
  });
  return router;
}

const masterType = {
  available: true,
  defaultRecordTypeMapping: true,
  developerName: 'Master',
  master: true,
  name: 'Master',
};

const toLayouts = (object: SObject, base: string) => ({
  layouts: [toLayout(object)],
  recordTypeMappings: [
    {
      ...masterType,
      active: true,
      layoutId: null,
      picklistsForRecordType: null,
      recordTypeId: MASTER_RECORD_TYPE,
      urls: { layout: `${base}/${object.name}/describe/layouts/${MASTER_RECORD_TYPE}` },
    },
  ],
  recordTypeSelectorRequired: [false],
});

const LAYOUT_COLUMNS = 2;

function toLayout(object: SObject) {
  const items = object.fields.filter(({ type }) => type !== 'id').map(toLayoutItem);
  const layoutRows = Array.from({ length: Math.ceil(items.length / LAYOUT_COLUMNS) }, (_, row) => ({
    layoutItems: items.slice(row * LAYOUT_COLUMNS, (row + 1) * LAYOUT_COLUMNS),
    numItems: Math.min(LAYOUT_COLUMNS, items.length - row * LAYOUT_COLUMNS),
  }));
  const section = {
    collapsed: false,
    columns: LAYOUT_COLUMNS,
    heading: `${object.label} Information`,
    layoutRows,
    layoutSectionId: null,
    parentLayoutId: null,
    rows: layoutRows.length,
    tabOrder: 'LeftToRight',
    useCollapsibleSection: false,
    useHeading: true,
  };
  return {
    buttonLayoutSection: { detailButtons: [] },
    detailLayoutSections: [section],
    editLayoutSections: [section],
    feedView: null,
    highlightsPanelLayoutSection: null,
    id: null,
    multirowEditLayoutSections: [],
    offlineLinks: [],
    quickActionList: { quickActionListItems: [] },
    relatedContent: null,
    relatedLists: [],
    saveOptions: [],
  };
}

const toLayoutItem = (field: Field) => ({
  editableForNew: field.createable,
  editableForUpdate: field.updateable,
  label: field.label,
  layoutComponents: [{ displayLines: field.filterable ? 1 : 4, tabOrder: 1, type: 'Field', value: field.name }],
  placeholder: false,
  required: !field.nillable && field.createable && field.type !== 'boolean',
});

const toCompactLayouts = (object: SObject) => ({
  compactLayouts: [
    {
      actions: [],
      fieldItems: object.fields.filter(({ isName }) => isName).map(toLayoutItem),
      id: null,
      imageItems: [],
      label: 'System Default',
      name: 'SYSTEM',
      objectType: object.name,
    },
  ],
  defaultCompactLayoutId: null,
  recordTypeCompactLayoutMappings: [
    {
      available: true,
      compactLayoutId: null,
      compactLayoutName: 'SYSTEM',
      recordTypeId: MASTER_RECORD_TYPE,
      recordTypeName: 'Master',
    },
  ],
});
