import { ScoreLeadsResponse } from '@leadlight/contract';
import { describe, expect, it } from 'vitest';
import { WorkflowError } from '../errors.ts';
import { scoreLeads } from './score-leads.ts';
import { historyOf, NOW, scoringModel, scoringPorts } from '../testing/scoring.ts';

const known = historyOf('known', { LeadSource: 'Web', NumberOfEmployees: 250 });

const answerTo = async (...given: Parameters<typeof scoreLeads>): Promise<ScoreLeadsResponse> =>
  (await scoreLeads(...given)).response;

describe('scoring leads', () => {
  it('answers lead by lead, in the order asked, as the contract says', async () => {
    const leads = [
      { leadId: 'new', fields: { LeadSource: 'Referral' } },
      { leadId: 'unknown' },
      { leadId: 'known' },
      { leadId: 'known', fields: { LeadSource: 'Referral' } },
    ];
    const { response: answer, body } = await scoreLeads(scoringPorts([known]), 'org-a', { leads }, 'api:key_1');
    expect(body).toBe(JSON.stringify(answer));
    expect(ScoreLeadsResponse.parse(answer)).toEqual(answer);
    expect(answer.model).toEqual({ id: '9f2c41d07be35a68', version: 7, trainedAt: '2026-11-20T02:00:00.000Z' });
    expect(answer.scores.map(({ leadId }) => leadId)).toEqual(['new', 'known', 'known']);
    expect(answer.problems).toMatchObject([{ leadId: 'unknown', type: '/problems/lead-not-found' }]);
  });

  it('lets fresh fields override what was synced', async () => {
    const leads = [{ leadId: 'known' }, { leadId: 'known', fields: { LeadSource: 'Referral' } }];
    const { scores } = await answerTo(scoringPorts([known]), 'org-a', { leads }, 'api:key_1');
    expect(scores.map(({ probability }) => probability.toFixed(2))).toEqual(['0.40', '0.80']);
    expect(scores.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  it('says of a lead scored from the fields sent alone that it is not synced', async () => {
    const leads = [{ leadId: 'new', fields: { LeadSource: 'Referral' } }];
    const { scores } = await answerTo(scoringPorts([]), 'org-a', { leads }, 'api:key_1');
    expect(scores[0]?.warnings).toEqual([
      { code: 'not_synced' },
      { code: 'missing_field', field: 'NumberOfEmployees' },
    ]);
  });

  it('does not score a deleted lead unless its fields are sent', async () => {
    const deleted = { ...known, isDeleted: true };
    const leads = [{ leadId: 'known' }, { leadId: 'known', fields: { LeadSource: 'Web' } }];
    const { scores, problems } = await answerTo(scoringPorts([deleted]), 'org-a', { leads }, 'api:key_1');
    expect(scores).toHaveLength(1);
    expect(problems[0]?.detail).toContain('deleted');
  });

  it('has logged what it answers, as answered', async () => {
    const ports = scoringPorts([known]);
    const { scores } = await answerTo(ports, 'org-a', { leads: [{ leadId: 'known' }] }, 'api:key_1');
    expect(ports.logged).toEqual([
      {
        orgId: 'org-a',
        entry: expect.objectContaining({
          leadId: 'known',
          modelId: '9f2c41d07be35a68',
          modelVersion: 7,
          askedBy: 'api:key_1',
          scoredAt: NOW,
          answer: scores[0],
          answerText: JSON.stringify(scores[0]),
        }) as unknown,
      },
    ]);
  });

  it('does not answer what it could not log', async () => {
    const ports = { ...scoringPorts([known]), scoreLog: { append: () => Promise.reject(new Error('disk full')) } };
    await expect(scoreLeads(ports, 'org-a', { leads: [{ leadId: 'known' }] }, 'x')).rejects.toThrow('disk full');
  });

  it('names as many reasons as asked for', async () => {
    const counts = [undefined, 1, 0].map(async (maxReasons) => {
      const request = { leads: [{ leadId: 'known' }], maxReasons };
      return (await answerTo(scoringPorts([known]), 'org-a', request, 'x')).scores[0]?.reasons.length;
    });
    expect(await Promise.all(counts)).toEqual([2, 1, 0]);
  });

  it('keeps to one model for an answer although another becomes active on the way', async () => {
    let version = 1;
    const activeModels = {
      get: () => Promise.resolve({ ...scoringModel, entry: { ...scoringModel.entry, version: version++ } }),
    };
    const ports = { ...scoringPorts([known]), activeModels };
    const request = { leads: Array.from({ length: 200 }, () => ({ leadId: 'known' })) };
    const [first, second] = await Promise.all([1, 2].map(() => answerTo(ports, 'org-a', request, 'x')));
    expect([first?.model.version, second?.model.version]).toEqual([1, 2]);
    const versions = ports.logged.map(({ entry }) => entry.modelVersion);
    expect(versions.filter((logged) => logged === 1)).toHaveLength(200);
    expect(versions.filter((logged) => logged === 2)).toHaveLength(200);
  });

  it('passes on that there is no active model', async () => {
    const activeModels = { get: () => Promise.reject(new WorkflowError('no_active_model', 'none')) };
    const answer = scoreLeads({ ...scoringPorts([]), activeModels }, 'org-a', { leads: [{ leadId: 'a' }] }, 'x');
    await expect(answer).rejects.toMatchObject({ code: 'no_active_model' });
  });
});
