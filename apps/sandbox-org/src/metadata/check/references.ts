import type { Component } from '../component-store.ts';
import { bundleReferences } from './bundle-references.ts';
import { type XmlElement, textOf } from '../xml.ts';

/** What a component needs in the org. */
export interface Reference {
  /** A type of component, or a kind that `World.has` knows. */
  readonly kind: string;
  readonly name: string;
  /** The element or import that names it, for the message. */
  readonly element: string;
  readonly line?: number;
  readonly column?: number;
  /** The platform drops it when its target is deleted, as a permission on a field. */
  readonly isSoft?: boolean;
}

/** An element of a type that names something else. */
interface Rule {
  /** Names of elements from the root, with `/`. */
  readonly path: string;
  readonly kind: string;
  /** Texts that name nothing in the org, e.g. standard tabs. */
  readonly except?: RegExp;
  readonly isSoft?: boolean;
  /** The name of the target. */
  readonly toName?: (text: string, component: Component) => string;
}

const STANDARD_TAB = /^standard-/;
const objectOf = ({ fullName }: Component): string => fullName.split('.')[0] ?? '';
/** A custom field of the component's object; columns of list views have names of their own for standard fields. */
const ownField = (text: string, component: Component): string =>
  text.includes('.') ? text : `${objectOf(component)}.${text}`;
/** A field of the object whose records start a flow. */
const ofStart = (text: string, { body }: Component): string =>
  `${elementsAt(body, ['start', 'object'])[0]?.text ?? ''}.${text}`;
const NOT_CUSTOM_FIELD = /^(?!.*__c$)/;

const RULES: Readonly<Record<string, readonly Rule[]>> = {
  CustomField: [{ path: 'referenceTo', kind: 'Object' }],
  CustomObject: [
    { path: 'compactLayoutAssignment', kind: 'CompactLayout', except: /^SYSTEM$/, toName: ownField },
    { path: 'actionOverrides/content', kind: 'FlexiPage' },
  ],
  ListView: [
    { path: 'columns', kind: 'Field', except: NOT_CUSTOM_FIELD, toName: ownField },
    { path: 'filters/field', kind: 'Field', except: NOT_CUSTOM_FIELD, toName: ownField },
  ],
  CompactLayout: [{ path: 'fields', kind: 'Field', toName: ownField }],
  PermissionSet: [
    { path: 'applicationVisibilities/application', kind: 'CustomApplication', except: /^standard__/, isSoft: true },
    { path: 'classAccesses/apexClass', kind: 'ApexClass', isSoft: true },
    { path: 'customPermissions/name', kind: 'CustomPermission', isSoft: true },
    { path: 'customMetadataTypeAccesses/name', kind: 'Object', isSoft: true },
    { path: 'externalCredentialPrincipalAccesses/externalCredentialPrincipal', kind: 'Principal', isSoft: true },
    { path: 'fieldPermissions/field', kind: 'Field', isSoft: true },
    { path: 'objectPermissions/object', kind: 'Object', isSoft: true },
    { path: 'tabSettings/tab', kind: 'CustomTab', except: STANDARD_TAB, isSoft: true },
  ],
  CustomPermission: [{ path: 'requiredPermission/customPermission', kind: 'CustomPermission' }],
  CustomTab: [
    { path: 'flexiPage', kind: 'FlexiPage' },
    { path: 'lwcComponent', kind: 'LightningComponentBundle' },
  ],
  CustomApplication: [
    { path: 'tabs', kind: 'CustomTab', except: STANDARD_TAB },
    { path: 'utilityBar', kind: 'FlexiPage' },
    { path: 'actionOverrides/content', kind: 'FlexiPage' },
    { path: 'profileActionOverrides/content', kind: 'FlexiPage' },
  ],
  FlexiPage: [
    { path: 'sobjectType', kind: 'Object' },
    {
      path: 'flexiPageRegions/itemInstances/componentInstance/componentName',
      kind: 'LightningComponentBundle',
      except: /:(?<!^c:)/,
      toName: (text) => text.replace(/^c:/, ''),
    },
    {
      path: 'flexiPageRegions/itemInstances/fieldInstance/fieldItem',
      kind: 'Field',
      toName: (text, { body }) => text.replace(/^Record\./, `${textOf(body, 'sobjectType') ?? ''}.`),
    },
  ],
  Flow: [
    { path: 'start/object', kind: 'Object' },
    // Actions of the platform have names like emailSimple, and start with a small letter.
    { path: 'actionCalls/actionName', kind: 'ApexClass', except: /^[a-z]/ },
    { path: 'start/filters/field', kind: 'Field', toName: ofStart },
  ],
  NamedCredential: [{ path: 'namedCredentialParameters/externalCredential', kind: 'ExternalCredential' }],
  CustomMetadata: [
    { path: 'values/field', kind: 'Field', toName: (text, component) => `${objectOf(component)}__mdt.${text}` },
  ],
  Translations: [
    { path: 'customLabels/name', kind: 'CustomLabel', isSoft: true },
    { path: 'customTabs/name', kind: 'CustomTab', isSoft: true },
    { path: 'customApplications/name', kind: 'CustomApplication', isSoft: true },
    { path: 'reportTypes/name', kind: 'ReportType', isSoft: true },
  ],
  PlatformEventChannelMember: [{ path: 'selectedEntity', kind: 'ChangeEvent' }],
  PlatformEventSubscriberConfig: [
    { path: 'platformEventConsumer', kind: 'ApexTrigger' },
    { path: 'user', kind: 'User' },
  ],
  ReportType: [{ path: 'baseObject', kind: 'Object' }],
  Report: [
    { path: 'reportType', kind: 'ReportType', except: NOT_CUSTOM_FIELD, toName: (text) => text.replace(/__c$/, '') },
    ...[
      'columns/field',
      'groupingsDown/field',
      'groupingsAcross/field',
      'filter/criteriaItems/column',
      'chart/groupingColumn',
    ].map((path): Rule => ({ path, kind: 'Field', except: /^(?!\w+\.\w+__c$)/ })),
  ],
  Dashboard: [
    { path: 'dashboardGridLayout/dashboardGridComponents/dashboardComponent/report', kind: 'Report' },
    { path: 'runningUser', kind: 'User' },
  ],
  ...Object.fromEntries(
    [
      'ExtlClntAppOauthSettings',
      'ExtlClntAppGlobalOauthSettings',
      'ExtlClntAppOauthConfigurablePolicies',
      'ExtlClntAppConfigurablePolicies',
    ].map((type) => [type, [{ path: 'externalClientApplication', kind: 'ExternalClientApplication' }]]),
  ),
};

function elementsAt(element: XmlElement, path: readonly string[]): readonly XmlElement[] {
  const [name, ...rest] = path;
  if (name === undefined) return [element];
  return element.children.filter((child) => child.name === name).flatMap((child) => elementsAt(child, rest));
}

/** What the component names: by the rules above, the object or folder that it belongs to, and the imports of code. */
export function referencesOf(component: Component): readonly Reference[] {
  const named = (RULES[component.type] ?? []).flatMap(
    ({ path, kind, except, isSoft = false, toName = (text: string) => text }) =>
      elementsAt(component.body, path.split('/'))
        .filter(({ text }) => text !== '' && !except?.test(text))
        .map(({ name, text, line, column }) => ({
          kind,
          name: toName(text, component),
          element: name,
          line,
          column,
          isSoft,
        })),
  );
  return [...named, ...ownerOf(component), ...bundleReferences(component)];
}

function ownerOf(component: Component): readonly Reference[] {
  const { type, fullName } = component;
  const owner = fullName.split(/[./]/)[0] ?? '';
  if (['CustomField', 'ListView', 'CompactLayout'].includes(type))
    return [{ kind: 'Object', name: owner, element: 'object' }];
  if (type === 'CustomMetadata') return [{ kind: 'Object', name: `${owner}__mdt`, element: 'type' }];
  if (type === 'Report' || type === 'Dashboard') return [{ kind: `${type}Folder`, name: owner, element: 'folder' }];
  return [];
}
