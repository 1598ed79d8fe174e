import type { MessagePort } from 'node:worker_threads';
import type {
  AuraResponse,
  CalloutRequest,
  CalloutResponse,
  ConnectRequest,
  RestRequest,
  RestResponse,
  UserSettings,
} from '@leadlight/apex-runtime/server';
import type { LeadSharing } from '../lead-sharing.ts';
import type { ApexUser } from './apex-users.ts';

/** What a thread does, in a transaction of its own. */
export type ApexTask = {
  readonly user: ApexUser;
  readonly settings: UserSettings;
} & (
  | {
      readonly kind: 'call';
      readonly className: string;
      readonly methodName: string;
      readonly parameters: Readonly<Record<string, unknown>>;
    }
  /** A static method without parameters, as Execute Anonymous calls it. */
  | { readonly kind: 'execute'; readonly className: string; readonly methodName: string }
  | { readonly kind: 'scheduled'; readonly className: string }
);

export interface ScheduledJob {
  readonly name: string;
  /** As in `System.schedule`. */
  readonly expression: string;
  readonly className: string;
}

export interface ApexOutcome {
  /** Null if there is no such method, and for a task that is not a call. */
  readonly response: AuraResponse | null;
  readonly scheduled: readonly ScheduledJob[];
}

/** From a thread. `log` has the entries of the debug log with the level ERROR. */
export type ThreadMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'log'; readonly line: string }
  | { readonly kind: 'done'; readonly outcome: ApexOutcome }
  | { readonly kind: 'fault'; readonly message: string }
  /** After the outcome, when jobs and events have run too. */
  | { readonly kind: 'idle' };

/** What a thread waits for in the middle of a transaction. */
export type Question =
  | { readonly kind: 'org'; readonly request: RestRequest }
  /** Of the Connect API. */
  | { readonly kind: 'connect'; readonly request: ConnectRequest }
  | { readonly kind: 'callout'; readonly principal: string; readonly path: string; readonly request: CalloutRequest };

export type Answer =
  | { readonly org: RestResponse }
  | { readonly callout: CalloutResponse }
  /** The message of a CalloutException. */
  | { readonly calloutFailure: string }
  /** The org cannot be reached: the transaction cannot continue. */
  | { readonly failure: string };

/** To a thread. */
export interface TaskMessage {
  readonly task: ApexTask;
  /** What is scheduled in the org. */
  readonly scheduled: readonly ScheduledJob[];
}

/** What a thread is started with. */
export interface ThreadData {
  /** Questions are sent and answers received here. */
  readonly port: MessagePort;
  /** One number that counts the answers; the thread waits for it to change. */
  readonly answered: SharedArrayBuffer;
  readonly sharing: LeadSharing;
  /** The org's description of Lead. */
  readonly lead: LeadDescription;
  /** The user of the org for whom the page's administrator stands; null if it has no active one. */
  readonly administratorId: string | null;
}

export interface LeadDescription {
  readonly fields: readonly DescribedField[];
}

export interface DescribedField {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly length?: number;
  readonly updateable?: boolean;
  readonly referenceTo?: readonly string[];
  readonly picklistValues?: readonly { readonly value: string; readonly active: boolean }[];
}
