import { ScoreLeadsResponse } from '@leadlight/contract';
import { describe, expect, it } from 'vitest';
import { scoreLeads } from './score-leads.ts';
import { exampleError } from '../testing/index.ts';
import { historyOf, NOW, scoringModel, scoringPorts } from '../testing/scoring.ts';

const synced = historyOf('synced', { LeadSource: 'Web', NumberOfEmployees: 250 });

const scoresFor = async (...given: Parameters<typeof scoreLeads>): Promise<ScoreLeadsResponse> =>
  (await scoreLeads(...given)).response;

describe('scoreLeads', () => {
  it('returns a score or a problem for each lead, in the order of the request', async () => {
    const leads = [
      { leadId: 'new', fields: { LeadSource: 'Referral' } },
      { leadId: 'unknown' },
      { leadId: 'synced' },
      { leadId: 'synced', fields: { LeadSource: 'Referral' } },
    ];
    const { response, body } = await scoreLeads(scoringPorts([synced]), 'org-a', { leads }, 'api:key_1');
    expect(body).toBe(JSON.stringify(response));
    expect(ScoreLeadsResponse.parse(response)).toEqual(response);
    expect(response.model).toEqual({ id: '9f2c41d07be35a68', version: 7, trainedAt: '2026-11-20T02:00:00.000Z' });
    expect(response.scores.map(({ leadId }) => leadId)).toEqual(['new', 'synced', 'synced']);
    expect(response.problems).toMatchObject([{ leadId: 'unknown', type: '/problems/lead-not-found' }]);
  });

  it('overrides synced fields with the sent ones', async () => {
    const leads = [{ leadId: 'synced' }, { leadId: 'synced', fields: { LeadSource: 'Referral' } }];
    const { scores } = await scoresFor(scoringPorts([synced]), 'org-a', { leads }, 'api:key_1');
    expect(scores.map(({ probability }) => probability.toFixed(2))).toEqual(['0.40', '0.80']);
    expect(scores.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  it('warns that a lead scored on the sent fields alone is not synced', async () => {
    const leads = [{ leadId: 'new', fields: { LeadSource: 'Referral' } }];
    const { scores } = await scoresFor(scoringPorts([]), 'org-a', { leads }, 'api:key_1');
    expect(scores[0]?.warnings).toEqual([
      { code: 'not_synced' },
      { code: 'missing_field', field: 'NumberOfEmployees' },
    ]);
  });

  it('reads a number sent as text, and warns of values that cannot be read for certain', async () => {
    const leads = [250, '250', '1,200', '1.200'].map((NumberOfEmployees, index) => ({
      leadId: `new-${index}`,
      fields: { LeadSource: 'Referral', NumberOfEmployees },
    }));
    const { scores } = await scoresFor(scoringPorts([]), 'org-a', { leads }, 'api:key_1');
    expect(scores.map(({ probability }) => probability.toFixed(2))).toEqual(['0.80', '0.80', '0.60', '0.60']);
    const unreadable = { code: 'not_a_number', field: 'NumberOfEmployees' };
    expect(scores.map(({ warnings }) => warnings.filter(({ code }) => code !== 'not_synced'))).toEqual([
      [],
      [],
      [unreadable],
      [unreadable],
    ]);
  });

  it('warns of a field that the org does not have, and not of one that only the model does not read', async () => {
    const leads = [{ leadId: 'synced', fields: { LeadSorce: 'Referral', LastName: 'Wildgruber' } }];
    const { scores } = await scoresFor(scoringPorts([synced]), 'org-a', { leads }, 'api:key_1');
    expect(scores[0]?.warnings).toEqual([{ code: 'unknown_field', field: 'LeadSorce' }]);
    expect(scores[0]?.probability.toFixed(2)).toBe('0.40');
  });

  it('scores a deleted lead only if its fields are sent', async () => {
    const deleted = { ...synced, isDeleted: true };
    const leads = [{ leadId: 'synced' }, { leadId: 'synced', fields: { LeadSource: 'Web' } }];
    const { scores, problems } = await scoresFor(scoringPorts([deleted]), 'org-a', { leads }, 'api:key_1');
    expect(scores).toHaveLength(1);
    expect(problems[0]?.detail).toContain('deleted');
  });

  it('logs each score as it returns it', async () => {
    const ports = scoringPorts([synced]);
    const { scores } = await scoresFor(ports, 'org-a', { leads: [{ leadId: 'synced' }] }, 'api:key_1');
    expect(ports.logged).toEqual([
      {
        orgId: 'org-a',
        entry: expect.objectContaining({
          subjectId: 'synced',
          modelId: '9f2c41d07be35a68',
          modelVersion: 7,
          requestedBy: 'api:key_1',
          scoredAt: NOW,
          response: scores[0],
          responseText: JSON.stringify(scores[0]),
        }) as unknown,
      },
    ]);
  });

  it('rejects if the scores cannot be logged', async () => {
    const ports = { ...scoringPorts([synced]), scoreLog: { append: () => Promise.reject(new Error('disk full')) } };
    await expect(scoreLeads(ports, 'org-a', { leads: [{ leadId: 'synced' }] }, 'x')).rejects.toThrow('disk full');
  });

  it('returns as many reasons as requested', async () => {
    const counts = [undefined, 1, 0].map(async (maxReasons) => {
      const request = { leads: [{ leadId: 'synced' }], maxReasons };
      return (await scoresFor(scoringPorts([synced]), 'org-a', request, 'x')).scores[0]?.reasons.length;
    });
    expect(await Promise.all(counts)).toEqual([2, 1, 0]);
  });

  it('uses one model for a response even if another becomes active while it is made', async () => {
    let version = 1;
    const activeModels = {
      get: () => Promise.resolve({ ...scoringModel, entry: { ...scoringModel.entry, version: version++ } }),
    };
    const ports = { ...scoringPorts([synced]), activeModels };
    const request = { leads: Array.from({ length: 200 }, () => ({ leadId: 'synced' })) };
    const [first, second] = await Promise.all([1, 2].map(() => scoresFor(ports, 'org-a', request, 'x')));
    expect([first?.model.version, second?.model.version]).toEqual([1, 2]);
    const versions = ports.logged.map(({ entry }) => entry.modelVersion);
    expect(versions.filter((logged) => logged === 1)).toHaveLength(200);
    expect(versions.filter((logged) => logged === 2)).toHaveLength(200);
  });

  it('rejects if the org has no active model', async () => {
    const activeModels = { get: () => Promise.reject(exampleError('no_active_model')) };
    const result = scoreLeads({ ...scoringPorts([]), activeModels }, 'org-a', { leads: [{ leadId: 'a' }] }, 'x');
    await expect(result).rejects.toMatchObject({ code: 'no_active_model' });
  });
});
