import type { CompanyKeys } from '@leadlight/lead-features';
import type { RankedLeadEntry } from './ranked-leads.ts';

/** How an account is known. */
export interface AccountKeys {
  /** Null where only its names and domains are known. */
  readonly accountId: string | null;
  /** As of `companyDomainOf`. */
  readonly domains: readonly string[];
  /** As of `companyNameOf`. */
  readonly names: readonly string[];
}

/** An open lead of an account, as last scored. */
export interface AccountLead extends RankedLeadEntry {
  readonly company: CompanyKeys;
  /** The contract's code of why lists by score leave it out; null = they show it. */
  readonly unranked: string | null;
  /** The contract's reasons as JSON text. */
  readonly reasons: string;
}

export interface AccountLeadsStore {
  /**
   * Open leads with one of the keys, the highest probability first, up to `limit`. A lead whose lookup names another account is none of
   * them; neither is one that has the name only, but a mail domain of its own that the account does not have, where it has any.
   */
  find(orgId: string, keys: AccountKeys, limit: number): Promise<readonly AccountLead[]>;
}
