import { DAY_MS } from '@leadlight/common';
import type { LeadField, LeadHistory } from '@leadlight/lead-features';
import type { Administration, AuditEntry, LeadHistoryStore, ModelEntry, ModelEventEntry } from '../ports/index.ts';
import { inMemoryShadows } from '../testing/shadow-models.ts';
import type { TrainOnOrgPorts } from './train-on-org.ts';

export const NOW = Date.UTC(2026, 0, 1);
export const FIELDS: readonly LeadField[] = (
  [
    ['LeadSource', 'picklist'],
    ['Industry', 'picklist'],
    ['NumberOfEmployees', 'number'],
    ['Phone', 'phone'],
    ['Status', 'picklist'],
  ] as const
).map(([name, type]) => ({ name, label: name, type, custom: false, past: { kind: 'tracked', since: 0 } }));

/** `count` leads, one every `everyDays`, the newest today. Every third is a referral, which converts three times as often. */
export function histories(count: number, everyDays: number, given: Partial<LeadHistory> = {}): readonly LeadHistory[] {
  return Array.from({ length: count }, (_, i) => {
    const createdAt = NOW - i * everyDays * DAY_MS;
    const isReferral = i % 3 === 0;
    const converts = (i * 7) % 10 < (isReferral ? 6 : 2);
    const convertedAt = createdAt + 5 * DAY_MS;
    return {
      leadId: `L${String(i).padStart(4, '0')}`,
      createdAt,
      fields: {
        Email: `p${i}@c${i}.com`,
        Company: `C${i}`,
        Status: converts ? 'Converted' : 'Open',
        Phone: '1',
        LeadSource: isReferral ? 'Referral' : 'Web',
        Industry: i % 2 ? 'Retail' : 'Energy',
        NumberOfEmployees: i % 400,
      },
      changes: [],
      activities: [],
      campaigns: [],
      isDeleted: false,
      convertedAt: converts && convertedAt < NOW ? convertedAt : null,
      ...given,
    };
  });
}

/** An org in memory. @param read the leads of one read, which may differ from those of the next */
export function inMemoryOrg(read: () => readonly LeadHistory[], fields = FIELDS) {
  const saved: { entry: ModelEntry; file: Uint8Array }[] = [];
  const audit: AuditEntry[] = [];
  const events: ModelEventEntry[] = [];
  const { shadows, shadowModels } = inMemoryShadows();
  let now = NOW;
  const leadHistories: Pick<LeadHistoryStore, 'countLeads' | 'readHistories'> = {
    countLeads: () => Promise.resolve({ all: 0, open: 0 }),
    async *readHistories() {
      yield read();
    },
  };
  const models = {
    save: (_orgId: string, file: Uint8Array, entry: Omit<ModelEntry, 'version' | 'active'>, active: boolean) => {
      saved.push({ entry: { ...entry, version: saved.length + 1, active }, file });
      return Promise.resolve(saved.at(-1)!.entry);
    },
    activate: (_orgId: string, id: string) => {
      for (const each of saved) each.entry = { ...each.entry, active: each.entry.id === id };
      return Promise.resolve();
    },
    list: () => Promise.resolve(saved.map(({ entry }) => entry)),
    findActive: () => Promise.resolve(saved.findLast(({ entry }) => entry.active)?.entry),
    getFile: (_orgId: string, id: string) => Promise.resolve(saved.findLast(({ entry }) => entry.id === id)!.file),
  };
  const auditLog = { append: (_orgId: string, entry: AuditEntry) => Promise.resolve(void audit.push(entry)) };
  const ports = {
    orgs: { find: (orgId: string) => Promise.resolve({ orgId, fields, lastSyncedAt: NOW }) },
    leadHistories,
    models,
    shadowModels,
    auditLog,
    modelEvents: {
      listOpen: () => Promise.resolve(events.filter(({ endedAt }) => endedAt === null)),
      open: (_orgId: string, event: ModelEventEntry) => Promise.resolve(events.push(event) > 0),
    },
    atomically: (act: Parameters<Administration['atomically']>[0]) =>
      act({ models, shadowModels, auditLog } as unknown as Parameters<typeof act>[0]),
    claims: { claim: () => Promise.resolve({ confirm: () => Promise.resolve(), release: () => Promise.resolve() }) },
    scoringSettings: { findNewest: () => Promise.resolve(undefined) },
    clock: { now: () => now },
  } as unknown as TrainOnOrgPorts;
  return { ports, saved, audit, events, shadows, setNow: (at: number) => (now = at) };
}
