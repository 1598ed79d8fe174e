import { openStorage } from '@leadlight/storage';
import type { Change } from './delays.ts';

/** The changed leads that were not scored after the change, by the score log of a folder that no other process has open. */
export async function findUnscored(folder: string, changes: readonly Change[]): Promise<readonly string[]> {
  const storage = await openStorage({ folder });
  try {
    const [org] = await storage.orgs.list();
    const unscored: string[] = [];
    for (const { leadId, changedAt } of changes) {
      const [last] = await storage.scoreLog.findBySubject(org!.orgId, leadId, 1);
      if (!last || last.scoredAt < changedAt) unscored.push(leadId);
    }
    return unscored;
  } finally {
    await storage.close();
  }
}
