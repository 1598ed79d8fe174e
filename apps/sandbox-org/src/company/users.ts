import { keyPrefix, recordId } from './record-id.ts';
import { type CompanyRecord, isoTime } from './records.ts';

export interface SalesTeam {
  readonly name: string;
  /** Mean hours from a lead's creation to the first touch. */
  readonly firstTouchHours: number;
  readonly logsCalls: number;
  /** Mean days from a call to its record. */
  readonly logDelayDays: number;
  readonly fillsAtConversion: number;
  readonly touchEveryDays: number;
}

const teams: readonly SalesTeam[] = [
  {
    name: 'Inside Sales',
    firstTouchHours: 7,
    logsCalls: 0.95,
    logDelayDays: 0,
    fillsAtConversion: 0.55,
    touchEveryDays: 6,
  },
  {
    name: 'Field Sales',
    firstTouchHours: 40,
    logsCalls: 0.45,
    logDelayDays: 3,
    fillsAtConversion: 0.95,
    touchEveryDays: 10,
  },
];

export interface Rep {
  readonly id: string;
  readonly name: string;
  readonly team: SalesTeam;
}

const repNames = [
  ['Amelia', 'Stone'],
  ['Bruno', 'Keller'],
  ['Celia', 'Marsh'],
  ['Dario', 'Conti'],
  ['Edith', 'Lang'],
  ['Farid', 'Aziz'],
  ['Gwen', 'Parker'],
  ['Hugo', 'Laurent'],
] as const;

/** Not all work where the integration user's clock is. */
const REP_TIME_ZONES = ['Europe/London', 'America/New_York', 'America/Los_Angeles', 'Asia/Kolkata'];

const userId = (serial: number): string => recordId(keyPrefix.User, serial);

/** Marketing automation: creates leads and campaign members. */
export const automationUserId = userId(1);
/** The user of API clients. */
export const integrationUserId = userId(2);

export const reps: readonly Rep[] = repNames.map(([first, last], index) => ({
  id: userId(10 + index),
  name: `${first} ${last}`,
  team: teams[index % 2] as SalesTeam,
}));

/** The first rep of a team leads it. */
function managerOf(id: string, team: SalesTeam): string | null {
  const leader = reps.find((rep) => rep.team === team)?.id ?? id;
  return leader === id ? null : leader;
}

export function userRecords(since: number): CompanyRecord[] {
  const user = (
    id: string,
    first: string,
    last: string,
    title: string,
    department: string,
    timeZone = 'GMT',
    managerId: string | null = null,
  ): CompanyRecord => ({
    Id: id,
    FirstName: first,
    LastName: last,
    Name: `${first} ${last}`,
    Alias: `${first[0]}${last}`.toLowerCase().slice(0, 8),
    Username: `${first}.${last}@sandbox.example`.toLowerCase(),
    Email: `${first}.${last}@sandbox.example`.toLowerCase(),
    Title: title,
    Department: department,
    TimeZoneSidKey: timeZone,
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    IsActive: true,
    UserType: 'Standard',
    ManagerId: managerId,
    CreatedDate: isoTime(since),
    CreatedById: integrationUserId,
    LastModifiedDate: isoTime(since),
    LastModifiedById: integrationUserId,
    SystemModstamp: isoTime(since),
  });
  return [
    user(automationUserId, 'Marketing', 'Automation', 'Automation', 'Marketing'),
    user(integrationUserId, 'Integration', 'User', 'Integration', 'IT'),
    ...reps.map(({ id, team }, index) => {
      const [first, last] = repNames[index] as (typeof repNames)[number];
      const timeZone = REP_TIME_ZONES[index % REP_TIME_ZONES.length];
      return user(id, first, last, 'Sales Representative', team.name, timeZone, managerOf(id, team));
    }),
  ];
}
