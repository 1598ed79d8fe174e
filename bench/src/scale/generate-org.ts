import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HOUR_MS } from '@leadlight/common';
import type { Storage } from '@leadlight/storage';
import {
  companyFields,
  companyHistories,
  type CompanySample,
  type SimulatedLead,
} from '../learning/company-histories.ts';

export interface GeneratedOrg {
  readonly leads: number;
  readonly activities: number;
  readonly changes: number;
  readonly memberships: number;
}

const COLUMNS = {
  lead: 'org_id, lead_id, changed_at, revision, contact_id, master_contact_id, opportunity_id, open',
  lead_version:
    'org_id, lead_id, changed_at, revision, deleted, deletion_inferred, created_at, converted_at, contact_id, opportunity_id, fields',
  activity_version:
    'org_id, activity_id, party_id, changed_at, revision, deleted, activity_kind, created_at, completed_at, incoming',
  field_change: 'org_id, change_id, lead_id, changed_at, revision, deleted, field, old_value, new_value',
  campaign_membership_version:
    'org_id, membership_id, lead_id, changed_at, revision, deleted, campaign_id, campaign_type, created_at, responded_at',
} as const;
type Table = keyof typeof COLUMNS;
type Cell = string | number | boolean | null | undefined;

const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const cellOf = (value: Cell): string =>
  value === null || value === undefined ? '\\N' : String(value).replaceAll(/[\\\t\n\r]/g, (each) => ESCAPED[each]!);

const LEADS_PER_REPORT = 10_000;
/** Every fourth activity is followed by another e-mail, which makes about 20 activities a lead. */
const FOLLOWED = 4;

/**
 * Writes the histories of a simulated company straight into PostgreSQL, as a sync would have left them, by COPY.
 * @param bin the folder of psql
 */
export async function generateOrg(
  storage: Pick<Storage, 'orgs' | 'db'>,
  { bin, databaseUrl }: { readonly bin: string; readonly databaseUrl: string },
  orgId: string,
  sample: CompanySample,
  onProgress: (leads: number) => void = () => undefined,
): Promise<GeneratedOrg> {
  const copies = new Map((Object.keys(COLUMNS) as Table[]).map((table) => [table, copyInto(bin, databaseUrl, table)]));
  const add = (table: Table, ...cells: readonly Cell[]) => copies.get(table)!.add([orgId, ...cells]);
  const counts = { leads: 0, activities: 0, changes: 0, memberships: 0 };
  for (const lead of companyHistories(sample)) {
    addLead(lead, add, sample.now, counts);
    counts.leads += 1;
    if (counts.leads % LEADS_PER_REPORT === 0) onProgress(counts.leads);
    if (counts.leads % 500 === 0) await Promise.all([...copies.values()].map((copy) => copy.flushed()));
  }
  await Promise.all([...copies.values()].map((copy) => copy.end()));
  await storage.orgs.saveFields(orgId, companyFields);
  await storage.orgs.markSynced(orgId, sample.now);
  return counts;
}

const MULTIPLY = fileURLToPath(new URL('./multiply-org.sql', import.meta.url));
/** As many as there are characters that number them. */
const MAX_COPIES = 36;

/** Adds copies of every lead with its history: several times faster than simulating as many leads. */
export async function multiplyOrg(
  { bin, databaseUrl }: { readonly bin: string; readonly databaseUrl: string },
  copies: number,
): Promise<void> {
  if (!Number.isInteger(copies) || copies > MAX_COPIES) {
    throw new Error(`${copies} copies of each lead were asked for, not a whole number of at most ${MAX_COPIES}.`);
  }
  const options = ['-q', '-1', '-v', 'ON_ERROR_STOP=1', '-v', `copies=${copies}`, '-f', MULTIPLY];
  const child = spawn(join(bin, 'psql'), [databaseUrl, ...options], { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`psql could not multiply the leads and ended with ${code}.`);
}

function addLead(
  { history }: SimulatedLead,
  add: (table: Table, ...cells: readonly Cell[]) => void,
  now: number,
  counts: { activities: number; changes: number; memberships: number },
): void {
  const { leadId, createdAt, convertedAt, isDeleted, fields } = history;
  const contactId = convertedAt === null ? null : String(fields.ConvertedContactId);
  const changedAt = Date.parse(String(fields.SystemModstamp));
  add('lead', leadId, changedAt, 0, contactId, null, null, convertedAt === null && !isDeleted);
  const version = [leadId, changedAt, 0, isDeleted, false, createdAt, convertedAt, contactId, null];
  add('lead_version', ...version, JSON.stringify(fields));
  const addActivity = (id: string, kind: string, at: number, completedAt: number | null, incoming: boolean) => {
    add('activity_version', id, contactId ?? leadId, at, 0, false, kind, at, completedAt, incoming);
    counts.activities += 1;
  };
  for (const [n, { id, kind, createdAt: at, completedAt, incoming }] of history.activities.entries()) {
    addActivity(id, kind, at, completedAt, incoming);
    const later = at + HOUR_MS;
    if (n % FOLLOWED === 0 && later < Math.min(now, convertedAt ?? now)) {
      addActivity(`${id}F`, 'email', later, later, false);
    }
  }
  for (const [n, { field, at, oldValue, newValue }] of history.changes.entries()) {
    add(
      'field_change',
      `${leadId}${n}`,
      leadId,
      at,
      0,
      false,
      field,
      JSON.stringify(oldValue),
      JSON.stringify(newValue),
    );
    counts.changes += 1;
  }
  for (const { id, campaignId, campaignType, createdAt: at, respondedAt } of history.campaigns) {
    add('campaign_membership_version', id, leadId, at, 0, false, campaignId, campaignType, at, respondedAt);
    counts.memberships += 1;
  }
}

interface Copy {
  add(cells: readonly Cell[]): void;
  /** Resolves once psql has taken what was added. */
  flushed(): Promise<void>;
  end(): Promise<void>;
}

const LINES_PER_WRITE = 1_000;

function copyInto(bin: string, databaseUrl: string, table: Table): Copy {
  const child: ChildProcess = spawn(
    join(bin, 'psql'),
    [databaseUrl, '-q', '-v', 'ON_ERROR_STOP=1', '-c', `copy ${table} (${COLUMNS[table]}) from stdin`],
    { stdio: ['pipe', 'ignore', 'inherit'] },
  );
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const stdin = child.stdin!;
  let lines: string[] = [];
  const write = () => {
    if (lines.length > 0) stdin.write(`${lines.join('\n')}\n`);
    lines = [];
  };
  return {
    add(cells) {
      lines.push(cells.map(cellOf).join('\t'));
      if (lines.length >= LINES_PER_WRITE) write();
    },
    async flushed() {
      if (stdin.writableNeedDrain) await once(stdin, 'drain');
    },
    async end() {
      write();
      stdin.end();
      const [code] = await exited;
      if (code !== 0) throw new Error(`COPY of ${table} ended with ${code}.`);
    },
  };
}
