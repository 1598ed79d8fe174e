import { hash } from 'node:crypto';
import { claimedSigner } from '@leadlight/workflows';
import { LRUCache } from 'lru-cache';
import type { TokenRequest } from '../routes/token-request.ts';

const MAX_CLIENTS = 10_000;

/**
 * Clients that got a token from this process. They need not wait because another client behind the same address guesses:
 * a company's network, and Salesforce's own, appear as one address.
 */
export class AuthenticatedClients {
  readonly #digests = new LRUCache<string, true>({ max: MAX_CLIENTS });

  has(request: TokenRequest): boolean {
    const digest = digestOf(request);
    return digest !== undefined && this.#digests.has(digest);
  }

  add(request: TokenRequest): void {
    const digest = digestOf(request);
    if (digest !== undefined) this.#digests.set(digest, true);
  }

  delete(request: TokenRequest): void {
    const digest = digestOf(request);
    if (digest !== undefined) this.#digests.delete(digest);
  }
}

/** Digest of the client's id and secret; for an assertion, which is new each time, of the signer that it claims. */
function digestOf(request: TokenRequest): string | undefined {
  const client =
    request.grant === 'jwt_bearer' ? claimedSigner(request.assertion) : [request.clientId, request.clientSecret];
  return client && hash('sha256', JSON.stringify([request.grant, client]));
}
