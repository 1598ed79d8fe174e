import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { appOf } from './http/app.ts';
import { countLeads, openOrg } from './org/org.ts';
import type { Org, OrgOptions } from './org/org.ts';

export interface ServerOptions extends OrgOptions {
  /** 0 = any free port. */
  readonly port: number;
  readonly sessionMs?: number;
  readonly dailyLimit?: number;
}

/** What the process prints when it listens. */
export interface Listening {
  readonly listening: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly orgId: string;
  readonly leads: number;
}

export interface RunningServer extends Listening {
  close(): Promise<void>;
}

const TWO_HOURS_MS = 7_200_000;
const DAILY_LIMIT = 100_000;

/** Port in use: which one, and what to do. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/** Opens (or first simulates) the org in the folder and serves it on loopback. @throws PortTaken */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  // The port first: a taken one should be told before a company is simulated.
  const server = createServer({ keepAliveTimeout: 30_000 });
  await listen(server, options.port);
  try {
    const org = openOrg(options);
    const app = appOf(org, {
      folder: options.folder,
      sessionMs: options.sessionMs ?? TWO_HOURS_MS,
      dailyLimit: options.dailyLimit ?? DAILY_LIMIT,
    });
    server.on('request', app);
    return running(server, org);
  } catch (error) {
    server.close();
    throw error;
  }
}

async function listen(server: Server, port: number): Promise<void> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new PortTaken(`Port ${port} is taken. Stop what listens there, or give another one with --port.`);
    }
    throw error;
  }
}

function running(server: Server, org: Org): RunningServer {
  return {
    listening: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clientId: org.clientId,
    clientSecret: org.clientSecret,
    orgId: org.orgId,
    leads: countLeads(org),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      org.close();
    },
  };
}
