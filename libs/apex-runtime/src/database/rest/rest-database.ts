import type { DmlOperation } from '../../parse/ast.ts';
import { ApexError } from '../../errors.ts';
import type { ApexDecimal } from '../../values/decimal.ts';
import type { ApexDatetime, ApexRecord, Value } from '../../values/values.ts';
import type { MemoryDatabase } from '../memory/memory-database.ts';
import {
  QueryRejection,
  type Access,
  type Database,
  type OrgLimit,
  type QueryEngine,
  type Rights,
  type RowError,
  type RowResult,
  type SaveOptions,
} from '../port.ts';
import type { BoundCondition, BoundQuery } from '../query.ts';
import { missingRights } from '../save-rights.ts';
import type { ObjectShape, Schema } from '../schema.ts';
import { bodyOf, groupOf, recordOf, type RestRow } from './rows.ts';
import { soqlOf } from './soql.ts';

export interface RestRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** After `/services/data/vNN.0`. */
  path: string;
  body?: unknown;
}

export interface RestResponse {
  status: number;
  /** As parsed JSON; null without content. */
  body: unknown;
}

/** The language, locale and time zone of the running user. */
export interface UserSettings {
  language: string;
  locale: string;
  timeZone: string;
}

/** What the running user may do with the records of an object that others own. */
export interface RecordSharing {
  others: 'hidden' | 'read' | 'edit';
  /** The id of the running user among the owners in the org; null if the user owns nothing. */
  ownerId: string | null;
}

export interface RestDatabaseOptions {
  /** Users, profiles, permission sets, custom metadata and scheduled jobs. */
  setup: MemoryDatabase;
  settings: UserSettings;
  /** Sends a request to the org and waits for the response. */
  send: (request: RestRequest) => RestResponse;
  /** Organization-wide defaults by object; every user may edit the records of an object that is absent. */
  sharing?: Readonly<Record<string, RecordSharing>>;
  /** Custom metadata types of which the org has turned out to return no records. */
  withoutRecords: Set<string>;
}

interface Page {
  readonly records: readonly RestRow[];
  readonly nextRecordsUrl?: string;
}

interface OrgError {
  readonly errorCode?: string;
  readonly statusCode?: string;
  readonly message?: string;
  readonly fields?: string[];
}

/**
 * Records in an org, over its REST API; what not every org offers in the same way over its REST API is in memory. The org
 * evaluates queries. It sees one user for all requests, so the rights of the running user are checked here, and so is sharing, as far
 * as owners and organization-wide defaults decide on it. Sharing rules, roles, teams and manual shares are not known here.
 */
export class RestDatabase implements Database {
  readonly #schema: Schema;
  readonly #setup: MemoryDatabase;
  readonly #settings: UserSettings;
  readonly #send: RestDatabaseOptions['send'];
  readonly #sharing: NonNullable<RestDatabaseOptions['sharing']>;
  readonly #withoutRecords: Set<string>;
  /** What reverts each change of this transaction, the oldest first. It returns why the change stays; null if it was reverted. */
  readonly #undo: (() => string | null)[] = [];

  constructor({ setup, settings, send, sharing = {}, withoutRecords }: RestDatabaseOptions) {
    this.#schema = setup.schema;
    this.#setup = setup;
    this.#settings = settings;
    this.#send = send;
    this.#sharing = sharing;
    this.#withoutRecords = withoutRecords;
  }

  userId = (): string => this.#setup.userId();
  useUser = (id: string): void => this.#setup.useUser(id);
  userField = (name: string): Value => this.#setup.userField(name);
  userLanguage = (): string => this.#settings.language;
  userLocale = (): string => this.#settings.locale;
  userTimeZone = (): string => this.#settings.timeZone;
  eventUserId = (): string => this.#setup.eventUserId();
  rights = (): Rights => this.#setup.rights();
  schedule: Database['schedule'] = (name, expression) => this.#setup.schedule(name, expression);
  currencyRate = (code: string): ApexDecimal | null => this.#setup.currencyRate(code);
  abortJob = (id: string): void => this.#setup.abortJob(id);

  engine(object: ObjectShape): QueryEngine | null {
    if (!isInOrg(object)) return null;
    return {
      rows: (query, access) =>
        this.#query(this.#visible(query, access)).map((row) => recordOf(this.#schema, object, row)),
      count: (query, access) => this.#count(this.#visible(query, access)),
      groups: (query, access) =>
        this.#query(this.#visible(query, access)).map((row) => groupOf(this.#schema, query, row)),
    };
  }

  /** The sharing that restricts the running user; null if nothing does. View All and Modify All override it. */
  #restriction(shape: ObjectShape, { sharing }: Access, toEdit: boolean): RecordSharing | null {
    const found = sharing ? this.#sharing[shape.name] : undefined;
    if (!found || found.others === 'edit' || (found.others === 'read' && !toEdit)) return null;
    const rights = this.rights().object(shape);
    return rights.modifyAll || (!toEdit && rights.viewAll) ? null : found;
  }

  /** The query for the records that the running user sees. */
  #visible(query: BoundQuery, access: Access): BoundQuery {
    const restriction = this.#restriction(query.object, access, false);
    if (!restriction) return query;
    const own: BoundCondition = {
      kind: 'compare',
      path: ['OwnerId'],
      ...(restriction.ownerId === null ? { operator: 'IN', value: [] } : { operator: '=', value: restriction.ownerId }),
    };
    return { ...query, where: query.where ? { kind: 'and', parts: [own, query.where] } : own };
  }

  /** Of the org; none if it does not let its user read them. */
  orgLimits(): ReadonlyMap<string, OrgLimit> {
    const { status, body } = this.#send({ method: 'GET', path: '/limits' });
    if (status >= 300) return new Map();
    const limits = body as Readonly<Record<string, { readonly Max: number; readonly Remaining: number }>>;
    return new Map(
      Object.entries(limits).map(([name, { Max, Remaining }]) => [name, { limit: Max, used: Max - Remaining }]),
    );
  }

  /** Of the org; of the package where the org does not return custom metadata. */
  customMetadata(objectName: string): ApexRecord[] {
    const object = this.#schema.find(objectName);
    if (!object || this.#withoutRecords.has(objectName)) return this.#setup.customMetadata(objectName);
    const fields = object.fields.filter(({ name }) => name.endsWith('__c') || METADATA_NAMES.has(name));
    const select = fields.map(({ name }) => ({ path: [name] }));
    const all = { where: null, groupBy: [], orderBy: [], limit: null, offset: 0, allRows: false };
    const query: BoundQuery = { object, select, ...all, mode: 'system' };
    const { status, body } = this.#send({ method: 'GET', path: queryPath(query) });
    if (status >= 300 && errorOf(body).status !== 'INVALID_TYPE') throw new QueryRejection(errorOf(body).message);
    if (status >= 300) {
      this.#withoutRecords.add(objectName);
      return this.#setup.customMetadata(objectName);
    }
    return this.#pages(body as Page).map((row) => recordOf(this.#schema, object, row));
  }

  find(query: BoundQuery, access: Access): ApexRecord[] {
    return this.engine(query.object)?.rows(query, access) ?? this.#setup.find(query, access);
  }

  #query(query: BoundQuery): RestRow[] {
    return this.#pages(this.#get(queryPath(query)) as Page);
  }

  /** The rows of a page and of all that follow it. */
  #pages(first: Page): RestRow[] {
    const rows = [...first.records];
    for (let next = first.nextRecordsUrl; next !== undefined;) {
      const page = this.#get(next.replace(/^\/services\/data\/v[\d.]+/, '')) as Page;
      rows.push(...page.records);
      next = page.nextRecordsUrl;
    }
    return rows;
  }

  #count(query: BoundQuery): number {
    const { totalSize } = this.#get(queryPath(query)) as { totalSize: number };
    return totalSize;
  }

  /** @throws QueryRejection with the org's message */
  #get(path: string): unknown {
    const { status, body } = this.#send({ method: 'GET', path });
    if (status < 300) return body;
    throw new QueryRejection(errorOf(body).message);
  }

  get(shape: ObjectShape, id: string): ApexRecord | null {
    if (!isInOrg(shape)) return this.#setup.get(shape, id);
    const { status, body } = this.#send({ method: 'GET', path: `/sobjects/${shape.name}/${id}` });
    if (status === 404) return null;
    if (status >= 300) throw new QueryRejection(errorOf(body).message);
    return recordOf(this.#schema, shape, body as RestRow);
  }

  save(operation: DmlOperation, record: ApexRecord, options: SaveOptions): RowResult {
    const shape = this.#schema.get(record.type);
    if (!isInOrg(shape)) return this.#setup.save(operation, record, options);
    const missing = options.mode === 'user' ? missingRights(this.rights(), shape, operation, record) : null;
    if (missing) return { id: record.id, error: missing };
    if (operation === 'insert') return this.#insert(shape, record);
    const rejected = this.#rejection(shape, record, options);
    if (rejected) return { id: record.id, error: rejected };
    if (operation === 'update') return this.#update(shape, record);
    if (operation === 'delete') return this.#delete(shape, record);
    throw notOverRest(`${operation} of ${shape.name}`);
  }

  /** Why the running user may not change a record that another user owns. */
  #rejection(shape: ObjectShape, { id }: ApexRecord, access: Access): RowError | null {
    const restriction = this.#restriction(shape, access, true);
    if (!restriction || id === null) return null;
    const owner = this.get(shape, id)?.fields.get('ownerid');
    if (owner === restriction.ownerId && owner !== null) return null;
    // Object Reference, StatusCode; the wording is known.
    return {
      status: 'INSUFFICIENT_ACCESS_OR_READONLY',
      message: 'insufficient access rights on object id',
      fields: [],
    };
  }

  #insert(shape: ObjectShape, record: ApexRecord): RowResult {
    const path = `/sobjects/${shape.name}`;
    const { status, body } = this.#send({ method: 'POST', path, body: bodyOf(shape, record.fields) });
    if (status >= 300) return { id: null, error: errorOf(body) };
    const { id } = body as { id: string };
    this.#undo.push(() => this.#revert({ method: 'DELETE', path: `${path}/${id}` }));
    return { id, error: null };
  }

  #update(shape: ObjectShape, record: ApexRecord): RowResult {
    const { id } = record;
    if (id === null) return { id, error: { status: 'MISSING_ARGUMENT', message: 'Id not specified', fields: [] } };
    const path = `/sobjects/${shape.name}/${id}`;
    const before = this.get(shape, id);
    const { status, body } = this.#send({ method: 'PATCH', path, body: bodyOf(shape, record.fields) });
    if (status >= 300) return { id, error: errorOf(body) };
    const old = [...record.fields.keys()].map((name): [string, Value] => [name, before?.fields.get(name) ?? null]);
    this.#undo.push(() => this.#revert({ method: 'PATCH', path, body: bodyOf(shape, old) }));
    return { id, error: null };
  }

  #delete(shape: ObjectShape, { id }: ApexRecord): RowResult {
    const { status, body } = this.#send({ method: 'DELETE', path: `/sobjects/${shape.name}/${String(id)}` });
    if (status >= 300) return { id, error: errorOf(body) };
    this.#undo.push(() => `${shape.name} ${String(id)} was deleted.`);
    return { id, error: null };
  }

  #revert(request: RestRequest): string | null {
    const { status, body } = this.#send(request);
    return status < 300 ? null : `${request.method} ${request.path}: ${errorOf(body).message}`;
  }

  convertLead(): RowResult {
    throw notOverRest('Database.convertLead');
  }

  setCreatedDate(_id: string, _created: ApexDatetime): void {
    throw notOverRest('Test.setCreatedDate');
  }

  savepoint(): unknown {
    return { setup: this.#setup.savepoint(), changes: this.#undo.length };
  }

  /**
   * Reverts the changes one by one. Others may have seen them, and field history keeps them: the REST API has no transaction.
   * @throws ApexError if changes stay in the org, after all others have been reverted
   */
  rollback(savepoint: unknown): void {
    const { setup, changes } = savepoint as { setup: unknown; changes: number };
    const reasons = this.#undo
      .splice(changes)
      .reverse()
      .flatMap((undo) => undo() ?? []);
    this.#setup.rollback(setup);
    if (reasons.length === 0) return;
    const reason = `Changes of a transaction that failed stay in the org: ${reasons.join(' ')}`;
    throw new ApexError('apex_not_supported', reason, 'RestDatabase', 0);
  }
}

const queryPath = (query: BoundQuery): string =>
  `/${query.allRows ? 'queryAll' : 'query'}?q=${encodeURIComponent(soqlOf(query))}`;

const METADATA_NAMES = new Set(['Id', 'DeveloperName', 'MasterLabel', 'Label']);

/** The setup objects that are read from the org. Profiles and permission sets are in memory, with their assignments. */
const SETUP_IN_ORG = new Set(['User', 'Organization', 'FieldDefinition', 'UserLicense', 'PermissionSetLicense']);
const isInOrg = ({ kind, name }: ObjectShape): boolean => kind === 'data' || SETUP_IN_ORG.has(name);

const notOverRest = (what: string): ApexError =>
  new ApexError('apex_not_supported', `An org offers no ${what} over its REST API.`, 'RestDatabase', 0);

function errorOf(body: unknown): RowError {
  const [first] = (Array.isArray(body) ? body : [body]) as [OrgError | null | undefined];
  return {
    status: first?.errorCode ?? first?.statusCode ?? 'UNKNOWN_EXCEPTION',
    message: first?.message ?? 'The org answers with an error that it does not explain.',
    fields: first?.fields ?? [],
  };
}
