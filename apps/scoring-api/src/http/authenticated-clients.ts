import { hash } from 'node:crypto';
import { claimedSigner } from '@leadlight/workflows';
import type { TokenRequest } from '../routes/token-request.ts';

const MAX_CLIENTS = 10_000;

/**
 * Clients that this process gave a token. Who proves to be one of them does not guess, and does not wait because somebody
 * else does behind the same address: a company’s network, or Salesforce’s own, is one address to us.
 */
export class AuthenticatedClients {
  readonly #names = new Set<string>();

  has(asked: TokenRequest): boolean {
    const name = digestOf(asked);
    return name !== undefined && this.#names.has(name);
  }

  add(asked: TokenRequest): void {
    const name = digestOf(asked);
    if (name === undefined) return;
    if (this.#names.size >= MAX_CLIENTS) this.#names.clear();
    this.#names.add(name);
  }

  delete(asked: TokenRequest): void {
    const name = digestOf(asked);
    if (name !== undefined) this.#names.delete(name);
  }
}

/** An id with its secret, as a digest; of assertions, of which each is new, the signer that they claim. */
function digestOf(asked: TokenRequest): string | undefined {
  const parts = asked.grant === 'jwt_bearer' ? claimedSigner(asked.assertion) : [asked.clientId, asked.clientSecret];
  return parts && hash('sha256', JSON.stringify([asked.grant, parts]));
}
