import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { problemTypes, type ProblemCode } from '@leadlight/contract';
import { problemBody } from './http/http-problem.ts';

export interface ServerLimits {
  /** A request, headers and body, must have arrived within this time. */
  readonly requestTimeoutMs: number;
  readonly headersTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  readonly maxHeaderBytes: number;
  /** A connection on which nothing moves for so long is cut: a client that does not read its answer holds no memory. */
  readonly stalledTimeoutMs: number;
  readonly maxConnections: number;
}

export const defaultLimits: ServerLimits = {
  requestTimeoutMs: 15_000,
  headersTimeoutMs: 10_000,
  // Longer than a reverse proxy keeps its connections, so that the proxy closes first.
  keepAliveTimeoutMs: 65_000,
  maxHeaderBytes: 16_384,
  stalledTimeoutMs: 60_000,
  maxConnections: 2_048,
};

/** A server whose refusals below HTTP’s routes are problem details too. */
export function createHttpServer(listener: RequestListener, limits: ServerLimits = defaultLimits): Server {
  const server = createServer(
    {
      requestTimeout: limits.requestTimeoutMs,
      headersTimeout: limits.headersTimeoutMs,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      maxHeaderSize: limits.maxHeaderBytes,
      connectionsCheckingInterval: Math.min(1_000, limits.headersTimeoutMs),
      noDelay: true,
    },
    listener,
  );
  server.setTimeout(limits.stalledTimeoutMs);
  server.maxConnections = limits.maxConnections;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else socket.end(rawProblem(problemCodeOfParserError(error)));
  });
  return server;
}

function problemCodeOfParserError({ code }: NodeJS.ErrnoException): ProblemCode {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers-too-large';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request-timeout';
  return 'malformed-http';
}

function rawProblem(code: ProblemCode): string {
  const requestId = randomUUID();
  const body = JSON.stringify(problemBody(code, requestId));
  const { status, title } = problemTypes[code];
  const headers = [
    `HTTP/1.1 ${status} ${title}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ];
  return `${headers.join('\r\n')}\r\n\r\n${body}`;
}

/** A port that cannot be had, told in a sentence. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/**
 * @returns where it listens
 * @throws ListenError where the port is taken or the address is not this machine’s
 */
export function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new ListenError(`Cannot listen on ${host} port ${port}: ${listenFailureReason(cause)}`, { cause }));
    });
    server.listen(port, host, () => {
      const address = server.address() as AddressInfo;
      const named = address.family === 'IPv6' ? `[${address.address}]` : address.address;
      resolve(`http://${named}:${address.port}`);
    });
  });
}

function listenFailureReason({ code }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') return 'another process has it. Stop that one, or choose another with --port.';
  if (code === 'EACCES') return 'this user may not. Choose a port above 1023 with --port.';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return 'the machine has no such address. Choose another with --host.';
  return `${code ?? 'unknown reason'}.`;
}

/**
 * Takes no new connection, lets every request have its answer, then resolves. After `graceMs` what is left is cut off.
 * @returns whether every request had its answer
 */
export async function closeServer(server: Server, graceMs: number): Promise<boolean> {
  let clean = true;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => {
    clean = false;
    server.closeAllConnections();
  }, graceMs);
  await closed;
  clearTimeout(timer);
  return clean;
}
