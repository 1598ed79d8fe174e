import type { FieldValue, Instant, LeadField } from '@leadlight/lead-features';
import type { PropensityDefinition, StoredRecord } from '@leadlight/propensity';
import type { LeadScoreUpdate } from './crm.ts';
import type { ModelEntry } from './model-store.ts';
import type { Outbox } from './outbox.ts';

/** A propensity of an org. */
export interface PropensityEntry {
  readonly definition: PropensityDefinition;
  /** 1, 2, 3 …: each change is the next. */
  readonly revision: number;
  readonly changedAt: Instant;
  readonly changedBy: string;
}

export interface PropensityStore {
  /** By id. */
  list(orgId: string): Promise<readonly PropensityEntry[]>;
  find(orgId: string, propensityId: string): Promise<PropensityEntry | undefined>;
  /** @returns false if the org has one with this id */
  add(orgId: string, entry: PropensityEntry): Promise<boolean>;
  /** @param basedOn the revision that the change starts from. @returns false if it has changed meanwhile, or there is none */
  change(orgId: string, entry: PropensityEntry, basedOn: number): Promise<boolean>;
}

/** Models by propensity: as `ModelStore`, each propensity with an active model and version numbers of its own. */
export interface PropensityModelStore {
  /** Saves a model file and, if `activate`, makes it the only active one of its propensity, in one transaction. */
  save(
    orgId: string,
    propensityId: string,
    file: Uint8Array,
    entry: Omit<ModelEntry, 'version' | 'active' | 'openLeads'>,
    activate: boolean,
  ): Promise<ModelEntry>;
  list(orgId: string, propensityId: string): Promise<readonly ModelEntry[]>;
  findActive(orgId: string, propensityId: string): Promise<ModelEntry | undefined>;
  /**
   * Makes one model the only active one of its propensity; with null, none is. With an entry in the audit log.
   * @returns false if the propensity has no such model
   */
  activate(
    orgId: string,
    propensityId: string,
    modelId: string | null,
    by: { readonly at: Instant; readonly actor: string },
  ): Promise<boolean>;
  /** @throws StorageError `model_not_found` */
  getFile(orgId: string, propensityId: string, modelId: string): Promise<Uint8Array>;
}

/** One version of a record of any object, with the fields that a propensity reads. */
export interface RecordVersionRow {
  readonly kind: 'version';
  readonly object: string;
  readonly id: string;
  readonly createdAt: Instant;
  /** SystemModstamp */
  readonly changedAt: Instant;
  readonly deleted: boolean;
  /** The subjects that it belongs to, by lookup field; null = none. */
  readonly parents: Readonly<Record<string, string | null>>;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

/** One row of field history. */
export interface RecordChangeRow {
  readonly kind: 'change';
  readonly object: string;
  readonly id: string;
  readonly recordId: string;
  readonly field: string;
  readonly changedAt: Instant;
  readonly oldValue: FieldValue;
  readonly newValue: FieldValue;
}

export type SubjectRow = RecordVersionRow | RecordChangeRow;

/** A subject with the records that belong to it, by `relationKey`. */
export interface StoredSubject {
  readonly record: StoredRecord;
  readonly children: ReadonlyMap<string, readonly StoredRecord[]>;
}

/** What is read with the records of an object. */
export interface SubjectQuery {
  readonly object: string;
  readonly relations: readonly { readonly object: string; readonly parentField: string }[];
}

/** Records of the objects that propensities read, apart from leads, which have tables of their own. */
export interface SubjectRecordStore {
  /**
   * Appends rows and moves the stream's cursor in one transaction. A version that equals the newest one of its record is not
   * stored: a written score saves a record without changing anything that is read.
   * @returns how many were new
   */
  append(orgId: string, stream: string, rows: readonly SubjectRow[], cursor: string): Promise<number>;
  findCursor(orgId: string, stream: string): Promise<string | undefined>;
  /** In the order of the subjects' ids, `chunkSize` at a time: memory does not grow with the org. */
  readSubjects(orgId: string, query: SubjectQuery, chunkSize: number): AsyncIterable<readonly StoredSubject[]>;
  /** One subject; undefined if no record of the object with this id was read. */
  findSubject(orgId: string, query: SubjectQuery, id: string): Promise<StoredSubject | undefined>;
  countSubjects(orgId: string, object: string): Promise<number>;
  /** The fields of an object as they were described last, with what is known of their past. */
  findFields(orgId: string, object: string): Promise<readonly LeadField[] | undefined>;
  saveFields(orgId: string, object: string, fields: readonly LeadField[]): Promise<void>;
}

/** A score of a subject. `leadId` of the update is the subject's id, whatever its object. */
export interface SubjectScore {
  readonly update: LeadScoreUpdate;
  readonly modelId: string;
}

export interface SubjectScoreStore {
  /**
   * Logs the scores that differ from the latest of their subject, and with `queued` queues them for the CRM, in one
   * transaction.
   * @returns how many were logged
   */
  store(orgId: string, propensityId: string, scores: readonly SubjectScore[], queued: boolean): Promise<number>;
  /** Newest first. */
  listOf(orgId: string, propensityId: string, subjectId: string, limit: number): Promise<readonly SubjectScore[]>;
  /** The latest score of each subject, also of those that are no longer asked about; the most likely first. */
  listBest(orgId: string, propensityId: string, limit: number): Promise<readonly SubjectScore[]>;
  /** Whether the model has scored any record. */
  isScoredBy(orgId: string, propensityId: string, modelId: string): Promise<boolean>;
  counts(orgId: string, propensityId: string): Promise<{ readonly subjects: number; readonly scores: number }>;
  /** The queue of one propensity, for `writeBack`. */
  outboxOf(propensityId: string): WrittenOutbox;
}

/** What writing needs of an outbox. */
export type WrittenOutbox = Pick<Outbox, 'pending' | 'urgent' | 'settle' | 'counts'>;

/** Which records of an object are read, and which of their fields. */
export interface RecordReading {
  readonly object: string;
  /** Lookups to subjects. */
  readonly parentFields: readonly string[];
  /** Fields to read; `features` = all that may become a feature, with their history, and those named in `more`. */
  readonly fields: 'features' | readonly string[];
  readonly more?: readonly string[];
  /** Names of rows of field history to read although no field has them. */
  readonly historyEntries?: readonly string[];
}

export interface SubjectPage {
  readonly stream: string;
  readonly rows: readonly SubjectRow[];
  /** Where reading continues after this page; store it together with the rows. */
  readonly cursor: string;
}

/** The CRM as a source of subjects. */
export interface SubjectSource {
  orgId(): Promise<string>;
  /** The streams of these readings, in the order in which they are read. */
  streamsOf(readings: readonly RecordReading[]): readonly string[];
  /** Pages of one stream changed since `cursor` (undefined = from the beginning). @throws SalesforceError */
  pages(readings: readonly RecordReading[], stream: string, cursor: string | undefined): AsyncIterable<SubjectPage>;
  /** @returns undefined where the org has no such object, or this user may not read it */
  describeFields(object: string): Promise<readonly LeadField[] | undefined>;
}
