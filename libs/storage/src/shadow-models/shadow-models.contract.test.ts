import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';
import { shadowScore } from '../testing/records.ts';

const challenger = {
  modelId: 'm2',
  role: 'challenger',
  besideModelId: 'm1',
  startedAt: 1_000,
  startedBy: 'cli',
} as const;
const former = { modelId: 'm0', role: 'former', besideModelId: 'm1', startedAt: 1_100, startedBy: 'training' } as const;

describeOnEveryDatabase('shadow models', (given) => {
  it('are at most one of each role: a second one replaces the first', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    await storage.shadowModels.start(org, challenger);
    await storage.shadowModels.start(org, former);
    await storage.shadowModels.start(org, { ...challenger, modelId: 'm3', startedAt: 2_000 });
    expect(await storage.shadowModels.listOpen(org)).toMatchObject([
      { modelId: 'm3', role: 'challenger', endedAt: null, evidence: null, failure: null },
      { modelId: 'm0', role: 'former', startedBy: 'training' },
    ]);
    expect(await storage.shadowModels.list(org, 10)).toMatchObject([
      { modelId: 'm3', endedAs: null },
      { modelId: 'm0' },
      { modelId: 'm2', endedAs: 'replaced', endedAt: 2_000 },
    ]);
    expect(await storage.shadowModels.listOpen(other)).toEqual([]);
  });

  it('end once, with their evidence', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.shadowModels.start(org, challenger);
    const end = { endedAt: 3_000, endedAs: 'promoted', evidence: { evalue: 24.5, leads: 900 } } as const;
    expect(await storage.shadowModels.end(org, { modelId: 'm9', role: 'challenger' }, end)).toBe(false);
    expect(await storage.shadowModels.end(org, challenger, end)).toBe(true);
    expect(await storage.shadowModels.end(org, challenger, end)).toBe(false);
    expect(await storage.shadowModels.listOpen(org)).toEqual([]);
    expect(await storage.shadowModels.list(org, 1)).toMatchObject([end]);
  });

  it('keep what is known so far while they are open', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.shadowModels.start(org, challenger);
    await storage.shadowModels.noteEvidence(org, challenger, { leads: 10 });
    await storage.shadowModels.noteEvidence(org, { ...challenger, role: 'former' }, { leads: 99 });
    expect(await storage.shadowModels.listOpen(org)).toMatchObject([{ evidence: { leads: 10 } }]);
    await storage.shadowModels.end(org, challenger, { endedAt: 3_000, endedAs: 'stopped' });
    await storage.shadowModels.noteEvidence(org, challenger, { leads: 11 });
    expect(await storage.shadowModels.list(org, 1)).toMatchObject([{ endedAs: 'stopped', evidence: { leads: 10 } }]);
  });

  it('show why they cannot score, until they can again', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.shadowModels.start(org, challenger);
    await storage.shadowModels.noteFailure(org, 'm2', 'the file is damaged');
    expect(await storage.shadowModels.listOpen(org)).toMatchObject([{ failure: 'the file is damaged' }]);
    await storage.shadowModels.noteFailure(org, 'm2', null);
    expect(await storage.shadowModels.listOpen(org)).toMatchObject([{ failure: null }]);
  });

  it('are started and ended within an administrative act, or not at all', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.shadowModels.start(org, challenger);
    const act = storage.atomically(async (stores) => {
      await stores.shadowModels.end(org, challenger, { endedAt: 2_000, endedAs: 'promoted' });
      await stores.shadowModels.start(org, former);
      throw new Error('killed');
    });
    await expect(act).rejects.toThrow('killed');
    expect(await storage.shadowModels.listOpen(org)).toMatchObject([{ modelId: 'm2', role: 'challenger' }]);
  });
});

describeOnEveryDatabase('shadow scores', (given) => {
  it('are stored with the scores that they accompany: the first of each lead and pair of models', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    const first = ['L2', 'L1'].map((subjectId) => shadowScore({ subjectId, scoredAt: 2_000 }));
    await storage.outbox.enqueue(org, [], [], [], first);
    const later = [
      shadowScore({ subjectId: 'L1', scoredAt: 3_000, probability: 0.9 }),
      shadowScore({ subjectId: 'L3', scoredAt: 1_000 }),
      shadowScore({ subjectId: 'L1', scoredAt: 3_000, besideModelId: 'm9' }),
    ];
    await storage.outbox.enqueue(org, [], [], [], later);
    await storage.outbox.enqueue(other, [], [], [], first);
    const read = await storage.shadowScores.read(org, { modelId: 'm2', besideModelId: 'a1b2' });
    expect(read).toEqual([
      { subjectId: 'L3', probability: 0.2, besideProbability: 0.12, scoredAt: 1_000 },
      { subjectId: 'L1', probability: 0.2, besideProbability: 0.12, scoredAt: 2_000 },
      { subjectId: 'L2', probability: 0.2, besideProbability: 0.12, scoredAt: 2_000 },
    ]);
  });
});

describeOnEveryDatabase('audit log with evidence', (given) => {
  it('keeps the evidence of an act, and adds nothing to acts without', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const act = { at: 1, actor: 'monitor', act: 'model.promote', subject: 'm2' };
    await storage.auditLog.append(org, act);
    await storage.auditLog.append(org, { ...act, detail: { evalue: 24.5, leads: 900 } });
    expect(await storage.auditLog.list(org, 2)).toEqual([{ ...act, detail: { evalue: 24.5, leads: 900 } }, act]);
  });
});
