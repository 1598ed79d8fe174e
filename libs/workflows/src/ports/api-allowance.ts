import type { ApiUsage } from './crm.ts';

/** What an org reported of its API calls, and how long ago. */
export interface ReportedUsage extends ApiUsage {
  readonly ageMs: number;
}

export interface CallReservation {
  /** Who reserves. Its former reservation ends: what it made of it is part of what it reports. */
  readonly holder: string;
  /** At most this many calls are reserved. */
  readonly calls: number;
  /** Share of the org's daily calls that is left to others, 0..1. */
  readonly reserveShare: number;
  /** Undefined where the org has not reported any since. */
  readonly reported: ReportedUsage | undefined;
}

/** The API calls of an org that its processes have reserved, with what the org last reported. */
export interface ApiAllowanceState {
  readonly reserved: number;
  /** Undefined before the org has reported any. */
  readonly usage: ApiUsage | undefined;
}

/**
 * The API calls that all processes of all machines together may still make in an org. What the org reported as used and what is
 * reserved never exceed the org's limit less the share that is left to others. A reservation that is not given back, because
 * its process was killed, counts for 24 hours, as a call does in the org.
 */
export interface ApiAllowance {
  /** @returns how many calls are reserved; 0 where none is left. All that were asked for until the org has reported a limit. */
  reserve(orgId: string, reservation: CallReservation): Promise<number>;
  /** Ends the holder's reservation. */
  giveBack(orgId: string, holder: string, reported: ReportedUsage | undefined): Promise<void>;
  find(orgId: string): Promise<ApiAllowanceState>;
}
