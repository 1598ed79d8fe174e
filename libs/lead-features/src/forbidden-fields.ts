import { leftOutReasons } from './left-out-reasons.ts';

const { outcome: OUTCOME, working: WORKING, touched: TOUCHED, identifier: IDENTIFIER } = leftOutReasons;

/** Lead fields that must never become features, with the reason. By lower-case API name. */
const FORBIDDEN: ReadonlyMap<string, string> = new Map(
  (
    [
      [
        OUTCOME,
        'IsConverted,ConvertedDate,ConvertedAccountId,ConvertedContactId,ConvertedOpportunityId,MasterRecordId,IsDeleted',
      ],
      [WORKING, 'Status,Rating,OwnerId,ScoreIntelligenceId,FirstCallDateTime,FirstEmailDateTime'],
      [
        TOUCHED,
        'LastModifiedDate,LastModifiedById,SystemModstamp,LastActivityDate,LastViewedDate,LastReferencedDate,LastTransferDate,IsUnreadByOwner,EmailBouncedReason,EmailBouncedDate',
      ],
      [
        IDENTIFIER,
        'Id,Name,FirstName,LastName,MiddleName,Salutation,Suffix,CreatedById,IndividualId,Jigsaw,JigsawContactId,PhotoUrl',
      ],
    ] as const
  ).flatMap(([reason, names]) => names.split(',').map((name) => [name.toLowerCase(), reason] as const)),
);

/** Why a lead field may never be a feature; undefined where it may. */
export function findForbiddenReason(field: string): string | undefined {
  const name = field.toLowerCase();
  if (/^(?:[a-z0-9]+__)?leadlight_/.test(name)) return leftOutReasons.own;
  if (name.startsWith('actioncadence')) return WORKING;
  if (name.startsWith('converted')) return OUTCOME;
  return FORBIDDEN.get(name);
}
