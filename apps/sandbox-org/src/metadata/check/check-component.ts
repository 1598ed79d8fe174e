import { LAST_VERSION } from '../../http/version.ts';
import type { Component } from '../component-store.ts';
import { textOf } from '../xml.ts';
import { checkBundle, checkFlexiPage } from './check-pages.ts';
import { checkFlow } from './check-flow.ts';
import { checkCustomField } from './check-field.ts';
import { checkPermissionSet } from './check-permission-set.ts';
import { checkCustomMetadata, checkReportType } from './check-values.ts';
import { referencesOf } from './references.ts';
import { type Problem, problemAt, validateElement } from './validate-element.ts';
import type { World } from './world.ts';

/** Checks of a type beyond names and references. */
type Check = (component: Component, world: World) => readonly Problem[];

const maxLength =
  (limits: Readonly<Record<string, number>>): Check =>
  ({ body }) =>
    body.children
      .filter(({ name, text }) => text.length > (limits[name] ?? Number.POSITIVE_INFINITY))
      .map((element) =>
        problemAt(element, `${element.name}: data value too large (max length=${limits[element.name] ?? 0})`),
      );

/** Of code: the version must be one that the org has. */
const checkVersion: Check = ({ body }) => {
  const element = body.children.find(({ name }) => name === 'apiVersion');
  if (!element || Number(element.text) <= LAST_VERSION) return [];
  return [problemAt(element, `Invalid api version specified: ${element.text}`)];
};

const CHECKS: Readonly<Record<string, readonly Check[]>> = {
  ApexClass: [checkVersion],
  ApexTrigger: [checkVersion],
  LightningComponentBundle: [checkVersion, checkBundle],
  CustomField: [checkCustomField, maxLength({ label: 40, description: 1000, inlineHelpText: 510 })],
  CustomLabel: [maxLength({ fullName: 80, shortDescription: 80, value: 1000, categories: 255 })],
  CustomObject: [maxLength({ label: 40, pluralLabel: 40, description: 1000 })],
  PermissionSet: [checkPermissionSet, maxLength({ label: 80, description: 255 })],
  FlexiPage: [checkFlexiPage],
  Flow: [checkVersion, checkFlow, maxLength({ label: 255, description: 1000 })],
  CustomMetadata: [checkCustomMetadata],
  ReportType: [checkReportType],
  ListView: [maxLength({ fullName: 40, label: 40 })],
  StaticResource: [maxLength({ description: 255 })],
};

const NAME = /^[A-Za-z](?!\w*__\w*__\w*__)\w*$/;

/** Types whose names may have other characters. */
const FREE_NAMES = ['Translations', 'Report', 'Dashboard', 'CustomLabels', 'CustomMetadata', 'CustomApplication'];

/** Problems of a component in what the org would hold after the deployment. */
export function checkComponent(component: Component, world: World): Problem[] {
  const { type, fullName, body } = component;
  const wrong = validateElement(body, body.name);
  const last = fullName.split(/[./]/).at(-1) ?? '';
  if (!FREE_NAMES.includes(type) && !NAME.test(last)) {
    wrong.push({
      message: `The ${type} name "${last}" can only contain underscores and alphanumeric characters. It must begin with a letter.`,
    });
  }
  if (wrong.length > 0) return wrong;
  const missing = referencesOf(component)
    .filter(({ kind, name }) => !world.has(kind, name))
    .map(({ kind, name, element, line, column }) => ({
      message: `In field: ${element} - no ${LABELS[kind] ?? kind} named ${name} found`,
      line,
      column,
    }));
  return [...missing, ...(CHECKS[type] ?? []).flatMap((check) => check(component, world))];
}

const LABELS: Readonly<Record<string, string>> = {
  Field: 'CustomField',
  Object: 'CustomObject',
  ChangeEvent: 'entity',
};

/** Whether the org can describe a deployed object: custom objects need more than their fields. */
export const isWhole = ({ type, fullName, body }: Component): boolean =>
  type !== 'CustomObject' || !fullName.includes('__') || textOf(body, 'label') !== undefined;
