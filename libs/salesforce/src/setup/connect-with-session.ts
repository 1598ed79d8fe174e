import type { Instant } from '@leadlight/lead-features';
import { OrgConnection } from '../connection/org-connection.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { requireSecureUrl } from '../connection/secure-url.ts';
import type { Session } from '../connection/sign-in.ts';
import { realTiming, type Timing } from '../connection/timing.ts';
import { BoundedTransport } from '../connection/transport.ts';
import { USER_AGENT } from '../connection/user-agent.ts';

export interface SessionOptions {
  /** The session of another program, such as `sf`; called again when the org rejects it. */
  readonly openSession: () => Promise<Session>;
  readonly apiVersion?: string;
  readonly timeoutMs?: number;
  readonly timing?: Timing;
  readonly now?: () => Instant;
}

/** Uses a session that another program has opened. @throws SalesforceError `insecure_url`; what `openSession` throws */
export async function connectWithSession(options: SessionOptions): Promise<SalesforceConnection> {
  const { apiVersion = '68.0', timeoutMs = 120_000, timing = realTiming, now = Date.now } = options;
  const openSession = async (): Promise<Session> => {
    const session = await options.openSession();
    return { ...session, instanceUrl: requireSecureUrl(session.instanceUrl, 'The instance URL') };
  };
  const session = await openSession();
  const transport = new BoundedTransport(timeoutMs, USER_AGENT);
  const settings = { loginUrl: session.instanceUrl, apiVersion, transport, timing, now, newSession: openSession };
  return new OrgConnection(session, settings);
}
