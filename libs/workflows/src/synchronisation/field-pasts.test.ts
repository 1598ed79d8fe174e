import { DAY_MS } from '@leadlight/common';
import type { FieldPast, Instant, LeadField, RecordedChanges, TrackedPast } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import type { FieldEvidence } from '../ports/index.ts';
import { withPasts } from './field-pasts.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const RETAINED = Date.parse('2024-11-22T12:00:00Z');
const ago = (days: number) => NOW - days * DAY_MS;
const field = (past: FieldPast): LeadField => ({ name: 'Title', label: 'Title', type: 'string', custom: false, past });
const tracked = field({ kind: 'tracked', since: RETAINED });

interface Given {
  readonly described?: LeadField;
  readonly stored?: FieldPast;
  readonly changes?: RecordedChanges;
  readonly unrecorded?: Instant;
  readonly leads?: readonly (readonly [Instant, number])[];
}

/** The past of a field after a sync, and the fields that were searched for unrecorded changes. */
async function pastOf({ described = tracked, stored, changes, unrecorded, leads = [[ago(600), 50]] }: Given) {
  const searched: string[] = [];
  const evidence: FieldEvidence = {
    recordedChanges: () => Promise.resolve(new Map(changes ? [['Title', changes]] : [])),
    leadsByDay: () => Promise.resolve(new Map(leads)),
    unrecordedChanges: (_orgId, before) => {
      searched.push(...before.keys());
      return Promise.resolve(new Map(unrecorded === undefined ? [] : [['Title', unrecorded]]));
    },
  };
  const [after] = await withPasts([described], stored ? [field(stored)] : [], evidence, 'org', NOW);
  return { past: after!.past as TrackedPast, searched };
}
const codesOf = ({ evidence = [] }: TrackedPast) => evidence.map(({ code }) => code);

describe('withPasts', () => {
  it('keeps the history of a field that was changed for the first time today', async () => {
    const { past, searched } = await pastOf({ changes: { firstAt: ago(0.1), laterWeeks: 0 } });
    expect(past).toMatchObject({ since: RETAINED, isAssumed: true });
    expect(searched).toEqual(['Title']);
  });

  it('searches stored versions again only after another first change', async () => {
    const changes = { firstAt: ago(9), laterWeeks: 0 };
    const stored = { kind: 'tracked', since: RETAINED, firstChangeAt: ago(9) } as const;
    expect((await pastOf({ changes, stored })).searched).toEqual([]);
    expect((await pastOf({ changes, stored: { ...stored, firstChangeAt: ago(5) } })).searched).toEqual(['Title']);
  });

  it('starts after an unrecorded change and remembers it', async () => {
    const changes = { firstAt: ago(9), laterWeeks: 0 };
    const { past } = await pastOf({ changes, unrecorded: ago(30) });
    expect(past).toMatchObject({ since: ago(30), isAssumed: false });
    expect((await pastOf({ changes, stored: past })).past.since).toBe(ago(30));
  });

  it.each([
    ['untracked', { kind: 'unknown', journalable: true, isUntracked: true }],
    ['journaled', { kind: 'journal', since: ago(400), isUntracked: true }],
  ] as const)('starts now where the last sync found the field %s', async (_, stored) => {
    const { past } = await pastOf({ stored });
    expect(past.since).toBe(NOW);
    expect(codesOf(past)).toEqual(['history_was_off']);
  });

  it('does not take a history that could not be read for one that was turned off', async () => {
    const { past } = await pastOf({ stored: { kind: 'unknown', journalable: true } });
    expect(past.since).toBe(RETAINED);
  });

  it('keeps what the setup audit trail said after its rows have been deleted', async () => {
    const untrackedUntil = { at: ago(100), code: 'history_turned_on' } as const;
    const described = field({ kind: 'tracked', since: RETAINED, setupLogSince: ago(180), untrackedUntil });
    const first = await pastOf({ described, stored: { kind: 'unknown', isUntracked: true } });
    expect(codesOf(first.past)).toEqual(['history_turned_on']);
    expect((await pastOf({ stored: first.past })).past.since).toBe(ago(100));
  });

  it('weighs the leads that are older than the first change', async () => {
    const changes = { firstAt: ago(60), laterWeeks: 8 };
    const start = async (older: number) =>
      (
        await pastOf({
          changes,
          leads: [
            [ago(300), older],
            [ago(20), 100 - older],
          ],
        })
      ).past.since;
    expect([await start(70), await start(95)]).toEqual([ago(60), RETAINED]);
  });
});
