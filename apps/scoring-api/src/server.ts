import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { problemTypes, type ProblemCode } from '@leadlight/contract';
import { ServiceError } from './errors.ts';
import { limitConnections } from './http/connection-limit.ts';
import { problemBody, type ProblemFacts } from './http/http-problem.ts';

export interface ServerLimits {
  /** For a request with headers and body to arrive. */
  readonly requestTimeoutMs: number;
  readonly headersTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  readonly maxHeaderBytes: number;
  /** A connection is closed after this time without data, so that a client that does not read its response uses no memory. */
  readonly stalledTimeoutMs: number;
  /** Beyond it, a new connection takes the place of one that has not signed in. */
  readonly maxConnections: number;
}

export const defaultLimits: ServerLimits = {
  requestTimeoutMs: 15_000,
  headersTimeoutMs: 10_000,
  // Longer than a reverse proxy keeps idle connections, so that the proxy closes them first.
  keepAliveTimeoutMs: 65_000,
  maxHeaderBytes: 16_384,
  stalledTimeoutMs: 60_000,
  maxConnections: 2_048,
};

/** For a client to read the response to malformed HTTP before its connection is closed. */
const LINGER_MS = 500;

/** A server that answers malformed HTTP with problem details, too. */
export function createHttpServer(listener: RequestListener, limits: ServerLimits = defaultLimits): Server {
  const server = createServer(
    {
      requestTimeout: limits.requestTimeoutMs,
      headersTimeout: limits.headersTimeoutMs,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      maxHeaderSize: limits.maxHeaderBytes,
      connectionsCheckingInterval: Math.min(1_000, limits.headersTimeoutMs),
      noDelay: true,
      // Node's own response has no body; that of `refuseWithoutHost` gives the reason.
      requireHostHeader: false,
    },
    refuseWithoutHost(listener),
  );
  server.setTimeout(limits.stalledTimeoutMs);
  limitConnections(server, limits.maxConnections);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else endWithProblem(socket, problemCodeOfParserError(error));
  });
  server.on('connect', (_req: IncomingMessage, socket: Socket) =>
    endWithProblem(socket, 'method-not-allowed', {
      detail: 'This service is not a proxy and does not support CONNECT.',
    }),
  );
  server.on('checkExpectation', (req: IncomingMessage) =>
    endWithProblem(req.socket, 'expectation-failed', {
      detail: 'The only expectation that this service supports is 100-continue.',
    }),
  );
  return server;
}

function problemCodeOfParserError({ code }: NodeJS.ErrnoException): ProblemCode {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers-too-large';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request-timeout';
  return 'malformed-http';
}

/** Sends a problem outside of any request, and closes the connection even if the client does not. */
function endWithProblem(socket: Socket, code: ProblemCode, facts?: ProblemFacts): void {
  socket.on('error', () => socket.destroy());
  socket.once('end', () => socket.destroy());
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.end(rawProblem(code, facts));
  socket.resume();
}

/** @source RFC 9112, section 3.2 */
const refuseWithoutHost =
  (listener: RequestListener): RequestListener =>
  (req, res) => {
    if (req.headers.host !== undefined || req.httpVersion === '1.0') listener(req, res);
    else endWithProblem(req.socket, 'malformed-http', { detail: 'The request has no Host header.' });
  };

function rawProblem(code: ProblemCode, facts?: ProblemFacts): string {
  const requestId = randomUUID();
  const body = JSON.stringify(problemBody(code, requestId, facts));
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

/**
 * @param optionPrefix of the options that set the port and the host, for the remedy
 * @returns the URL of the server
 * @throws ServiceError `listen_failed`
 */
export function listen(server: Server, port: number, host: string, optionPrefix = '--'): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new ServiceError('listen_failed', { host, port, ...listenFailure(cause, optionPrefix) }, { cause }));
    });
    server.listen(port, host, () => {
      const { family, address, port: chosenPort } = server.address() as AddressInfo;
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${chosenPort}`);
    });
  });
}

function listenFailure(
  { code = 'unknown reason' }: NodeJS.ErrnoException,
  optionPrefix: string,
): { why: string; remedy: string } {
  const [portOption, hostOption] = [`${optionPrefix}port`, `${optionPrefix}host`];
  switch (code) {
    case 'EADDRINUSE':
      return {
        why: 'another process uses it',
        remedy: `Stop that process, or choose another port with ${portOption}.`,
      };
    case 'EACCES':
      return { why: 'this user may not use it', remedy: `Choose a port above 1023 with ${portOption}.` };
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return { why: 'this machine does not have the address', remedy: `Choose another address with ${hostOption}.` };
    default:
      return {
        why: code,
        remedy: `Choose another address with ${hostOption}, or another port with ${portOption}.`,
      };
  }
}

/**
 * Accepts no new connection, waits for the responses to requests in progress, and closes what is left after `graceMs`.
 * @returns whether every request got its response
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
