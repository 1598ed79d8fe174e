import { expectObject, findText, isJsonObject } from '../connection/json.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isNotFound } from '../errors.ts';

/** @source Connect REST API Developer Guide, "Named Credentials Resources" */
const CREDENTIAL = '/named-credentials/credential';
const NAMED_CREDENTIAL = '/named-credentials/named-credential-setup';

/** A principal of an external credential of the protocol Custom. */
export interface Principal {
  readonly externalCredential: string;
  readonly principalName: string;
}

/** Names of the parameters that are entered for a principal. Their values are never returned. @throws SalesforceError */
export async function readParameterNames(
  connection: SalesforceConnection,
  principal: Principal,
): Promise<readonly string[]> {
  const query = new URLSearchParams({ ...principal, principalType: 'NamedPrincipal' });
  try {
    const body = await connection.json({ method: 'GET', path: `${CREDENTIAL}?${query}` });
    const { credentials } = expectObject(body, `GET ${CREDENTIAL}`);
    return isJsonObject(credentials) ? Object.keys(credentials) : [];
  } catch (error) {
    // A principal without parameters has no credential.
    if (isNotFound(error)) return [];
    throw error;
  }
}

/**
 * Enters parameters of a principal; those that are there already are replaced. Those that are not secret can be read again.
 * @throws SalesforceError
 */
export async function writeParameters(
  connection: SalesforceConnection,
  principal: Principal,
  secret: Readonly<Record<string, string>>,
  readable: Readonly<Record<string, string>> = {},
): Promise<void> {
  const valuesOf = (parameters: Readonly<Record<string, string>>, encrypted: boolean) =>
    Object.entries(parameters).map(([name, value]) => [name, { value, encrypted }] as const);
  const credentials = Object.fromEntries([...valuesOf(secret, true), ...valuesOf(readable, false)]);
  const exists = (await readParameterNames(connection, principal)).length > 0;
  await connection.request({
    method: exists ? 'PUT' : 'POST',
    path: CREDENTIAL,
    body: { ...principal, principalType: 'NamedPrincipal', authenticationProtocol: 'Custom', credentials },
  });
}

/** Removes all parameters of a principal. @throws SalesforceError */
export async function removeParameters(connection: SalesforceConnection, principal: Principal): Promise<void> {
  const query = new URLSearchParams({ ...principal, principalType: 'NamedPrincipal' });
  await connection.request({ method: 'DELETE', path: `${CREDENTIAL}?${query}` });
}

/** The address that a named credential leads to; undefined where the org has no such credential. @throws SalesforceError */
export async function readCalloutUrl(connection: SalesforceConnection, name: string): Promise<string | undefined> {
  const current = await readNamedCredential(connection, name);
  return current && findText(current, 'calloutUrl');
}

/** Changes the address of a named credential and nothing else. @throws SalesforceError */
export async function writeCalloutUrl(connection: SalesforceConnection, name: string, url: string): Promise<void> {
  const { masterLabel, type, externalCredentials, calloutOptions, customHeaders, parameters } =
    (await readNamedCredential(connection, name)) ?? {};
  const externalCredential = Array.isArray(externalCredentials)
    ? externalCredentials.filter(isJsonObject).map(({ developerName }) => ({ developerName }))
    : [];
  await connection.request({
    method: 'PUT',
    path: `${NAMED_CREDENTIAL}/${name}`,
    body: {
      developerName: name,
      masterLabel,
      type,
      calloutUrl: url,
      externalCredentials: externalCredential,
      ...(calloutOptions !== undefined && { calloutOptions }),
      ...(Array.isArray(customHeaders) && { customHeaders }),
      ...(Array.isArray(parameters) && { parameters }),
    },
  });
}

async function readNamedCredential(connection: SalesforceConnection, name: string) {
  try {
    const path = `${NAMED_CREDENTIAL}/${name}`;
    return expectObject(await connection.json({ method: 'GET', path }), `GET ${path}`);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
