import type { Instant } from '@leadlight/lead-features';

export interface ModelEntry {
  /** First 16 hex digits of the model file's SHA-256. */
  readonly id: string;
  /** 1, 2, 3 … per org. */
  readonly version: number;
  readonly learner: string;
  readonly trainedAt: Instant;
  readonly active: boolean;
  /** The evaluation and the training facts, plain JSON. */
  readonly report: unknown;
  /** Probabilities of the org's ranked open leads at evenly spaced ranks, ascending; absent until all were scored with it. */
  readonly openLeads?: readonly number[];
}

export interface ModelStore {
  /** Saves a model file and, if `activate`, makes it the only active one, audited, in one transaction. The same bytes twice are one entry. */
  save(
    orgId: string,
    file: Uint8Array,
    entry: Omit<ModelEntry, 'version' | 'active' | 'openLeads'>,
    activate: boolean,
  ): Promise<ModelEntry>;
  list(orgId: string): Promise<readonly ModelEntry[]>;
  findActive(orgId: string): Promise<ModelEntry | undefined>;
  /** Makes it the only active one. @throws StorageError `model_not_found` */
  activate(orgId: string, modelId: string): Promise<void>;
  /** Stores the probabilities of the org's ranked open leads by this model. @throws StorageError `model_not_found` */
  saveOpenLeads(orgId: string, modelId: string, openLeads: readonly number[]): Promise<void>;
  /** @throws StorageError `model_not_found` */
  getFile(orgId: string, modelId: string): Promise<Uint8Array>;
}
