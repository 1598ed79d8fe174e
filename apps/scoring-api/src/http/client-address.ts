import type { IncomingMessage } from 'node:http';

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;

/** True for a process on this machine. */
export const isLoopback = (address: string | undefined): boolean => LOOPBACK.test(address ?? '');

/**
 * The address of the client. Only a reverse proxy on this machine may name it in `X-Forwarded-For`. Equal to `req.ip` of
 * Express with `trust proxy` set to `loopback`.
 */
export function clientAddress({ socket, headers }: IncomingMessage): string {
  const forwarded = headers['x-forwarded-for'];
  let address = socket.remoteAddress ?? '';
  if (!forwarded) return address;
  // Each proxy appends the address that it received the request from.
  for (const named of String(forwarded).split(',').reverse()) {
    if (!isLoopback(address)) break;
    address = named.trim();
  }
  return address;
}
