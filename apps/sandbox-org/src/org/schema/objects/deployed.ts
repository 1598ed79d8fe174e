import {
  auditWithoutDeletion,
  checkbox,
  field,
  idField,
  integer,
  READ_ONLY_OBJECT,
  reference,
  sobject,
  systemField,
  text,
} from '../field.ts';
import type { Field, SObject } from '../field.ts';

const deployed = (name: string, keyPrefix: string, fields: readonly Field[]): SObject =>
  sobject(name, keyPrefix, [idField, ...fields, ...auditWithoutDeletion].map(systemField), READ_ONLY_OBJECT);

/** The records of components that are deployed: `org/deployed-records.ts` writes them. */
export const deployedObjects: readonly SObject[] = [
  deployed('ListView', '00B', [
    text('Name', 80, { isName: true, nillable: false }),
    text('DeveloperName', 80),
    text('NamespacePrefix', 15),
    text('SobjectType', 40),
    checkbox('IsSoqlCompatible'),
  ]),
  deployed('CustomNotificationType', '0ML', [
    text('DeveloperName', 80, { isName: true, nillable: false }),
    text('MasterLabel', 80),
    text('NamespacePrefix', 15),
    text('CustomNotifTypeName', 80),
    text('Description', 255),
    checkbox('Desktop'),
    checkbox('Mobile'),
  ]),
  deployed('NamedCredential', '0XA', [
    text('DeveloperName', 80, { isName: true, nillable: false }),
    text('MasterLabel', 80),
    text('NamespacePrefix', 15),
    text('Endpoint', 255),
  ]),
  deployed('ExternalCredential', '0pu', [
    text('DeveloperName', 80, { isName: true, nillable: false }),
    text('MasterLabel', 80),
    text('AuthenticationProtocol', 40),
  ]),
  deployed('ExternalClientApplication', '0xI', [
    text('DeveloperName', 80, { isName: true, nillable: false }),
    text('MasterLabel', 80),
    text('DistributionState', 40),
  ]),
  deployed('FlexiPage', '0M0', [
    text('DeveloperName', 80, { isName: true, nillable: false }),
    text('MasterLabel', 80),
    text('Type', 40),
    text('EntityDefinitionId', 40),
  ]),
  deployed('Flow', '301', [
    text('MasterLabel', 255, { isName: true, nillable: false }),
    text('ProcessType', 40),
    text('Status', 40),
  ]),
  deployed('PlatformEventChannelMember', '0v8', [
    text('DeveloperName', 80, { isName: true, nillable: false }),
    text('MasterLabel', 80),
    text('EventChannel', 80),
    text('SelectedEntity', 80),
  ]),
  deployed('PlatformEventSubscriberConfig', '0k3', [
    text('DeveloperName', 80, { isName: true, nillable: false }),
    text('MasterLabel', 80),
    integer('BatchSize'),
    reference('UserId', ['User']),
  ]),
];

/** Objects that only the Tooling API queries. */
export const TOOLING_ONLY: readonly string[] = [
  'ApexCodeCoverage',
  'ApexCodeCoverageAggregate',
  'ApexOrgWideCoverage',
  'ApexTestRunResult',
  'ExternalCredential',
  'FlexiPage',
  'Flow',
  'PlatformEventChannelMember',
  'PlatformEventSubscriberConfig',
];

/** Scheduled jobs. */
export const cronJobDetail = sobject(
  'CronJobDetail',
  '08a',
  [idField, text('Name', 255, { isName: true, nillable: false }), text('JobType', 40)].map(systemField),
  READ_ONLY_OBJECT,
);

export const cronTrigger = sobject(
  'CronTrigger',
  '08e',
  [
    idField,
    reference('CronJobDetailId', ['CronJobDetail']),
    text('CronExpression', 255),
    text('State', 40),
    text('TimeZoneSidKey', 40),
    integer('TimesTriggered'),
    field('StartTime', 'datetime'),
    field('EndTime', 'datetime'),
    field('NextFireTime', 'datetime'),
    field('PreviousFireTime', 'datetime'),
    reference('OwnerId', ['User']),
    ...auditWithoutDeletion.slice(0, 2),
  ].map(systemField),
  READ_ONLY_OBJECT,
);
