import type { CheckFigures, EventKind, LocalizedMessage } from '@leadlight/contract';
import type { Instant } from '@leadlight/lead-features';

/** One check of the active model, as it was at its time. */
export interface ModelCheckEntry {
  readonly checkedAt: Instant;
  readonly modelId: string;
  readonly modelVersion: number;
  /** Absent = of the model of leads. */
  readonly propensityId?: string;
  readonly figures: CheckFigures;
}

/** Something that an administrator may want to know; `ModelEvent` of the contract has the meaning of each member. */
export interface ModelEventEntry {
  readonly id: string;
  readonly kind: EventKind;
  readonly severity: 'alarm' | 'notice';
  /** Empty where the event is about the whole model or service. */
  readonly subject: string;
  /** null = about no model. */
  readonly modelId: string | null;
  readonly modelVersion: number | null;
  readonly foundAt: Instant;
  readonly since: Instant | null;
  /** null = still so. Events that are over at once, such as a promotion, end when they are found. */
  readonly endedAt: Instant | null;
  readonly weeksBetweenFalseAlarms: number | null;
  readonly message: LocalizedMessage;
  readonly action: LocalizedMessage | null;
  /** Absent = about the model of leads, or about the service. */
  readonly propensityId?: string;
}

/** The checks of the active model. */
export interface ModelCheckStore {
  /** A check at the same instant is replaced. */
  append(orgId: string, check: ModelCheckEntry): Promise<void>;
  /** The last check of each UTC day that had one, the newest day first. @param propensityId absent = of leads */
  listDaily(orgId: string, limit: number, propensityId?: string): Promise<readonly ModelCheckEntry[]>;
  /** The last check of a model. */
  findNewest(orgId: string, modelId: string): Promise<ModelCheckEntry | undefined>;
}

/** What was found. At most one event of a propensity, kind and subject of an org is open. */
export interface ModelEventStore {
  /**
   * Stores an event, unless one of its propensity, kind and subject is open.
   * @returns whether it was stored
   */
  open(orgId: string, event: ModelEventEntry): Promise<boolean>;
  /** Ends an open event; ignored where it has ended. */
  end(orgId: string, eventId: string, at: Instant): Promise<void>;
  listOpen(orgId: string): Promise<readonly ModelEventEntry[]>;
  /** Open or ended, the newest first. */
  list(orgId: string, limit: number): Promise<readonly ModelEventEntry[]>;
  /** Of all orgs: what each had of each kind. */
  kindsByOrg(): Promise<readonly OrgEventKind[]>;
}

export interface OrgEventKind {
  readonly orgId: string;
  readonly kind: ModelEventEntry['kind'];
  /** Alarms that have not ended. */
  readonly openAlarms: number;
  /** When the newest was found, alarm or not. */
  readonly lastFoundAt: Instant;
}
