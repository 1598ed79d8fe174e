import { leftOutReasons, type LeftOutReason } from './left-out-reasons.ts';

const { revealsOutcome, updatedByStaff, changesWithEveryTouch, identifiesRecord, writtenByLeadlight } = leftOutReasons;

const namesByReason: readonly (readonly [LeftOutReason, string])[] = [
  [
    revealsOutcome,
    'IsConverted,ConvertedDate,ConvertedAccountId,ConvertedContactId,ConvertedOpportunityId,MasterRecordId,IsDeleted',
  ],
  [updatedByStaff, 'Status,Rating,OwnerId,ScoreIntelligenceId,FirstCallDateTime,FirstEmailDateTime'],
  [
    changesWithEveryTouch,
    'LastModifiedDate,LastModifiedById,SystemModstamp,LastActivityDate,LastViewedDate,LastReferencedDate,LastTransferDate,IsUnreadByOwner,EmailBouncedReason,EmailBouncedDate',
  ],
  [
    identifiesRecord,
    'Id,Name,FirstName,LastName,MiddleName,Salutation,Suffix,CreatedById,IndividualId,Jigsaw,JigsawContactId,PhotoUrl',
  ],
];

/** By lower-case API name. */
const reasonByName: ReadonlyMap<string, LeftOutReason> = new Map(
  namesByReason.flatMap(([reason, names]) => names.split(',').map((name) => [name.toLowerCase(), reason] as const)),
);

/** Why a lead field may never become a feature; undefined where it may. */
export function findForbiddenReason(field: string): LeftOutReason | undefined {
  const name = field.toLowerCase();
  if (/^(?:[a-z0-9]+__)?leadlight_/.test(name)) return writtenByLeadlight;
  if (name.startsWith('actioncadence')) return updatedByStaff;
  if (name.startsWith('converted')) return revealsOutcome;
  return reasonByName.get(name);
}
