import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RunningLeadlight } from './running-leadlight.ts';

/** A custom notification, as its recipient sees it at the bell. */
export interface OrgNotification {
  readonly recipientId: string;
  readonly title: string;
  readonly body: string;
  readonly targetId: string | null;
}

/** What was sent, oldest first. Read from the org's database, because no API lists another user's notifications. */
export function notificationsInOrg({ folder }: Pick<RunningLeadlight, 'folder'>): readonly OrgNotification[] {
  const database = new DatabaseSync(join(folder, 'sandbox-org', 'org.sqlite'), { readOnly: true });
  try {
    const rows = database.prepare('SELECT * FROM "sandbox.notification" ORDER BY id').all();
    return rows.map(({ recipient_id, title, body, target_id }) => ({
      recipientId: String(recipient_id),
      title: String(title),
      body: String(body),
      targetId: target_id === null ? null : String(target_id),
    }));
  } finally {
    database.close();
  }
}
