/** Secrets of an org (a client secret, a private key), encrypted at rest. */
export interface SecretStore {
  put(orgId: string, name: string, secret: string): Promise<void>;
  /** undefined if there is none. @throws if the key that sealed it is unavailable, or the row was altered */
  find(orgId: string, name: string): Promise<string | undefined>;
  /** The orgs that have a secret of this name. */
  orgsWith(name: string): Promise<readonly string[]>;
  /** @returns false if there is none */
  remove(orgId: string, name: string): Promise<boolean>;
  /** Seals everything with the current key, so that former keys can be removed. @returns how many were resealed */
  reseal(orgId: string): Promise<number>;
}
