import { DAY_MS } from '@leadlight/common';
import { auditFieldValues } from '../lead-simulation.ts';
import type { Random } from '../random.ts';
import { keyPrefix, recordId } from '../record-id.ts';
import { isoDate, isoTime, type CompanyRecord } from '../records.ts';
import { automationUserId } from '../users.ts';

const LATE_SHARE = 0.2;
const MAX_DELAY_DAYS = 20;
const MERGED_SHARE = 0.04;
/** Ids of these records start here, so that they change no id of the others. */
const FIRST_SERIAL = 70_000_000;

/** An order for each purchase. One in five is entered days later, under the day of the purchase. */
export function orderRecords(
  random: Random,
  accountId: string,
  purchases: readonly number[],
  now: number,
  nextSerial: () => number,
): readonly CompanyRecord[] {
  return purchases.flatMap((at) => {
    const delay = random.chance(LATE_SHARE) ? random.uniform() * MAX_DELAY_DAYS * DAY_MS : 0;
    const amount = Math.round(500 * Math.exp(random.normal()));
    const enteredAt = at + delay;
    if (enteredAt > now) return [];
    const id = recordId(keyPrefix.Order, FIRST_SERIAL + nextSerial());
    return [
      {
        Id: id,
        AccountId: accountId,
        OrderNumber: id.slice(7, 15),
        EffectiveDate: isoDate(at),
        Status: 'Activated',
        TotalAmount: amount,
        ActivatedDate: isoTime(enteredAt),
        OwnerId: automationUserId,
        ...auditFieldValues(automationUserId, enteredAt),
      },
    ];
  });
}

/** A few customers were entered twice. The second account was merged into the first, which has had all their records since. */
export function mergedDuplicates(
  random: Random,
  account: CompanyRecord,
  createdAt: number,
  now: number,
  nextSerial: () => number,
): readonly CompanyRecord[] {
  const mergedAt = createdAt + (1 + random.exponential(200)) * DAY_MS;
  if (!random.chance(MERGED_SHARE) || mergedAt > now) return [];
  return [
    {
      ...account,
      Id: recordId(keyPrefix.Account, FIRST_SERIAL + nextSerial()),
      ...auditFieldValues(String(account.OwnerId), createdAt, mergedAt),
      MasterRecordId: account.Id ?? null,
      IsDeleted: true,
    },
  ];
}
