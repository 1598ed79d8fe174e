import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connectSalesforce } from '@leadlight/salesforce';
import { openStorage } from '@leadlight/storage';
import { queryAll } from '../shared/query-all.ts';
import { ROOT } from '../shared/run-leadlight.ts';

interface LeadRow {
  readonly Id: string;
  readonly Leadlight_Score__c: number | null;
}

/** The differences between the org, the storage and the score log of a finished run, one sentence each. */
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
    const get = (path: string) => connection.json({ method: 'GET', path });
    const orgId = (await storage.orgs.list())[0]!.orgId;
    const differences: string[] = [];
    const open = await queryAll<LeadRow>(get, 'SELECT Id, Leadlight_Score__c FROM Lead WHERE IsConverted = false');
    const counts = await storage.leadHistories.countLeads(orgId);
    if (open.length !== counts.open) {
      differences.push(`the org has ${open.length} open leads, the storage ${counts.open}`);
    }
    for (const { Id, Leadlight_Score__c: score } of open) {
      const [last] = await storage.scoreLog.findBySubject(orgId, Id, 1);
      if (!last) differences.push(`${Id} is open and was never scored`);
      else if (last.score !== score)
        differences.push(`${Id} has score ${score} in the org and ${last.score} in the log`);
    }
    const history = await queryAll<{ Key__c: string }>(get, 'SELECT Key__c FROM Leadlight_Score_History__c');
    const keys = new Set(history.map(({ Key__c: key }) => key));
    if (keys.size !== history.length) differences.push(`${history.length - keys.size} history rows are doubled`);
    const { pending, failed } = await storage.outbox.counts(orgId);
    if (pending + failed > 0) differences.push(`${pending} scores wait in the outbox and ${failed} were rejected`);
    return differences;
  } finally {
    await storage.close();
    // It removes files of its folder while it ends.
    const ended = once(org, 'exit');
    if (org.kill()) await ended;
  }
}
