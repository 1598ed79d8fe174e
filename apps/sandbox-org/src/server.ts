import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { HOUR_MS, MINUTE_MS } from '@leadlight/common';
import { parsePublicKey } from './auth/jwt-bearer.ts';
import { Sessions } from './auth/sessions.ts';
import { createApp } from './http/app.ts';
import { advanceCompany } from './org/advance-company.ts';
import { countLeads, openOrg, type Org, type OrgOptions } from './org/org.ts';
import { type PubSubServer, startPubSub } from './pubsub/pubsub-server.ts';

export interface ServerOptions extends OrgOptions {
  readonly port: number;
  readonly sessionMs?: number;
  readonly dailyLimit?: number;
  /** Port of the Pub/Sub API; 0 or undefined = any free port. */
  readonly pubSubPort?: number;
  /** Serves `/sandbox/…`, through which tests inject faults. */
  readonly faults?: boolean;
  /** Certificate or public key of the connected app (PEM), for the JWT bearer flow. */
  readonly jwtCertificate?: string;
  /** Serves https, and the Pub/Sub API over TLS. */
  readonly tls?: TlsFiles;
  /** Random events in the company per minute; 0 or undefined = none. */
  readonly live?: number;
}

/** A server's certificate and its private key, PEM. */
export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
}

export interface ServerAddress {
  readonly listening: string;
  readonly pubSub: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly orgId: string;
  readonly leads: number;
}

export interface RunningServer extends ServerAddress {
  close(): Promise<void>;
}

const SESSION_MS = 2 * HOUR_MS;
const DAILY_LIMIT = 100_000;

export class PortInUseError extends Error {
  override readonly name = 'PortTaken';
}

/** Opens (or first simulates) the org in the folder and serves it on loopback. @throws PortInUseError */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  // Longer headers than the platform's limit, so that the app can reject them.
  const limits = { keepAliveTimeout: 30_000, maxHeaderSize: 65_536 };
  const { tls } = options;
  const server = tls ? createTlsServer({ ...limits, cert: tls.certificate, key: tls.key }) : createServer(limits);
  // First, because a port in use should not be reported after a long simulation.
  await listen(server, options.port);
  try {
    const org = openOrg(options);
    const sessions = new Sessions(org, options.sessionMs ?? SESSION_MS);
    const app = createApp(org, {
      folder: options.folder,
      sessions,
      dailyLimit: options.dailyLimit ?? DAILY_LIMIT,
      faults: options.faults === true,
      jwtKey: options.jwtCertificate === undefined ? undefined : parsePublicKey(options.jwtCertificate),
    });
    const pubSub = await startPubSub(org, sessions, options.pubSubPort ?? 0, tls);
    server.on('request', app);
    return toRunningServer(server, tls ? 'https' : 'http', org, pubSub, startLiveChanges(org, options.live ?? 0));
  } catch (error) {
    server.close();
    throw error;
  }
}

/** Makes random events happen. Returns a function that stops them. */
function startLiveChanges(org: Org, eventsPerMinute: number): () => void {
  if (eventsPerMinute <= 0) return () => undefined;
  let seed = Math.floor(org.now() / 1000);
  const timer = setInterval(() => advanceCompany(org, 1, (seed += 1)), MINUTE_MS / eventsPerMinute);
  return () => clearInterval(timer);
}

/** @throws PortInUseError */
export async function listen(server: Server, port: number): Promise<void> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new PortInUseError(`Port ${port} is taken. Stop what listens there, or give another one with --port.`);
    }
    throw error;
  }
}

function toRunningServer(
  server: Server,
  protocol: string,
  org: Org,
  pubSub: PubSubServer,
  stopEvents: () => void,
): RunningServer {
  return {
    listening: `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pubSub: pubSub.address,
    clientId: org.clientId,
    clientSecret: org.clientSecret,
    orgId: org.orgId,
    leads: countLeads(org),
    async close() {
      stopEvents();
      pubSub.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      org.close();
    },
  };
}
