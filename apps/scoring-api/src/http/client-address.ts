import type { IncomingMessage } from 'node:http';

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;

/**
 * Who asks. A reverse proxy on this machine may say whom it speaks for, in `X-Forwarded-For`; nobody else may. The same
 * as `req.ip` of Express with `trust proxy` on `loopback`.
 */
export function clientAddress({ socket, headers }: IncomingMessage): string {
  const forwarded = headers['x-forwarded-for'];
  let address = socket.remoteAddress ?? '';
  if (!forwarded) return address;
  // Each proxy adds who it heard it from at the end.
  for (const told of String(forwarded).split(',').reverse()) {
    if (!LOOPBACK.test(address)) break;
    address = told.trim();
  }
  return address;
}
