import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { findObject, type DescribedObject } from './describe-object.ts';

/** What the org's objects look like to this user, asked once. */
export interface OrgSchema {
  find(object: string): Promise<DescribedObject | undefined>;
  /** After a field turned out to be gone: asks again. */
  clear(): void;
}

export function createOrgSchema(connection: SalesforceConnection): OrgSchema {
  const known = new Map<string, Promise<DescribedObject | undefined>>();
  return {
    find(object) {
      let described = known.get(object);
      if (!described) {
        described = findObject(connection, object);
        known.set(object, described);
        // A failure is not an answer: the next caller asks again.
        described.catch(() => known.delete(object));
      }
      return described;
    },
    clear: () => known.clear(),
  };
}
