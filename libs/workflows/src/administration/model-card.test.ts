import { describe, expect, it } from 'vitest';
import type { AdministrativeStores, AuditEntry, ModelEntry } from '../ports/index.ts';
import { approveModel, modelCard } from './model-card.ts';

const entryOf = (version: number, active: boolean): ModelEntry => ({
  id: `m${version}`,
  version,
  learner: 'forest',
  trainedAt: Date.UTC(2026, 10, version),
  active,
  report: { title: 'Org 1', goal: 'won', horizonDays: 30, comparison: { on: 'newest_fifth' } },
});

function ports() {
  const audited: AuditEntry[] = [{ at: 1, actor: 'training', act: 'model.activate', subject: 'm2' }];
  const stores = {
    auditLog: {
      append: (_orgId: string, entry: AuditEntry) => {
        audited.unshift(entry);
        return Promise.resolve();
      },
    },
  };
  return {
    audited,
    clock: { now: () => Date.UTC(2026, 10, 30, 9) },
    softwareVersion: '0.1.0',
    scoringSettings: { findNewest: () => Promise.resolve(undefined) },
    auditLog: { list: () => Promise.resolve(audited) },
    models: { list: () => Promise.resolve([entryOf(1, false), entryOf(2, true)]) },
    atomically: <Result>(act: (within: AdministrativeStores) => Promise<Result>) => act(stores as AdministrativeStores),
  };
}

describe('modelCard', () => {
  it('is of the active model unless another is named, and names who approved that one only', async () => {
    const given = ports();
    await approveModel(given, 'org', 'm2', { name: 'Mara Lindqvist', note: 'Checked' }, 'cli');
    const card = await modelCard(given, 'org');
    expect(card).toMatchObject({ modelId: 'm2', version: 2 });
    expect(card.markdown).toContain('| 2026-11-30 09:00 UTC | approved | Mara Lindqvist (cli) | Checked |');
    expect(card.markdown).toContain('| activated | training | – |');
    expect(card.markdown).toContain('would be won within 30 days');
    expect(card.html).toContain('Mara Lindqvist');
    const other = await modelCard(given, 'org', 'm1');
    expect(other.markdown).toContain('No person has approved this model');
  });

  it('rejects an unknown model, and approves of none', async () => {
    const given = ports();
    await expect(modelCard(given, 'org', 'm3')).rejects.toMatchObject({ code: 'unknown_model' });
    await expect(approveModel(given, 'org', 'm3', { name: 'Mara' }, 'cli')).rejects.toMatchObject({
      code: 'unknown_model',
    });
    expect(given.audited).toHaveLength(1);
  });
});
