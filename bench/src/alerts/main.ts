/**
 * `npm run bench:alerts [-- --leads 1500 --write]`: the time from a change that makes a lead hot until its owner's notification exists in
 * the org. `--write` renews the section in docs/benchmarks.md.
 */
import '../shared/fixed-date.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startFollower } from '../shared/follower-process.ts';
import { describeMachine } from '../shared/machine.ts';
import { prepareOrg } from '../shared/prepare-org.ts';
import { replaceSection } from '../shared/replace-section.ts';
import { runLeadlight } from '../shared/run-leadlight.ts';
import { startSandbox } from '../shared/sandbox.ts';
import { quantile } from '../shared/statistics.ts';

const { values } = parseArgs({
  options: { leads: { type: 'string', default: '1500' }, write: { type: 'boolean' } },
});
const CHANGES = 20;
const TARGET_MS = 10_000;
/** What makes a lead of the simulated company likely to convert. */
const HOT = { LeadSource: 'Referral', Title: 'Vice President Sales', Industry: 'Technology', NumberOfEmployees: 900 };

interface Lead {
  readonly Id: string;
  readonly Leadlight_Band__c: string;
  readonly Leadlight_Scored_At__c: string;
}
interface Notification {
  readonly targetId: string | null;
}

const prepared = await prepareOrg(Number(values.leads), 1, 4389);
const sandbox = await startSandbox(prepared.folder);
const alerts = (...args: readonly string[]) => runLeadlight(['alerts', ...args, '--folder', prepared.folder]);
await alerts(
  'set',
  '--bands',
  'A',
  '--jump',
  'none',
  '--untouched-hours',
  'none',
  '--quiet',
  'none',
  '--per-person',
  '1000',
);
await alerts('on');
const follower = startFollower(prepared.folder);
try {
  await follower.waitForLine(/CampaignMemberChangeEvent is followed/);
  const other = await sandbox.connectAsOtherUser();
  const query = async (where: string): Promise<readonly Lead[]> => {
    const soql = `SELECT Id, Leadlight_Band__c, Leadlight_Scored_At__c FROM Lead WHERE IsConverted = false AND ${where}`;
    const path = `/query?q=${encodeURIComponent(soql)}`;
    return (await other.send<{ readonly records: readonly Lead[] }>('GET', path)).records;
  };
  const notified = async (leadId: string) =>
    (await sandbox.control<readonly Notification[]>('GET', '/notifications')).filter(
      ({ targetId }) => targetId === leadId,
    );
  const leads = await query(
    `Leadlight_Band__c = 'B' AND Leadlight_Unranked__c = null AND LeadSource != 'Referral' ORDER BY Leadlight_Score__c DESC LIMIT ${CHANGES}`,
  );
  const delaysMs: number[] = [];
  let notHot = 0;
  for (const lead of leads) {
    await other.send('PATCH', `/sobjects/Lead/${lead.Id}`, HOT);
    const changedAt = performance.now();
    for (;;) {
      if ((await notified(lead.Id)).length > 0) {
        delaysMs.push(performance.now() - changedAt);
        break;
      }
      const [now] = await query(`Id = '${lead.Id}'`);
      if (now!.Leadlight_Scored_At__c !== lead.Leadlight_Scored_At__c && now!.Leadlight_Band__c !== 'A') {
        notHot++;
        break;
      }
      await delay(50);
    }
  }
  const counts = await Promise.all(leads.map(({ Id }) => notified(Id)));
  const repeated = counts.filter((found) => found.length > 1).length;
  const seconds = (share: number) =>
    `${(
      quantile(
        delaysMs.toSorted((a, b) => a - b),
        share,
      ) / 1000
    ).toFixed(2)} s`;
  const text = [
    '## From a change that makes a lead hot to its owner’s notification',
    '',
    `Made by \`npm run bench:alerts -- --write\`; do not edit. ${describeMachine()}. ${Number(values.leads).toLocaleString('en')} leads, \`leadlight follow\` on embedded storage, change events over gRPC; another client changes one lead after another.`,
    '',
    '| changes | entered band A | notified within 10 s | median | longest | notified twice |',
    '| ---: | ---: | ---: | ---: | ---: | ---: |',
    `| ${leads.length} | ${leads.length - notHot} | ${delaysMs.filter((ms) => ms <= TARGET_MS).length} | ${seconds(0.5)} | ${seconds(1)} | ${repeated} |`,
  ].join('\n');
  console.log(text);
  if (values.write) await replaceSection('docs/benchmarks.md', 'alerts', text);
} finally {
  await follower.end('SIGTERM');
  await sandbox.stop();
  prepared.remove();
}
