import type { Instant } from '@leadlight/lead-features';
import type { Credentials } from './credentials.ts';
import type { SalesforceConnection } from './salesforce-connection.ts';
import { requireSecureUrl } from './secure-url.ts';
import { signIn } from './sign-in.ts';
import { realTiming, type Timing } from './timing.ts';
import { USER_AGENT } from './user-agent.ts';

export type ConnectOptions = Credentials & {
  /** `https://<My Domain>.my.salesforce.com`; client credentials work nowhere else. */
  readonly loginUrl: string;
  /** 68.0 unless set. */
  readonly apiVersion?: string;
  /** For one exchange including the body; two minutes unless set. */
  readonly timeoutMs?: number;
  readonly timing?: Timing;
  readonly now?: () => Instant;
};

/**
 * Signs in to an org. Connections share nothing: one process can serve several orgs.
 * @throws SalesforceError `insecure_url`, `unreachable`, `certificate_untrusted`, `request_timeout`,
 * `credentials_rejected`, `private_key_unreadable`, `clock_skew`
 */
export async function connectSalesforce(options: ConnectOptions): Promise<SalesforceConnection> {
  const { apiVersion = '68.0', timeoutMs = 120_000, timing = realTiming, now = Date.now } = options;
  const loginUrl = requireSecureUrl(options.loginUrl, 'The login URL');
  // jsforce is loaded only to connect: it takes a fifth of a second, and most commands do not need it.
  const [{ OrgConnection }, { BoundedTransport }] = await Promise.all([
    import('./org-connection.ts'),
    import('./transport.ts'),
  ]);
  const transport = new BoundedTransport(timeoutMs, USER_AGENT);
  const newSession = () => signIn({ loginUrl, credentials: options, transport, timing, now });
  return new OrgConnection(await newSession(), { loginUrl, apiVersion, transport, timing, now, newSession });
}
