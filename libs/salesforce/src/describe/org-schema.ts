import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { findObject, type DescribedObject } from './describe-object.ts';

/** Described objects of the org as this user sees them. Each is requested once. */
export interface OrgSchema {
  find(object: string): Promise<DescribedObject | undefined>;
  /** Forgets all, for instance after a field turned out to be missing. */
  clear(): void;
}

export function createOrgSchema(connection: SalesforceConnection): OrgSchema {
  const cache = new Map<string, Promise<DescribedObject | undefined>>();
  return {
    find(object) {
      let described = cache.get(object);
      if (!described) {
        described = findObject(connection, object);
        cache.set(object, described);
        // The next caller retries a request that failed.
        described.catch(() => cache.delete(object));
      }
      return described;
    },
    clear: () => cache.clear(),
  };
}
