import { describe, expect, it } from 'vitest';
import type { AdministrativeStores, AuditEntry, ModelEntry } from '../ports/index.ts';
import { activateModel, getModelReport, listModels } from './models.ts';

const entryOf = (version: number, active: boolean): ModelEntry => ({
  id: `m${version}`,
  version,
  learner: 'forest',
  trainedAt: Date.UTC(2026, 10, version),
  active,
  report: { title: 'Org 1', converted: 'many', auc: 0.8 },
});

function ports() {
  let active = 'm2';
  const audited: AuditEntry[] = [];
  const stores = {
    models: {
      activate: (_orgId: string, id: string) => {
        active = id;
        return Promise.resolve();
      },
    },
    auditLog: {
      append: (_orgId: string, entry: AuditEntry) => {
        audited.push(entry);
        return Promise.resolve();
      },
    },
  };
  return {
    audited,
    clock: { now: () => 5_000 },
    scoringSettings: { findNewest: () => Promise.resolve(undefined) },
    models: { list: () => Promise.resolve([1, 2].map((version) => entryOf(version, `m${version}` === active))) },
    atomically: <Result>(act: (within: AdministrativeStores) => Promise<Result>) => act(stores as AdministrativeStores),
  };
}

describe('models', () => {
  it('lists models newest first and returns the report of one', async () => {
    const given = ports();
    expect((await listModels(given, 'org')).models.map(({ id, active }) => [id, active])).toEqual([
      ['m2', true],
      ['m1', false],
    ]);
    const { model, report } = await getModelReport(given, 'org', 'm1');
    expect(model.id).toBe('m1');
    // Members that the contract does not know, or of another type, are left out.
    expect(report).toEqual({ title: 'Org 1' });
  });

  it('activates a model and audits it', async () => {
    const given = ports();
    expect(await activateModel(given, 'org', 'm1', 'api:key_1')).toMatchObject({ id: 'm1', active: true });
    expect((await listModels(given, 'org')).models.find(({ active }) => active)?.id).toBe('m1');
    expect(given.audited).toEqual([{ at: 5_000, actor: 'api:key_1', act: 'model.activate', subject: 'm1' }]);
  });

  it('rejects an unknown model and audits nothing', async () => {
    const given = ports();
    await expect(activateModel(given, 'org', 'm9', 'cli')).rejects.toMatchObject({ code: 'unknown_model' });
    await expect(getModelReport(given, 'org', 'm9')).rejects.toMatchObject({ code: 'unknown_model' });
    expect(given.audited).toEqual([]);
  });
});
