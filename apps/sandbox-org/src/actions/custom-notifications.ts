import type { DatabaseSync } from 'node:sqlite';
import type { Org } from '../org/org.ts';
import { prepareCached } from '../org/statements.ts';

/** A notification as a recipient gets it. */
export interface CustomNotification {
  readonly typeId: string;
  readonly recipientId: string;
  readonly title: string;
  readonly body: string;
  /** The record that it opens; null where it opens a page. */
  readonly targetId: string | null;
  /** A PageReference as JSON; null where it opens a record. */
  readonly targetPageRef: string | null;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
}

export const createNotifications = (db: DatabaseSync): void =>
  db.exec(
    'CREATE TABLE IF NOT EXISTS "sandbox.notification" (id INTEGER PRIMARY KEY, type_id TEXT, recipient_id TEXT, title TEXT, ' +
      'body TEXT, target_id TEXT, target_page TEXT, sent_at INTEGER)',
  );

/** What was sent, the oldest first. */
export const listNotifications = (db: DatabaseSync): CustomNotification[] =>
  prepareCached(db, 'SELECT * FROM "sandbox.notification" ORDER BY id')
    .all()
    .map((row) => ({
      typeId: String(row.type_id),
      recipientId: String(row.recipient_id),
      title: String(row.title),
      body: String(row.body),
      targetId: row.target_id === null ? null : String(row.target_id),
      targetPageRef: row.target_page === null ? null : String(row.target_page),
      sentAt: Number(row.sent_at),
    }));

const MAX_RECIPIENTS = 500;
const MAX_TITLE = 250;
const MAX_BODY = 750;

export interface ActionError {
  readonly statusCode: string;
  readonly message: string;
}

type Input = Readonly<Record<string, unknown>>;

const textIn = (input: Input, name: string): string | undefined => {
  const value = input[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/**
 * Sends a notification to each active recipient. Recipients are users; groups, queues and teams are not supported.
 * @returns the errors of the input; nothing was sent if there are any
 * @source Actions Developer Guide, Custom Notification Actions (inputs and their lengths; codes and texts of errors are not verified)
 */
export function sendCustomNotification(org: Org, input: Input): readonly ActionError[] {
  const errors = [...missingInputs(input), ...tooLong(input)];
  if (errors.length > 0) return errors;
  const { db } = org;
  const typeId = textIn(input, 'customNotifTypeId')!;
  const type = prepareCached(db, 'SELECT "Id" AS id FROM "CustomNotificationType" WHERE substr("Id", 1, 15) = ?').get(
    typeId.slice(0, 15),
  );
  if (!type)
    return [{ statusCode: 'INVALID_ID_FIELD', message: `The custom notification type ${typeId} is not valid.` }];
  const findUser = prepareCached(
    db,
    'SELECT "Id" AS id, "IsActive" AS active FROM "User" WHERE substr("Id", 1, 15) = ?',
  );
  const users = (input.recipientIds as readonly unknown[]).map((id) => findUser.get(String(id).slice(0, 15)));
  if (users.some((user) => !user)) return [{ statusCode: 'INVALID_ID_FIELD', message: 'A recipient ID is not valid.' }];
  const insert = prepareCached(
    db,
    'INSERT INTO "sandbox.notification" (type_id, recipient_id, title, body, target_id, target_page, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const [title, body] = [textIn(input, 'title')!, textIn(input, 'body')!];
  const target = [textIn(input, 'targetId') ?? null, textIn(input, 'targetPageRef') ?? null];
  for (const user of users) {
    if (user?.active === 1) insert.run(String(type.id), String(user.id), title, body, ...target, org.now());
  }
  return [];
}

function missingInputs(input: Input): readonly ActionError[] {
  const missing = ['customNotifTypeId', 'title', 'body'].filter((name) => textIn(input, name) === undefined);
  const { recipientIds } = input;
  if (!Array.isArray(recipientIds) || recipientIds.length === 0) missing.push('recipientIds');
  const errors = missing.map((name) => ({
    statusCode: 'REQUIRED_FIELD_MISSING',
    message: `Missing required input parameter: ${name}`,
  }));
  if (textIn(input, 'targetId') === undefined && textIn(input, 'targetPageRef') === undefined) {
    errors.push({ statusCode: 'REQUIRED_FIELD_MISSING', message: 'Specify a targetId or a targetPageRef.' });
  }
  return errors;
}

function tooLong(input: Input): readonly ActionError[] {
  const { recipientIds } = input;
  const errors: ActionError[] = [];
  for (const [name, limit] of [
    ['title', MAX_TITLE],
    ['body', MAX_BODY],
  ] as const) {
    if ((textIn(input, name)?.length ?? 0) > limit) {
      errors.push({ statusCode: 'STRING_TOO_LONG', message: `${name}: data value too large (max length=${limit})` });
    }
  }
  if (Array.isArray(recipientIds) && recipientIds.length > MAX_RECIPIENTS) {
    errors.push({ statusCode: 'LIMIT_EXCEEDED', message: `A notification has at most ${MAX_RECIPIENTS} recipients.` });
  }
  return errors;
}
