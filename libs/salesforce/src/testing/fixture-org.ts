import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectSalesforce, type ConnectOptions } from '../connection/connect.ts';
import type { Timing } from '../connection/timing.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';

export interface FixtureRequest {
  readonly method: string;
  /** Below `/services/data/vN`, without the query string. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface FixtureResponse {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  /** Cuts the connection after half of the body. */
  readonly cut?: boolean;
}

export type FixtureHandler = (request: FixtureRequest) => FixtureResponse | undefined;

export interface FixtureOrg {
  readonly url: string;
  readonly requests: readonly FixtureRequest[];
  connect(options?: Partial<ConnectOptions>): Promise<SalesforceConnection>;
  close(): Promise<void>;
}

/** Never waits, and records the waiting times, whose sum is the elapsed time. */
export function recordedTiming(): Timing & { readonly waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    sleep: async (ms) => void waits.push(ms),
    elapsedMs: () => waits.reduce((sum, ms) => sum + ms, 0),
    random: () => 0.5,
  };
}

export const CLIENT_SECRET = 'the-client-secret';

/** A server with scripted responses. It responds to a sign-in itself unless the handler does. */
export async function startFixtureOrg(handler: FixtureHandler): Promise<FixtureOrg> {
  const requests: FixtureRequest[] = [];
  let tokens = 0;
  const server = createServer(async (incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', 'http://fixture');
    const path = url.pathname.replace(/^\/services\/data\/v[\d.]+/, '');
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const request = { method: incoming.method ?? '', path, query: url.searchParams, headers: incoming.headers, body };
    requests.push(request);
    const scripted = handler(request);
    if (scripted) respond(outgoing, scripted);
    else if (path === '/services/oauth2/token') respond(outgoing, { body: token(`token-${(tokens += 1)}`) });
    else
      respond(outgoing, {
        status: 404,
        body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
      });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const token = (accessToken: string) => ({
    access_token: accessToken,
    instance_url: url,
    id: `${url}/id/00D000000000001EAA/005000000000001AAA`,
    token_type: 'Bearer',
  });
  return {
    url,
    requests,
    connect: (options) =>
      connectSalesforce({
        loginUrl: url,
        clientId: 'the-client',
        clientSecret: CLIENT_SECRET,
        timing: recordedTiming(),
        ...options,
      } as ConnectOptions),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function respond(
  outgoing: ServerResponse,
  { status = 200, headers = {}, body = '', cut = false }: FixtureResponse,
): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/csv' : 'application/json;charset=UTF-8';
  if (!cut) {
    outgoing.writeHead(status, { 'content-type': type, ...headers }).end(text);
    return;
  }
  outgoing.writeHead(status, { 'content-type': type, 'content-length': text.length, ...headers });
  outgoing.write(text.slice(0, text.length / 2), () => outgoing.destroy());
}

export const errorResponse = (status: number, errorCode: string, message = errorCode): FixtureResponse => ({
  status,
  body: [{ errorCode, message }],
});
