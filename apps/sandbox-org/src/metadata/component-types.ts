/** How a component of a type is stored in a zip file. */
export type FileShape =
  /** One XML file. */
  | 'xml'
  /** A file of code or content with `NAME-meta.xml` next to it. */
  | 'content'
  /** A folder of files. */
  | 'bundle'
  /** An XML file in a folder that is a component itself. */
  | 'in-folder';

export interface ComponentType {
  /** As in package.xml. */
  readonly name: string;
  /** The element of its file, where that is another than the name. */
  readonly root?: string;
  readonly folder: string;
  /** Without the dot; empty for a bundle. */
  readonly suffix: string;
  readonly shape: FileShape;
  readonly keyPrefix: string;
  /** Types of the components inside its file, by element. */
  readonly children?: Readonly<Record<string, string>>;
}

/** A type whose components are inside the file of another component. */
export interface ChildType {
  readonly name: string;
  readonly parent: string;
  readonly element: string;
  readonly keyPrefix: string;
}

const xml = (name: string, folder: string, suffix: string, keyPrefix: string): ComponentType => ({
  name,
  folder,
  suffix,
  shape: 'xml',
  keyPrefix,
});

/**
 * The types that the org stores; it refuses all others. Folders and suffixes are those of the Metadata API (registry of
 * `@salesforce/source-deploy-retrieve`).
 */
export const COMPONENT_TYPES: readonly ComponentType[] = [
  {
    name: 'CustomObject',
    folder: 'objects',
    suffix: 'object',
    shape: 'xml',
    keyPrefix: '01I',
    children: { fields: 'CustomField', listViews: 'ListView', compactLayouts: 'CompactLayout' },
  },
  {
    name: 'CustomLabels',
    folder: 'labels',
    suffix: 'labels',
    shape: 'xml',
    keyPrefix: '101',
    children: { labels: 'CustomLabel' },
  },
  { name: 'ApexClass', folder: 'classes', suffix: 'cls', shape: 'content', keyPrefix: '01p' },
  { name: 'ApexTrigger', folder: 'triggers', suffix: 'trigger', shape: 'content', keyPrefix: '01q' },
  { name: 'StaticResource', folder: 'staticresources', suffix: 'resource', shape: 'content', keyPrefix: '081' },
  { name: 'LightningComponentBundle', folder: 'lwc', suffix: '', shape: 'bundle', keyPrefix: '0Rb' },
  xml('PermissionSet', 'permissionsets', 'permissionset', '0PS'),
  xml('CustomPermission', 'customPermissions', 'customPermission', '0CP'),
  xml('CustomNotificationType', 'notificationtypes', 'notiftype', '0ML'),
  xml('CustomTab', 'tabs', 'tab', '01r'),
  xml('CustomApplication', 'applications', 'app', '02u'),
  xml('FlexiPage', 'flexipages', 'flexipage', '0M0'),
  xml('NamedCredential', 'namedCredentials', 'namedCredential', '0XA'),
  xml('ExternalCredential', 'externalCredentials', 'externalCredential', '0pu'),
  xml('CustomMetadata', 'customMetadata', 'md', 'm00'),
  xml('Translations', 'translations', 'translation', '01h'),
  xml('PlatformEventChannelMember', 'platformEventChannelMembers', 'platformEventChannelMember', '0v8'),
  xml('PlatformEventSubscriberConfig', 'PlatformEventSubscriberConfigs', 'platformEventSubscriberConfig', '0k3'),
  xml('Flow', 'flows', 'flow', '301'),
  xml('ReportType', 'reportTypes', 'reportType', '070'),
  { ...xml('Report', 'reports', 'report', '00O'), shape: 'in-folder' },
  { ...xml('Dashboard', 'dashboards', 'dashboard', '01Z'), shape: 'in-folder' },
  xml('ReportFolder', 'reports', 'reportFolder', '00l'),
  xml('DashboardFolder', 'dashboards', 'dashboardFolder', '00l'),
  xml('ExternalClientApplication', 'externalClientApps', 'eca', '0xI'),
  xml('ExtlClntAppOauthSettings', 'extlClntAppOauthSettings', 'ecaOauth', '0xJ'),
  xml('ExtlClntAppGlobalOauthSettings', 'extlClntAppGlobalOauthSets', 'ecaGlblOauth', '0xK'),
  xml('ExtlClntAppOauthConfigurablePolicies', 'extlClntAppOauthPolicies', 'ecaOauthPlcy', '0xL'),
  xml('ExtlClntAppConfigurablePolicies', 'extlClntAppPolicies', 'ecaPlcy', '0xM'),
];

const CHILD_KEY_PREFIXES: Readonly<Record<string, string>> = {
  CustomField: '00N',
  ListView: '00B',
  CompactLayout: '0AH',
  CustomLabel: '101',
};

export const CHILD_TYPES: readonly ChildType[] = COMPONENT_TYPES.flatMap(({ name: parent, children = {} }) =>
  Object.entries(children).map(([element, name]) => ({
    name,
    parent,
    element,
    keyPrefix: CHILD_KEY_PREFIXES[name] ?? '000',
  })),
);

export const findComponentType = (name: string): ComponentType | ChildType | undefined =>
  COMPONENT_TYPES.find((type) => type.name === name) ?? CHILD_TYPES.find((type) => type.name === name);

/** In package.xml, folders are named like what they contain: `Report` has the members `Folder` and `Folder/Name`. */
export const packageTypeOf = (type: string): string => type.replace(/^(Report|Dashboard)Folder$/, '$1');
