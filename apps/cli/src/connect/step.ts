import type { SalesforceConnection } from '@leadlight/salesforce';
import type { Journal, Made } from './journal.ts';
import type { Sf } from './sf.ts';

/** The steps from an org to its first scores, in order. */
export const STEP_IDS = [
  'checks',
  'package',
  'integration user',
  'event subscriber',
  'external client app',
  'keys',
  'service address',
  'people',
  'lead page',
  'hourly retry',
  'doctor',
  'sync',
  'train',
  'score',
] as const;

export type StepId = (typeof STEP_IDS)[number];

export interface ConnectOptions {
  readonly folder: string;
  /** As `sf` knows the org: an alias or a username. */
  readonly targetOrg: string;
  /** Where Salesforce reaches the scoring service. */
  readonly serviceUrl: string;
  /** Username that the service acts as. */
  readonly integrationUser: string;
  readonly viewers: readonly string[];
  readonly administrators: readonly string[];
  /** Whether the service may send custom notifications, for the route salesforce. */
  readonly notifyInSalesforce: boolean;
  /** The client credentials flow instead of JWT bearer. */
  readonly clientCredentials: boolean;
  /** Asks a person for the consumer secret; undefined where nobody can be asked. */
  readonly askSecret: () => Promise<string | undefined>;
}

/** What a step works with. */
export interface ConnectContext {
  readonly options: ConnectOptions;
  /** The org, as the administrator whom `sf` is signed in as. */
  readonly org: SalesforceConnection;
  /** Username of that administrator. */
  readonly administrator: string;
  readonly sf: Sf;
  readonly journal: Journal;
  /** Shows a line of a step that takes long. */
  readonly log: (line: string) => void;
}

export interface Action {
  /** In the imperative, such as "assign the permission set". */
  readonly what: string;
  run(): Promise<void>;
}

/** What only a person can do. */
export interface LeftToPerson {
  readonly what: string;
  /** Whether later steps need it. */
  readonly blocks: boolean;
}

/** What a step found without changing anything. */
export interface Inspection {
  /** What is already as it should be. */
  readonly found: readonly string[];
  readonly actions: readonly Action[];
  readonly left: readonly LeftToPerson[];
}

export interface ConnectStep {
  readonly id: StepId;
  /** Steps that have to be complete before this one. */
  readonly needs: readonly StepId[];
  /** How a person does it in Setup, where the org rejects it. */
  readonly byHand: string;
  /** What rests on documentation alone. */
  readonly untried?: string;
  inspect(context: ConnectContext): Promise<Inspection>;
  /** Takes back what the journal says this step made. @returns what it did, for people */
  undo?(context: ConnectContext, made: Made): Promise<readonly string[]>;
}
