import { Challengers } from '@leadlight/contract';
import { describe, expect, it } from 'vitest';
import type { ModelEntry } from '../../ports/index.ts';
import { inMemoryShadows } from '../../testing/shadow-models.ts';
import { listChallengers } from './list-challengers.ts';

const AT = Date.UTC(2026, 10, 23);
const EVIDENCE = { leads: 900, converted: 60, settled: 100, difference: -0.004, challenger: 6.3, incumbent: 0.2 };

describe('listChallengers', () => {
  it('lists the newest first, with the evidence of the last comparison and the versions that are stored', async () => {
    const { shadowModels } = inMemoryShadows();
    const former = {
      modelId: 'm0',
      role: 'former',
      besideModelId: 'm1',
      startedAt: AT,
      startedBy: 'training',
    } as const;
    await shadowModels.start('org', former);
    await shadowModels.start('org', { ...former, modelId: 'm2', role: 'challenger', startedBy: 'cli' });
    await shadowModels.noteEvidence(
      'org',
      { modelId: 'm2', role: 'challenger' },
      { at: AT, threshold: 20, ...EVIDENCE },
    );
    // As an earlier release stored it.
    await shadowModels.end('org', former, { endedAt: AT, endedAs: 'expired', evidence: { evalue: 2 } });
    const entries = [
      { id: 'm1', version: 1 },
      { id: 'm2', version: 2 },
    ] as unknown as readonly ModelEntry[];
    const listed = await listChallengers({ shadowModels, models: { list: async () => entries } }, 'org');
    expect(Challengers.parse(listed)).toEqual(listed);
    expect(listed.challengers).toMatchObject([
      {
        ...{ modelId: 'm2', version: 2, role: 'challenger', besideVersion: 1, endedAt: null, endedAs: null },
        evidence: { comparedAt: '2026-11-23T00:00:00.000Z', leads: 900, better: 6.3, worse: 0.2, threshold: 20 },
      },
      { modelId: 'm0', version: null, role: 'former', endedAs: 'expired', evidence: null },
    ]);
  });
});
