import { fastestEngine } from '@leadlight/learners';
import { LRUCache } from 'lru-cache';
import type { ModelStore } from '../ports/index.ts';
import { modelFactsOf } from '../training/model-facts.ts';
import { readModelFile } from '../training/segments/model-file.ts';

const MAX_CACHED_MODELS = 200;

/** The names of the features of each model, cached: a model never changes. */
export class ModelFeatures {
  readonly #models: Pick<ModelStore, 'getFile'>;
  readonly #cached = new LRUCache<string, ReadonlySet<string>>({ max: MAX_CACHED_MODELS });

  constructor(models: Pick<ModelStore, 'getFile'>) {
    this.#models = models;
  }

  /** @throws StorageError `model_not_found`; ForestError; WorkflowError `model_not_for_leads` */
  async names(orgId: string, modelId: string): Promise<ReadonlySet<string>> {
    const key = `${orgId} ${modelId}`;
    let names = this.#cached.get(key);
    if (!names) {
      const { schema } = modelFactsOf(readModelFile(await this.#models.getFile(orgId, modelId), fastestEngine()));
      names = new Set(schema.features.map(({ name }) => name));
      this.#cached.set(key, names);
    }
    return names;
  }
}
