import type { CompanyKeys } from '@leadlight/lead-features';
import type { RankedLeadEntry } from './ranked-leads.ts';

/** How an account is known. */
export interface AccountKeys {
  /** Null where only its names and domains are known. */
  readonly accountId: string | null;
  /** As `companyDomainOf` returns them. */
  readonly domains: readonly string[];
  /** As `companyNameOf` returns them. */
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
   * Open leads with one of the keys, the highest probability first, up to `limit`. With an account's id, leaves out leads whose
   * lookup names another account; with domains, those that match by name alone and have another mail domain.
   */
  find(orgId: string, keys: AccountKeys, limit: number): Promise<readonly AccountLead[]>;
}
