import type { HistoryRecord } from '@leadlight/workflows';

/** The lead that a record concerns, or the contact that it became; none where it hangs on nobody. */
export function partyIdsOf(record: HistoryRecord): readonly string[] {
  if (record.kind === 'lead') return [record.id];
  if (record.kind === 'opportunity' || record.kind === 'contact' || record.kind === 'user') return [];
  const party = record.kind === 'activity' ? record.partyId : record.leadId;
  return party === '' ? [] : [party];
}
