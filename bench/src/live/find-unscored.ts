import { openStorage } from '@leadlight/storage';
import type { Change } from './delays.ts';

/** Of these changes, the leads that were not scored after them: by the score log of a folder that nobody else has open. */
export async function findUnscored(folder: string, changes: readonly Change[]): Promise<readonly string[]> {
  const storage = await openStorage({ folder });
  try {
    const [org] = await storage.orgs.list();
    const missed: string[] = [];
    for (const { leadId, changedAt } of changes) {
      const [last] = await storage.scoreLog.findBySubject(org!.orgId, leadId, 1);
      if (!last || last.scoredAt < changedAt) missed.push(leadId);
    }
    return missed;
  } finally {
    await storage.close();
  }
}
