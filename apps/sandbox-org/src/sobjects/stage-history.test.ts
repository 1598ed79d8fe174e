import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const org = useTestOrg({ leads: 5 });

const rowsOf = async (opportunityId: string) => {
  const q = `SELECT StageName, Probability, Amount FROM OpportunityHistory WHERE OpportunityId = '${opportunityId}' ORDER BY Id`;
  const { body } = await org.request<{ readonly records: readonly { readonly attributes: unknown }[] }>(
    'GET',
    `/query?q=${encodeURIComponent(q)}`,
  );
  return body.records.map(({ attributes: _attributes, ...row }) => row);
};

describe('OpportunityHistory', () => {
  it('has a row of the creation and one for each change of stage or amount, with the probability of the stage', async () => {
    const opportunity = { Name: 'Project', StageName: 'Prospecting', CloseDate: '2026-12-31', Amount: 100 };
    const created = await org.request<{ readonly id: string }>('POST', '/sobjects/Opportunity', opportunity);
    const path = `/sobjects/Opportunity/${created.body.id}`;
    await org.request('PATCH', path, { StageName: 'Closed Won', Amount: 250 });
    await org.request('PATCH', path, { Type: 'New Business' });
    expect(await rowsOf(created.body.id)).toEqual([
      { StageName: 'Prospecting', Probability: 10, Amount: 100 },
      { StageName: 'Closed Won', Probability: 100, Amount: 250 },
    ]);
    const history = await org.request<{ readonly records: readonly object[] }>(
      'GET',
      `/query?q=${encodeURIComponent('SELECT Field, NewValue FROM OpportunityFieldHistory')}`,
    );
    expect(history.body.records).toMatchObject([{ Field: 'Type', NewValue: 'New Business' }]);
  });

  it('has stages whose meaning OpportunityStage says, as CaseStatus says that of statuses', async () => {
    const query = async (q: string) =>
      (await org.request<{ readonly records: readonly object[] }>('GET', `/query?q=${encodeURIComponent(q)}`)).body
        .records;
    expect(await query('SELECT ApiName FROM OpportunityStage WHERE IsWon = true')).toMatchObject([
      { ApiName: 'Closed Won' },
    ]);
    expect(await query('SELECT ApiName FROM CaseStatus WHERE IsClosed = true')).toMatchObject([{ ApiName: 'Closed' }]);
  });
});
