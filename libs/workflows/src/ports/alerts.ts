import type { Instant } from '@leadlight/lead-features';

export const alertRoutes = ['salesforce', 'task', 'slack', 'webhook'] as const;
/** How an alert about one lead is sent. `salesforce` = a custom notification in the CRM. */
export type AlertRoute = (typeof alertRoutes)[number];
/** The digest goes by e-mail. */
export type AlertDeliveryRoute = AlertRoute | 'email';

/**
 * Why somebody is alerted. `band`: an open lead has entered a band; `jump`: its score has risen; `untouched`: it waits in band A
 * and nobody has contacted it. `digest` is the morning's e-mail, `test` a message that somebody asked for.
 */
export type AlertRule = 'band' | 'jump' | 'untouched' | 'digest' | 'test';

/** When people are alerted, by which routes, and how often. */
export interface AlertSettings {
  readonly isOn: boolean;
  /** An alert is sent when a lead enters one of these bands; empty = none. */
  readonly bands: readonly string[];
  /** By how many points the score must rise within a day; null = no such alert. */
  readonly jumpPoints: number | null;
  /** After how many hours in band A without a contact; null = no such alert. */
  readonly untouchedHours: number | null;
  readonly routes: readonly AlertRoute[];
  /** null = no digest. `hour`: 0 to 23 in the org's time zone. */
  readonly digest: { readonly recipients: 'owners' | 'managers'; readonly hour: number } | null;
  /** Hours of the org's time zone in which no alert is sent, from `startHour` to before `endHour`; null = none. */
  readonly quietHours: { readonly startHour: number; readonly endHour: number; readonly weekends: boolean } | null;
  /** Most alerts that a person gets by each route in a day of the org's time zone. */
  readonly perPersonAndDay: number;
  /** Most alerts that a channel of Slack or a webhook gets in a day. */
  readonly perChannelAndDay: number;
  /** Whether messages that leave the CRM may name the lead and its company. */
  readonly namesOutside: boolean;
  /** What routes outside the CRM need, without their secrets; null = not set up. */
  readonly slack: { readonly allowPrivate: boolean } | null;
  readonly webhook: { readonly allowPrivate: boolean } | null;
  readonly email: { readonly from: string } | null;
}

export interface StoredAlertSettings {
  readonly settings: AlertSettings;
  /** Since when alerts have been on without a break; null = they are off. */
  readonly onSince: Instant | null;
  /** When they were first turned on; null = never. */
  readonly firstOnAt: Instant | null;
}

/** What alerts knew of a lead when they last looked. */
export interface AlertState {
  readonly leadId: string;
  readonly score: number;
  readonly band: string;
  readonly modelLabel: string;
  /** When the lead entered the band; for leads that were in it before, when alerts were turned on. */
  readonly bandSince: Instant;
  /** The score that a rise is counted from, and when it was given. */
  readonly referenceScore: number;
  readonly referenceAt: Instant;
  /** When alerts last looked. */
  readonly seenAt: Instant;
}

/** An open, ranked lead whose latest score differs from what alerts knew. */
export interface AlertCandidate {
  readonly leadId: string;
  readonly score: number;
  readonly band: string;
  readonly modelLabel: string;
  readonly scoredAt: Instant;
  /** When the CRM created the lead. */
  readonly createdAt: Instant;
  /** Whether it was scored because it had changed, rather than because all leads were. */
  readonly hasChanged: boolean;
  /** null = not looked at before. */
  readonly state: AlertState | null;
}

/** A lead that has waited in a band without a contact. */
export interface WaitingLead {
  readonly leadId: string;
  readonly score: number;
  readonly band: string;
  readonly bandSince: Instant;
}

/** What people are alerted to. Its id follows from rule, subject and cause, so that there is one alert for each cause. */
export interface Alert {
  readonly id: string;
  readonly rule: AlertRule;
  /** The lead; of a digest and a test, the user. */
  readonly subjectId: string;
  /** What tells two alerts of one rule about one subject apart. */
  readonly cause: string;
  readonly facts: AlertFacts;
  readonly createdAt: Instant;
}

/** Numbers and bands only; nothing that names a person. */
export interface AlertFacts {
  readonly score?: number;
  readonly band?: string;
  readonly formerScore?: number | null;
  readonly formerBand?: string | null;
  /** Of a jump: the score that its rise is counted from, which may be older than the former score. */
  readonly risenFrom?: number;
  /** In the band, without a contact. */
  readonly waitingSince?: Instant;
}

export interface AlertDelivery {
  readonly alert: Alert;
  readonly route: AlertDeliveryRoute;
  /** `dropped`: not sent, for the reason in `failure`; `failed`: given up. */
  readonly state: 'pending' | 'sent' | 'failed' | 'dropped';
  readonly attempts: number;
  /** Whether the end of an attempt is not known, because its process was stopped. */
  readonly interrupted: boolean;
  readonly nextAttemptAt: Instant;
  readonly sentAt: Instant | null;
  /** Users who got it; empty for a channel. */
  readonly recipients: readonly string[];
  readonly failure: string | null;
}

export type AlertOutcome =
  | { readonly sentAt: Instant; readonly recipients: readonly string[] }
  | { readonly failure: string; readonly retryAt: Instant }
  | { readonly failure: string; readonly givenUp: true }
  | { readonly dropped: DropReason };

/** Why an alert was not sent. */
export type DropReason =
  'closed' | 'contacted' | 'left_band' | 'limit' | 'nobody' | 'owner_is_queue' | 'route_off' | 'too_old' | 'empty';

/** What is known of a lead when an alert about it is sent. */
export interface AlertedLead {
  readonly isOpen: boolean;
  readonly score: number;
  readonly band: string;
  /** JSON of the contract's reasons. */
  readonly reasons: string;
  /** The newest completed activity towards the lead; null = none. */
  readonly touchedAt: Instant | null;
}

/** A lead of a digest. */
export interface DigestLead {
  readonly leadId: string;
  readonly ownerId: string;
  readonly score: number;
  readonly bandSince: Instant;
  readonly touchedAt: Instant | null;
}

/** A lead that was scored for the first time, and when somebody first contacted it. */
export interface FirstTouch {
  readonly band: string;
  readonly createdAt: Instant;
  /** null = not yet, or not before it was converted or deleted. */
  readonly touchedAt: Instant | null;
  /** When the lead was converted or deleted; null = it is open. */
  readonly closedAt: Instant | null;
}

export interface AlertStore {
  findSettings(orgId: string): Promise<StoredAlertSettings>;
  /** `onSince` and `firstOnAt` follow from `isOn`. */
  saveSettings(orgId: string, settings: AlertSettings, at: Instant, actor: string): Promise<void>;
  /** Up to `limit`, in the order of their ids. @param leadIds only these; undefined = all */
  listCandidates(
    orgId: string,
    leadIds: readonly string[] | undefined,
    limit: number,
  ): Promise<readonly AlertCandidate[]>;
  /** Leads in the band since `before` or longer, which nobody has contacted since, and for which no such alert was raised. */
  listWaiting(orgId: string, band: string, before: Instant, limit: number): Promise<readonly WaitingLead[]>;
  /** Stores states and alerts in one transaction. An alert that exists stays as it is, with its deliveries. */
  raise(
    orgId: string,
    states: readonly AlertState[],
    alerts: readonly { readonly alert: Alert; readonly routes: readonly AlertDeliveryRoute[] }[],
  ): Promise<void>;
  /** When an alert of the rule about the lead was last raised; absent = never. */
  lastRaised(orgId: string, rule: AlertRule, leadIds: readonly string[]): Promise<ReadonlyMap<string, Instant>>;
  /**
   * Takes the pending delivery that is due first and begins an attempt, so that no other process takes it before `retryAt`.
   * @param which only these routes and rules
   */
  take(
    orgId: string,
    now: Instant,
    retryAt: Instant,
    which: { readonly routes: readonly AlertDeliveryRoute[]; readonly rules: readonly AlertRule[] },
  ): Promise<AlertDelivery | undefined>;
  /** Whether a delivery by these routes is due. */
  hasPending(orgId: string, now: Instant, routes: readonly AlertDeliveryRoute[]): Promise<boolean>;
  /** Ends an attempt. Ignored if the delivery is no longer pending. */
  settle(orgId: string, delivery: Pick<AlertDelivery, 'alert' | 'route'>, outcome: AlertOutcome): Promise<void>;
  /** How many alerts about leads were sent by a route since then, in all and to each of these users. A channel has no users. */
  countSent(
    orgId: string,
    route: AlertDeliveryRoute,
    since: Instant,
    users: readonly string[],
  ): Promise<{ readonly all: number; readonly byUser: ReadonlyMap<string, number> }>;
  /** The newest first. */
  listDeliveries(orgId: string, limit: number): Promise<readonly AlertDelivery[]>;
  /** How many deliveries since then are in each state, the dropped ones by reason. */
  countDeliveries(orgId: string, since: Instant): Promise<Readonly<Record<string, number>>>;
  /** Undefined: not scored, or not stored. */
  findLead(orgId: string, leadId: string): Promise<AlertedLead | undefined>;
  /** Open ranked leads of a band with an owner who is a user, the best first. */
  listForDigest(orgId: string, band: string): Promise<readonly DigestLead[]>;
  /** Leads that were created since then, by the band of their first score. */
  listFirstTouches(orgId: string, createdSince: Instant): Promise<readonly FirstTouch[]>;
}
