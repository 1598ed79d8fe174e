import type { DatabaseSync } from 'node:sqlite';
import { createSchemaWith, type Schema } from '../../org/schema/schema.ts';
import { prepareCached } from '../../org/statements.ts';
import { keyOf, type Component } from '../component-store.ts';
import { childrenOf, isTrue, textOf } from '../xml.ts';

/** Kinds of what a component may refer to that are no types of components. */
export type OtherKind =
  /** A field of any object, standard or custom. */
  | 'Field'
  /** A standard or custom object. */
  | 'Object'
  /** `LeadChangeEvent`. */
  | 'ChangeEvent'
  /** `Credential-Principal`. */
  | 'Principal'
  /** A username. */
  | 'User';

/** Standard objects that an org has and whose records this one does not store. */
const OTHER_OBJECTS = ['UserExternalCredential'];

/** What the org holds after a deployment, for looking up what components refer to. */
export class World {
  readonly #db: DatabaseSync;
  readonly #components: ReadonlyMap<string, Component>;
  readonly #standard: Schema = createSchemaWith([]);

  constructor(db: DatabaseSync, components: readonly Component[]) {
    this.#db = db;
    this.#components = new Map(components.map((component) => [keyOf(component), component]));
  }

  get components(): Iterable<Component> {
    return this.#components.values();
  }

  find(type: string, fullName: string): Component | undefined {
    return this.#components.get(keyOf({ type, fullName }));
  }

  /** @param kind a type of component, or one of `OtherKind` */
  has(kind: string, name: string): boolean {
    if (kind === 'Field') return this.#hasField(name);
    if (kind === 'Object') return this.#hasObject(name);
    if (kind === 'ChangeEvent')
      return (
        name.endsWith('ChangeEvent') && this.#hasObject(name.slice(0, -'ChangeEvent'.length).replace(/__$/, '__c'))
      );
    if (kind === 'Principal') return this.#hasPrincipal(name);
    if (kind === 'User') return this.#hasUser(name);
    return this.find(kind, name) !== undefined;
  }

  /** The type of a field, as in metadata for a custom one and as in its description for a standard one; undefined = no field. */
  typeOfField(name: string): string | undefined {
    const custom = this.find('CustomField', name);
    if (custom) return textOf(custom.body, 'type');
    const [objectName = '', fieldName = ''] = name.split('.');
    const object = this.#standard.findObject(objectName);
    return object && this.#standard.findField(object, fieldName)?.type;
  }

  /** The values of a restricted picklist; undefined for any other field. */
  restrictedValues(name: string): readonly string[] | undefined {
    const field = this.find('CustomField', name);
    const set = field && childrenOf(field.body, 'valueSet')[0];
    if (!set || !isTrue(set, 'restricted')) return undefined;
    return childrenOf(set, 'valueSetDefinition')
      .flatMap((definition) => childrenOf(definition, 'value'))
      .map((value) => textOf(value, 'fullName') ?? '');
  }

  #hasField(name: string): boolean {
    const [objectName = '', fieldName = ''] = name.split('.');
    if (fieldName.endsWith('__c')) return this.find('CustomField', name) !== undefined;
    const object = this.#standard.findObject(objectName);
    if (object) return this.#standard.findField(object, fieldName) !== undefined;
    return (
      this.#hasObject(objectName) &&
      ['Id', 'Name', 'OwnerId', 'CreatedDate', 'DeveloperName', 'MasterLabel'].includes(fieldName)
    );
  }

  #hasObject(name: string): boolean {
    if (/__(c|e|mdt)$/.test(name)) return this.find('CustomObject', name) !== undefined;
    return this.#standard.findObject(name) !== undefined || OTHER_OBJECTS.includes(name);
  }

  #hasPrincipal(name: string): boolean {
    const [credential = '', ...principal] = name.split('-');
    const component = this.find('ExternalCredential', credential);
    const parameters = component ? childrenOf(component.body, 'externalCredentialParameters') : [];
    return parameters.some(
      (parameter) =>
        /Principal$/.test(textOf(parameter, 'parameterType') ?? '') &&
        textOf(parameter, 'parameterName') === principal.join('-'),
    );
  }

  #hasUser(username: string): boolean {
    const sql = 'SELECT 1 AS found FROM "User" WHERE "Username" = ? AND "IsActive" = 1';
    return prepareCached(this.#db, sql).get(username) !== undefined;
  }
}
