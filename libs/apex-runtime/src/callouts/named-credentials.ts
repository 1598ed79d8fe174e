/** The named and external credentials of an org, and who may use which principal. */
export interface Credentials {
  named: { name: string; externalCredential: string }[];
  external: { name: string; principals: { name: string; sequence: number }[] }[];
  /** By permission set: `ExternalCredential-Principal`. */
  access: Readonly<Record<string, string[]>>;
}

export interface CredentialCall {
  namedCredential: string;
  principal: string;
  /** After the address of the named credential. */
  path: string;
}

/**
 * Finds out with which principal a user calls an endpoint such as `callout:Leadlight_API/v1/models`. A user with several principals
 * has the one with the lowest sequence number (Salesforce Help, Create and Edit an External Credential).
 * @throws Error with the message of the platform's CalloutException (known)
 */
export function resolveEndpoint(credentials: Credentials, permissionSets: string[], endpoint: string): CredentialCall {
  const [, name, path = ''] = /^callout:(\w+)(.*)$/s.exec(endpoint) ?? [];
  if (name === undefined) {
    throw new Error(
      `Unauthorized endpoint, please check Setup->Security->Remote site settings. endpoint = ${endpoint}`,
    );
  }
  const named = credentials.named.find((credential) => credential.name === name);
  if (!named) {
    throw new Error(
      "The callout couldn't access the endpoint. You might not have the required permissions, " +
        `or the named credential "${name}" might not exist.`,
    );
  }
  const granted = new Set(permissionSets.flatMap((set) => credentials.access[set] ?? []));
  const external = credentials.external.find((credential) => credential.name === named.externalCredential);
  const [first] = (external?.principals ?? [])
    .filter((principal) => granted.has(`${named.externalCredential}-${principal.name}`))
    .sort((left, right) => left.sequence - right.sequence);
  if (!first) {
    throw new Error(
      "We couldn't access the credential(s). You might not have the required permissions, " +
        `or the external credential "${named.externalCredential}" might not exist.`,
    );
  }
  return { namedCredential: name, principal: first.name, path };
}
