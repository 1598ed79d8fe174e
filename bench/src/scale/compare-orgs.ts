import type { Storage } from '@leadlight/storage';
import { orgClient, type SimulatedOrg } from './simulated-orgs.ts';

/** The differences between an org and what is stored of it, one sentence each: fields, scores, doubled history rows, waiting scores. */
export async function compareOrg(storage: Storage, org: SimulatedOrg): Promise<readonly string[]> {
  const { orgId } = org;
  const client = orgClient(org);
  const leads = await client.leads();
  const differences: string[] = [];
  const histories = await storage.leadHistories.findHistories(
    orgId,
    leads.map(({ Id }) => Id),
  );
  for (const { Id, Title, Leadlight_Score__c: score, IsConverted } of leads) {
    const stored = histories.get(Id);
    if (!stored) {
      differences.push(`${orgId}: ${Id} is not stored`);
      continue;
    }
    if ((stored.fields.Title ?? null) !== Title)
      differences.push(`${orgId}: ${Id} has the title ${Title}, and ${String(stored.fields.Title)} is stored`);
    if (IsConverted) continue;
    const [last] = await storage.scoreLog.findBySubject(orgId, Id, 1);
    if (!last) differences.push(`${orgId}: ${Id} was never scored`);
    else if (last.score !== score)
      differences.push(`${orgId}: ${Id} has the score ${score}, and ${last.score} is stored`);
  }
  const keys = await client.historyKeys();
  if (new Set(keys).size < keys.length) differences.push(`${orgId}: rows of score history are doubled`);
  const { pending, failed } = await storage.outbox.counts(orgId);
  if (pending + failed > 0) differences.push(`${orgId}: ${pending} scores wait, ${failed} were rejected`);
  return differences;
}
