import { findForbiddenReason, leftOutReasons, type LeftOutReason } from '@leadlight/lead-features';
import type { SubjectObject } from './subject-history.ts';

const { revealsOutcome, updatedByStaff, changesWithEveryTouch, identifiesRecord } = leftOutReasons;

/** Fields that no feature of the object may read, in addition to those of every object. Names are lower-case. */
const namesByObject: Readonly<Record<SubjectObject, readonly (readonly [LeftOutReason, string])[]>> = {
  Lead: [],
  Opportunity: [
    [revealsOutcome, 'iswon,isclosed,laststagechangedate,closedate,fiscal,fiscalyear,fiscalquarter,pushcount'],
    [updatedByStaff, 'stagename,probability,forecastcategory,forecastcategoryname,expectedrevenue,nextstep'],
    [changesWithEveryTouch, 'lastamountchangedhistoryid,lastclosedatechangedhistoryid,hasopenactivity,hasoverduetask'],
    [identifiesRecord, 'accountid,contactid,campaignid,pricebook2id,syncedquoteid,contractid'],
  ],
  Account: [
    [identifiesRecord, 'accountnumber,parentid,jigsawcompanyid,sic,tickersymbol,dunsnumber,naicscode,tradestyle'],
  ],
  Contact: [[identifiesRecord, 'accountid,reportstoid,email,phone']],
  Case: [
    [
      revealsOutcome,
      'isescalated,isclosed,closeddate,isstopped,stopstartdate,milestonestatus,slaexitdate,slastartdate',
    ],
    [updatedByStaff, 'status,isclosedoncreate'],
    [identifiesRecord, 'casenumber,accountid,contactid,parentid,entitlementid,sourceid,assetid,productid'],
  ],
};

const reasonsByObject = new Map(
  Object.entries(namesByObject).map(([object, lists]) => [
    object,
    new Map(lists.flatMap(([reason, names]) => names.split(',').map((name) => [name, reason] as const))),
  ]),
);

/** Why a field of the object may never become a feature; undefined where it may. */
export const findForbiddenSubjectReason = (object: SubjectObject, field: string): LeftOutReason | undefined =>
  reasonsByObject.get(object)?.get(field.toLowerCase()) ?? findForbiddenReason(field);
