import { writeParameters, type Principal, type SalesforceConnection } from '@leadlight/salesforce';
import { DEFAULT_SCOPES, KEY_SCOPES, type KeyScope, type NewKey } from '@leadlight/workflows';

/** The parameter of a principal that is the key. */
export const KEY_PARAMETER = 'ApiKey';
/** The parameter next to it that says which key it is; not a secret. The administrator's page needs it to renew the key. */
export const KEY_ID_PARAMETER = 'KeyId';

export type PrincipalName = 'Scoring' | 'Administration';

export const PRINCIPAL_SCOPES: Readonly<Record<PrincipalName, readonly KeyScope[]>> = {
  Scoring: DEFAULT_SCOPES,
  Administration: KEY_SCOPES,
};

export const principalOf = (principalName: PrincipalName): Principal => ({
  externalCredential: 'Leadlight_API',
  principalName,
});

/** Enters a key and its id for a principal of the external credential. @throws SalesforceError */
export const enterPrincipalKey = (
  org: SalesforceConnection,
  principalName: PrincipalName,
  { key, keyId }: { readonly key: NewKey['key']; readonly keyId: string },
): Promise<void> =>
  writeParameters(org, principalOf(principalName), { [KEY_PARAMETER]: key }, { [KEY_ID_PARAMETER]: keyId });
