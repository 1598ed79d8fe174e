import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const org = useTestOrg({ leads: 3 });

const query = (soql: string, tooling = false) =>
  org.request<{ records: readonly Record<string, unknown>[] }>(
    'GET',
    `${tooling ? '/tooling' : ''}/query?q=${encodeURIComponent(soql)}`,
  );

describe('records of deployed components', () => {
  it('has the list views and the named credential of the package', async () => {
    const lists = await query("SELECT DeveloperName FROM ListView WHERE SobjectType = 'Lead' ORDER BY DeveloperName");
    expect(lists.body.records.map(({ DeveloperName }) => DeveloperName)).toContain('Leadlight_Leads_By_Score');
    const credential = await query('SELECT DeveloperName, Endpoint FROM NamedCredential');
    expect(credential.body.records).toMatchObject([
      { DeveloperName: 'Leadlight_API', Endpoint: 'https://leadlight.example.com' },
    ]);
  });

  it('has the change events and the lead page in the Tooling API only', async () => {
    const events = "SELECT SelectedEntity FROM PlatformEventChannelMember WHERE EventChannel = 'ChangeEvents'";
    expect((await query(events, true)).body.records).toHaveLength(4);
    const pages = "SELECT DeveloperName FROM FlexiPage WHERE EntityDefinitionId = 'Lead' AND Type = 'RecordPage'";
    expect((await query(pages, true)).body.records).toMatchObject([{ DeveloperName: 'Leadlight_Lead_Record_Page' }]);
    expect((await query(pages)).body).toMatchObject([{ errorCode: 'INVALID_TYPE' }]);
  });
});
