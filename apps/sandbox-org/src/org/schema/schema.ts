import type { Field, SObject } from './field.ts';
import {
  permissionSet,
  permissionSetAssignment,
  permissionSetLicense,
  permissionSetLicenseAssign,
  profile,
  userLicense,
} from './objects/access.ts';
import { cronJobDetail, cronTrigger, deployedObjects } from './objects/deployed.ts';
import {
  apexClass,
  apexCodeCoverage,
  apexCodeCoverageAggregate,
  apexOrgWideCoverage,
  apexTestQueueItem,
  apexTestResult,
  apexTestRunResult,
  apexTrigger,
  asyncApexJob,
} from './objects/apex.ts';
import { emailMessage, event, task } from './objects/activities.ts';
import { lead, leadHistory } from './objects/lead.ts';
import { account, campaign, campaignMember, contact, opportunity, supportCase } from './objects/sales.ts';
import {
  accountHistory,
  caseComment,
  caseHistory,
  caseStatus,
  opportunityFieldHistory,
  opportunityHistory,
  opportunityStage,
  order,
} from './objects/sales-history.ts';
import {
  entityDefinition,
  fieldDefinition,
  group,
  groupMember,
  organization,
  setupAuditTrail,
  user,
} from './objects/setup.ts';

const standardObjects: readonly SObject[] = [
  organization,
  userLicense,
  profile,
  user,
  permissionSet,
  permissionSetAssignment,
  permissionSetLicense,
  permissionSetLicenseAssign,
  lead,
  leadHistory,
  task,
  event,
  emailMessage,
  campaign,
  campaignMember,
  account,
  accountHistory,
  contact,
  opportunity,
  opportunityHistory,
  opportunityFieldHistory,
  opportunityStage,
  supportCase,
  caseHistory,
  caseStatus,
  caseComment,
  order,
  fieldDefinition,
  entityDefinition,
  setupAuditTrail,
  group,
  groupMember,
  cronJobDetail,
  cronTrigger,
  ...deployedObjects,
  apexClass,
  apexTrigger,
  asyncApexJob,
  apexTestRunResult,
  apexTestQueueItem,
  apexTestResult,
  apexCodeCoverage,
  apexCodeCoverageAggregate,
  apexOrgWideCoverage,
];

/** What a package adds: objects, and fields on existing objects. */
export interface PackageMetadata {
  readonly objects: readonly SObject[];
  readonly fields: readonly { readonly object: string; readonly field: Field }[];
}

/** The org's objects and fields. Lookups by name ignore case, as in SOQL. */
export interface Schema {
  readonly objects: readonly SObject[];
  findObject(name: string): SObject | undefined;
  /** @throws Error when there is no such object */
  getObject(name: string): SObject;
  findField(object: SObject, name: string): Field | undefined;
  /** The reference field whose relationship has this name, e.g. `Owner` → `OwnerId`. */
  findParent(object: SObject, relationship: string): Field | undefined;
  /** The object and field of a child relationship of `object`, e.g. `Tasks` → Task.WhoId. */
  findChildren(object: SObject, relationship: string): { child: SObject; field: Field } | undefined;
  findByKeyPrefix(prefix: string): SObject | undefined;
}

/**
 * The schema of the standard objects and the packages.
 * @param removed fields that were deleted
 */
export function createSchemaWith(
  metadata: readonly PackageMetadata[],
  removed: readonly { readonly object: string; readonly field: string }[] = [],
): Schema {
  const objects = new Map(standardObjects.map((object) => [object.name, object]));
  for (const { objects: added } of metadata) for (const object of added) objects.set(object.name, object);
  for (const { fields } of metadata) {
    for (const { object: name, field } of fields) {
      const object = objects.get(name);
      if (!object) continue;
      const others = object.fields.filter((each) => each.name !== field.name);
      objects.set(name, { ...object, fields: [...others, field] });
    }
  }
  const isRemoved = (object: SObject, { name }: Field): boolean =>
    removed.some((each) => each.object === object.name && each.field === name);
  return createSchema(
    [...objects.values()].map((object) => ({
      ...object,
      fields: object.fields.filter((field) => !isRemoved(object, field)),
    })),
  );
}

export function createSchema(objects: readonly SObject[]): Schema {
  const byName = new Map(objects.map((object) => [object.name.toLowerCase(), object]));
  const byPrefix = new Map(objects.map((object) => [object.keyPrefix, object]));
  const fieldsOf = new Map(
    objects.map((object) => [object, new Map(object.fields.map((field) => [field.name.toLowerCase(), field]))]),
  );
  return {
    objects,
    findObject: (name) => byName.get(name.toLowerCase()),
    getObject(name) {
      const object = byName.get(name.toLowerCase());
      if (!object) throw new Error(`The schema has no object ${name}.`);
      return object;
    },
    findField: (object, name) => fieldsOf.get(object)?.get(name.toLowerCase()),
    findParent: (object, relationship) =>
      object.fields.find((field) => field.relationshipName?.toLowerCase() === relationship.toLowerCase()),
    findChildren: (object, relationship) => findChildren(objects, object, relationship.toLowerCase()),
    findByKeyPrefix: (prefix) => byPrefix.get(prefix),
  };
}

function findChildren(objects: readonly SObject[], parent: SObject, relationship: string) {
  for (const child of objects) {
    const field = child.fields.find(
      ({ childRelationship, referenceTo }) =>
        childRelationship?.toLowerCase() === relationship && referenceTo.includes(parent.name),
    );
    if (field) return { child, field };
  }
  return undefined;
}
