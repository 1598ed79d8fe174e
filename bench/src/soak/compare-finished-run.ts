import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connectSalesforce, type SalesforceConnection } from '@leadlight/salesforce';
import { openStorage } from '@leadlight/storage';
import { ROOT } from '../shared/run-leadlight.ts';

interface LeadRow {
  readonly Id: string;
  readonly IsConverted: boolean;
  readonly Leadlight_Score__c: number | null;
  readonly Leadlight_Input_Hash__c: string | null;
  readonly Key__c?: string;
}

/** What the org, the storage and the score log of a finished run tell differently, a sentence each. */
export async function compareFinishedRun(folder: string, orgPort: number): Promise<string[]> {
  const org = spawn(
    process.execPath,
    [`${ROOT}apps/sandbox-org/src/main.ts`, '--port', String(orgPort), '--folder', join(folder, 'sandbox-org')],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const storage = await openStorage({ folder });
  try {
    await new Promise((resolve) => createInterface({ input: org.stdout }).once('line', resolve));
    const connection = await connectSalesforce(JSON.parse(readFileSync(join(folder, 'connection.json'), 'utf8')));
    const orgId = (await storage.orgs.list())[0]!.orgId;
    const found: string[] = [];
    const rows = await allRows(
      connection,
      'SELECT Id, IsConverted, Leadlight_Score__c, Leadlight_Input_Hash__c FROM Lead',
    );
    const counts = await storage.leadHistories.countLeads(orgId);
    const open = rows.filter((row) => !row.IsConverted);
    if (open.length !== counts.open) found.push(`the org has ${open.length} open leads, the storage ${counts.open}`);
    for (const row of open) {
      const [last] = await storage.scoreLog.findBySubject(orgId, row.Id, 1);
      if (!last) found.push(`${row.Id} is open and was never scored`);
      else if (last.score !== row.Leadlight_Score__c) {
        found.push(`${row.Id} has score ${row.Leadlight_Score__c} in the org and ${last.score} in the log`);
      }
    }
    const history = await allRows(connection, 'SELECT Key__c, Lead__c FROM Leadlight_Score_History__c');
    const keys = new Set(history.map(({ Key__c: key }) => key));
    if (keys.size !== history.length) found.push(`${history.length - keys.size} history rows are doubled`);
    const { pending, failed } = await storage.outbox.counts(orgId);
    if (pending + failed > 0) found.push(`${pending} scores wait in the outbox and ${failed} were refused`);
    return found;
  } finally {
    await storage.close();
    org.kill();
  }
}

async function allRows(connection: SalesforceConnection, soql: string): Promise<LeadRow[]> {
  const rows: LeadRow[] = [];
  let path: string | undefined = `/query?q=${encodeURIComponent(soql)}`;
  while (path) {
    const page = (await connection.json({ method: 'GET', path })) as { records: LeadRow[]; nextRecordsUrl?: string };
    rows.push(...page.records);
    path = page.nextRecordsUrl;
  }
  return rows;
}
