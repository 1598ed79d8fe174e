import {
  auditWithoutDeletion,
  checkbox,
  field,
  idField,
  integer,
  longText,
  READ_ONLY_OBJECT,
  reference,
  sobject,
  systemField,
  text,
} from '../field.ts';

const CODE = { relationshipName: 'ApexClassOrTrigger' };

const codeFields = [
  idField,
  text('Name', 255, { isName: true, nillable: false }),
  text('NamespacePrefix', 15),
  field('ApiVersion', 'double', { precision: 18, scale: 1 }),
  text('Status', 40),
  checkbox('IsValid', { defaultValue: true }),
  longText('Body'),
  integer('LengthWithoutComments'),
  ...auditWithoutDeletion,
].map(systemField);

/** Filled from the deployed code. */
export const apexClass = sobject('ApexClass', '01p', codeFields, READ_ONLY_OBJECT);
export const apexTrigger = sobject(
  'ApexTrigger',
  '01q',
  [...codeFields, systemField(text('TableEnumOrId', 40))],
  READ_ONLY_OBJECT,
);

export const asyncApexJob = sobject(
  'AsyncApexJob',
  '707',
  [
    idField,
    text('JobType', 40),
    text('Status', 40),
    reference('ApexClassId', ['ApexClass']),
    reference('CronTriggerId', ['CronTrigger']),
    reference('CreatedById', ['User']),
    field('CreatedDate', 'datetime'),
    field('CompletedDate', 'datetime'),
  ].map(systemField),
  READ_ONLY_OBJECT,
);

export const apexTestRunResult = sobject(
  'ApexTestRunResult',
  '05m',
  [
    idField,
    reference('AsyncApexJobId', ['AsyncApexJob']),
    reference('UserId', ['User']),
    text('JobName', 255),
    checkbox('IsAllTests'),
    text('Source', 40),
    field('StartTime', 'datetime'),
    field('EndTime', 'datetime'),
    integer('TestTime'),
    integer('TestSetupTime'),
    text('Status', 40),
    integer('ClassesEnqueued'),
    integer('ClassesCompleted'),
    integer('MethodsEnqueued'),
    integer('MethodsCompleted'),
    integer('MethodsFailed'),
    ...auditWithoutDeletion,
  ].map(systemField),
  READ_ONLY_OBJECT,
);

export const apexTestQueueItem = sobject(
  'ApexTestQueueItem',
  '709',
  [
    idField,
    reference('ApexClassId', ['ApexClass']),
    text('Status', 40),
    text('ExtendedStatus', 1000),
    reference('ParentJobId', ['AsyncApexJob']),
    reference('TestRunResultId', ['ApexTestRunResult']),
    ...auditWithoutDeletion,
  ].map(systemField),
  READ_ONLY_OBJECT,
);

export const apexTestResult = sobject(
  'ApexTestResult',
  '07M',
  [
    idField,
    reference('QueueItemId', ['ApexTestQueueItem']),
    longText('StackTrace'),
    longText('Message'),
    reference('AsyncApexJobId', ['AsyncApexJob']),
    text('MethodName', 255),
    text('Outcome', 40),
    text('ApexLogId', 18),
    reference('ApexClassId', ['ApexClass']),
    reference('ApexTestRunResultId', ['ApexTestRunResult']),
    integer('RunTime'),
    field('TestTimestamp', 'datetime'),
    checkbox('IsTestSetup'),
    ...auditWithoutDeletion,
  ].map(systemField),
  READ_ONLY_OBJECT,
);

const coverageFields = [
  idField,
  reference('ApexClassOrTriggerId', ['ApexClass', 'ApexTrigger'], CODE),
  integer('NumLinesCovered'),
  integer('NumLinesUncovered'),
  field('Coverage', 'complexvalue', { filterable: false }),
  ...auditWithoutDeletion,
].map(systemField);

export const apexCodeCoverageAggregate = sobject('ApexCodeCoverageAggregate', '715', coverageFields, READ_ONLY_OBJECT);
export const apexCodeCoverage = sobject(
  'ApexCodeCoverage',
  '714',
  [...coverageFields, ...[reference('ApexTestClassId', ['ApexClass']), text('TestMethodName', 255)].map(systemField)],
  READ_ONLY_OBJECT,
);

export const apexOrgWideCoverage = sobject(
  'ApexOrgWideCoverage',
  '716',
  [idField, integer('PercentCovered'), ...auditWithoutDeletion].map(systemField),
  READ_ONLY_OBJECT,
);
