import { expect, it } from 'vitest';
import { useChangedOrg } from '../testing/changed-org.ts';

const org = useChangedOrg(300);

interface Reconciled {
  readonly days: readonly object[];
  readonly summary: string;
}

it('leadlight reconcile is silent about erased leads and their activities', async () => {
  await org().json('sync');
  expect((await org().json<Reconciled>('reconcile')).days).toEqual([]);
  const tasks = await org().client.query<{ WhoId: string }>(
    "SELECT WhoId FROM Task WHERE IsDeleted = false AND TaskSubtype != 'Email' LIMIT 200",
  );
  const leads = [...new Set(tasks.map(({ WhoId }) => WhoId))].filter((id) => id.startsWith('00Q')).slice(0, 3);
  expect(leads).toHaveLength(3);
  for (const lead of leads) expect((await org().leadlight('leads', 'erase', lead, '--yes')).code).toBe(0);
  const { days, summary } = await org().json<Reconciled>('reconcile');
  expect(days).toEqual([]);
  expect(summary).toBe('Org and storage agree on every object and day.');
});
