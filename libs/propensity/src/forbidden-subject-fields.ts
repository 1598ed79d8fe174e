import { findForbiddenReason, leftOutReasons, type LeftOutReason } from '@leadlight/lead-features';
import type { SubjectObject } from './subject-history.ts';

const { revealsOutcome, updatedByStaff, changesWithEveryTouch, identifiesRecord } = leftOutReasons;

/** Fields that no feature of the object may read, in addition to those of every object. */
const namesByObject: Readonly<Record<SubjectObject, readonly (readonly [LeftOutReason, string])[]>> = {
  Lead: [],
  Opportunity: [
    [revealsOutcome, 'IsWon,IsClosed,LastStageChangeDate,CloseDate,Fiscal,FiscalYear,FiscalQuarter,PushCount'],
    [updatedByStaff, 'Probability,ForecastCategory,ForecastCategoryName,ExpectedRevenue,NextStep'],
    [changesWithEveryTouch, 'LastAmountChangedHistoryId,LastCloseDateChangedHistoryId,HasOpenActivity,HasOverdueTask'],
    [identifiesRecord, 'AccountId,ContactId,CampaignId,Pricebook2Id,SyncedQuoteId,ContractId'],
  ],
  Account: [
    [identifiesRecord, 'AccountNumber,ParentId,JigsawCompanyId,Sic,TickerSymbol,DunsNumber,NaicsCode,Tradestyle'],
  ],
  Contact: [[identifiesRecord, 'AccountId,ReportsToId,Email,Phone']],
  Case: [
    [
      revealsOutcome,
      'IsEscalated,IsClosed,ClosedDate,IsStopped,StopStartDate,MilestoneStatus,SlaExitDate,SlaStartDate',
    ],
    [updatedByStaff, 'Status,IsClosedOnCreate'],
    [identifiesRecord, 'CaseNumber,AccountId,ContactId,ParentId,EntitlementId,SourceId,AssetId,ProductId'],
  ],
};

/** By lower-case API name. */
const reasonsByObject = new Map(
  Object.entries(namesByObject).map(([object, lists]) => [
    object,
    new Map(lists.flatMap(([reason, names]) => names.split(',').map((name) => [name.toLowerCase(), reason] as const))),
  ]),
);

/** Why a field of the object may never become a feature; undefined where it may. */
export const findForbiddenSubjectReason = (object: SubjectObject, field: string): LeftOutReason | undefined =>
  reasonsByObject.get(object)?.get(field.toLowerCase()) ?? findForbiddenReason(field);
