import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { MINUTE_MS } from '@leadlight/common';
import { Sessions } from '../auth/sessions.ts';
import { createApp } from '../http/app.ts';
import { openOrg, organizationId, type Org, type OrgClient, type OrgOptions } from '../org/org.ts';
import { listen } from '../server.ts';

export interface ManyOrgsOptions extends Omit<OrgOptions, 'client'> {
  readonly port: number;
  /** How many orgs; each has a company with a seed of its own, counted up from the given one. */
  readonly orgs: number;
  readonly sessionMs: number;
  readonly dailyLimit: number;
  /** How many orgs may be open before idle ones are closed; 200 by default. */
  readonly maxOpen?: number;
  /** How long an org without a request stays open at least; 1 minute by default. A client may be in the middle of its work. */
  readonly idleMs?: number;
}

/** Where a client finds an org, and how it signs in. */
export interface OrgAddress extends OrgClient {
  readonly loginUrl: string;
  readonly orgId: string;
}

export interface ManyOrgs {
  readonly listening: string;
  readonly orgs: readonly OrgAddress[];
  openOrgs(): number;
  close(): Promise<void>;
}

interface OpenOrg {
  readonly org: Org;
  readonly app: ReturnType<typeof createApp>;
  requests: number;
  usedAt: number;
}

const MAX_OPEN = 200;
const IDLE_MS = MINUTE_MS;
const PATH = /^\/orgs\/(\d+)(?=\/|$)/;

/**
 * Serves many small orgs on one port, each under `/orgs/N` with its own client, its own id and its own leads. An org is simulated when the
 * first request for it arrives, and closed when others need its place. There is no Pub/Sub API.
 * @throws PortInUseError
 */
export async function startManyOrgs(options: ManyOrgsOptions): Promise<ManyOrgs> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const server = createServer({ keepAliveTimeout: 30_000, maxHeaderSize: 65_536 });
  await listen(server, options.port);
  const listening = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clientOf = orgClients(options.folder);
  const open = new Map<number, OpenOrg>();
  server.on('request', (req, res) => serve(req, res, options.orgs, (index) => find(open, options, index, clientOf)));
  return {
    listening,
    orgs: Array.from({ length: options.orgs }, (_, index) => ({
      loginUrl: `${listening}/orgs/${index}`,
      orgId: organizationId(options.company.seed + index),
      ...clientOf(index),
    })),
    openOrgs: () => open.size,
    close: () => close(server, open),
  };
}

function serve(req: IncomingMessage, res: ServerResponse, orgs: number, find: (index: number) => OpenOrg): void {
  const [path, number] = PATH.exec(req.url ?? '') ?? [];
  if (path === undefined || Number(number) >= orgs) {
    res.writeHead(404).end();
    return;
  }
  const found = find(Number(number));
  found.requests += 1;
  res.once('close', () => {
    found.requests -= 1;
    found.usedAt = Date.now();
  });
  req.url = req.url!.slice(path.length) || '/';
  found.app(req, res);
}

function find(
  open: Map<number, OpenOrg>,
  options: ManyOrgsOptions,
  index: number,
  clientOf: (index: number) => OrgClient,
): OpenOrg {
  const known = open.get(index);
  if (known) {
    // The order of a Map is that of insertion: the least recently used comes first.
    open.delete(index);
    open.set(index, known);
    return known;
  }
  closeIdle(open, (options.maxOpen ?? MAX_OPEN) - 1, options.idleMs ?? IDLE_MS);
  const folder = join(options.folder, String(index));
  const company = { ...options.company, seed: options.company.seed + index };
  const org = openOrg({ ...options, folder, company, client: clientOf(index), onProgress: undefined });
  const { sessionMs, dailyLimit } = options;
  const sessions = new Sessions(org, sessionMs);
  const app = createApp(org, {
    ...{ folder, sessions, dailyLimit, faults: false, jwtKey: undefined },
    path: `/orgs/${index}`,
  });
  const opened = { org, app, requests: 0, usedAt: Date.now() };
  open.set(index, opened);
  return opened;
}

/** Closes idle orgs, the least recently used first, until at most this many are open. */
function closeIdle(open: Map<number, OpenOrg>, max: number, idleMs: number): void {
  for (const [index, { org, requests, usedAt }] of open) {
    if (open.size <= max) return;
    if (requests > 0 || Date.now() - usedAt < idleMs) continue;
    org.close();
    open.delete(index);
  }
}

/** Clients that are the same at every start of the folder, and of which none can be computed from another. */
function orgClients(folder: string): (index: number) => OrgClient {
  const file = join(folder, 'clients.key');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 });
  const key = readFileSync(file);
  const digest = (text: string) => createHmac('sha256', key).update(text).digest();
  return (index) => ({
    clientId: `3MVG9${digest(`id ${index}`).toString('base64url')}`,
    clientSecret: digest(`secret ${index}`).toString('hex').toUpperCase(),
  });
}

async function close(server: Server, open: Map<number, OpenOrg>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
  for (const { org } of open.values()) org.close();
}
