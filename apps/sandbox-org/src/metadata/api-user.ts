import type { Org } from '../org/org.ts';
import { prepareCached } from '../org/statements.ts';

export interface ApiUser {
  readonly id: string;
  readonly name: string;
}

/** The user of API clients, as results name it. */
export function apiUser({ db, userId }: Pick<Org, 'db' | 'userId'>): ApiUser {
  const row = prepareCached(db, 'SELECT "Name" AS name FROM "User" WHERE "Id" = ?').get(userId);
  return { id: userId, name: String(row?.name ?? '') };
}
