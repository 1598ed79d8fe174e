import type { DatabaseSync } from 'node:sqlite';
import { type CompanyRecord, integrationUserId } from '../company/index.ts';
import type { ComponentStore, StoredComponent } from '../metadata/component-store.ts';
import { metadataValues } from '../metadata/custom-metadata.ts';
import { childrenOf, isTrue, textOf } from '../metadata/xml.ts';
import { createInserts } from './load-company.ts';
import type { Schema } from './schema/schema.ts';
import { writePermissionSets } from './setup-records.ts';
import { prepareCached } from './statements.ts';
import { quoteIdentifier } from './tables.ts';

/** The fields of a component's record, apart from id and audit fields. */
type ToRecord = (component: StoredComponent, db: DatabaseSync) => CompanyRecord;

const named = ({ fullName, body }: StoredComponent, label = 'masterLabel'): CompanyRecord => ({
  DeveloperName: fullName,
  MasterLabel: textOf(body, label) ?? fullName,
});

/** How the records of each object come from the components of the type with its name. */
const RECORDS: Readonly<Record<string, ToRecord>> = {
  ListView: ({ fullName, body }) => {
    const [object = '', name = ''] = fullName.split('.');
    return { Name: textOf(body, 'label') ?? name, DeveloperName: name, SobjectType: object, IsSoqlCompatible: true };
  },
  CustomNotificationType: (component) => ({
    ...named(component),
    CustomNotifTypeName: textOf(component.body, 'customNotifTypeName') ?? component.fullName,
    Description: textOf(component.body, 'description') ?? null,
    Desktop: isTrue(component.body, 'desktop'),
    Mobile: isTrue(component.body, 'mobile'),
  }),
  NamedCredential: (component) => {
    const url = childrenOf(component.body, 'namedCredentialParameters').find(
      (parameter) => textOf(parameter, 'parameterType') === 'Url',
    );
    return { ...named(component, 'label'), Endpoint: (url && textOf(url, 'parameterValue')) ?? null };
  },
  ExternalCredential: (component) => ({
    ...named(component, 'label'),
    AuthenticationProtocol: textOf(component.body, 'authenticationProtocol') ?? null,
  }),
  ExternalClientApplication: (component) => ({
    ...named(component, 'label'),
    DistributionState: textOf(component.body, 'distributionState') ?? null,
  }),
  FlexiPage: (component) => ({
    ...named(component),
    Type: textOf(component.body, 'type') ?? null,
    EntityDefinitionId: textOf(component.body, 'sobjectType') ?? null,
  }),
  Flow: ({ body }) => ({
    MasterLabel: textOf(body, 'label') ?? '',
    ProcessType: textOf(body, 'processType') ?? null,
    Status: textOf(body, 'status') ?? null,
  }),
  PlatformEventChannelMember: (component) => ({
    ...named(component),
    EventChannel: textOf(component.body, 'eventChannel') ?? null,
    SelectedEntity: textOf(component.body, 'selectedEntity') ?? null,
  }),
  PlatformEventSubscriberConfig: (component, db) => ({
    ...named(component),
    BatchSize: Number(textOf(component.body, 'batchSize') ?? 2_000),
    UserId: userIdOf(db, textOf(component.body, 'user')),
  }),
};

function userIdOf(db: DatabaseSync, username: string | undefined): string | null {
  const row = prepareCached(db, 'SELECT "Id" AS id FROM "User" WHERE "Username" = ?').get(username ?? '');
  return row ? String(row.id) : null;
}

/** Replaces the records of components with what is deployed. Call it in the transaction of a deployment. */
export function writeDeployedRecords(db: DatabaseSync, schema: Schema, components: ComponentStore): void {
  writePermissionSets(db, schema, components);
  const inserts = createInserts(db, schema);
  for (const [object, toRecord] of Object.entries(RECORDS)) {
    db.exec(`DELETE FROM ${quoteIdentifier(object)}`);
    const insert = inserts(object);
    for (const component of components.ofType(object)) insert({ ...auditOf(component), ...toRecord(component, db) });
  }
  writeMetadataRecords(db, schema, components);
}

/** The records of custom metadata types. */
function writeMetadataRecords(db: DatabaseSync, schema: Schema, components: ComponentStore): void {
  const inserts = createInserts(db, schema);
  for (const object of schema.objects.filter(({ name }) => name.endsWith('__mdt'))) {
    db.exec(`DELETE FROM ${quoteIdentifier(object.name)}`);
    const type = object.name.slice(0, -'__mdt'.length);
    for (const component of components
      .ofType('CustomMetadata')
      .filter(({ fullName }) => fullName.startsWith(`${type}.`))) {
      const name = component.fullName.slice(type.length + 1);
      const label = textOf(component.body, 'label') ?? name;
      inserts(object.name)({
        Id: component.id,
        DeveloperName: name,
        MasterLabel: label,
        Label: label,
        Language: 'en_US',
        QualifiedApiName: name,
        SystemModstamp: component.modifiedDate,
        ...metadataValues(component.body),
      });
    }
  }
}

const auditOf = ({ id, createdDate, modifiedDate }: StoredComponent): CompanyRecord => ({
  Id: id,
  CreatedDate: createdDate,
  CreatedById: integrationUserId,
  LastModifiedDate: modifiedDate,
  LastModifiedById: integrationUserId,
  SystemModstamp: modifiedDate,
});
