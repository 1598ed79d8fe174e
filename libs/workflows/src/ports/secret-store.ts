/** Secrets of an org (a client secret, a private key), encrypted at rest. */
export interface SecretStore {
  put(orgId: string, name: string, secret: string): Promise<void>;
  /** undefined where there is none. @throws where the key that sealed it is not at hand, or the row was altered */
  find(orgId: string, name: string): Promise<string | undefined>;
  /** The orgs that have a secret of this name. */
  orgsWith(name: string): Promise<readonly string[]>;
  /** @returns false where there is none */
  remove(orgId: string, name: string): Promise<boolean>;
  /** Seals everything anew with the current key, so that former ones can be put away. @returns how many were resealed */
  reseal(orgId: string): Promise<number>;
}
