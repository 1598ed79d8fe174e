import { ApexError } from '../errors.ts';
import type { ConnectRequest } from '../ports.ts';
import type { Vm } from '../run/vm.ts';
import { mapOf, T } from '../types/builtin.ts';
import { keyOf } from '../values/compare.ts';
import { ApexEnum, ApexMap, ApexObject, type Value } from '../values/values.ts';
import type { Implementation, Library } from './signatures.ts';

const CREDENTIAL = '/named-credentials/credential';

/** The properties of an input or output object, by name. */
type Members = Record<string, Value>;

const membersOf = (self: ApexObject): Members => self.native as Members;

const create: Implementation = (_vm, self: ApexObject) => {
  self.native = {} satisfies Members;
};

/** Readable properties; those of an input can be set too. */
function properties(owner: string, names: readonly string[], isInput: boolean): Library['code'] {
  const code: Library['code'] = isInput ? { [`${owner}.new`]: create } : {};
  for (const name of names) {
    code[`${owner}.${name}`] = (_vm, self: ApexObject) => membersOf(self)[name] ?? null;
    if (isInput)
      code[`${owner}.${name}=`] = (_vm, self: ApexObject, value: Value) => void (membersOf(self)[name] = value);
  }
  return code;
}

const enumName = (value: Value): string | null => (value instanceof ApexEnum ? value.name : null);

function constantOf(vm: Vm, type: string, name: unknown): Value {
  if (typeof name !== 'string') return null;
  const found = vm.program.platformType(type).constants.find((constant) => (constant as ApexEnum).name === name);
  if (!found) throw new ApexError('apex_not_supported', `${type} has no constant ${name}.`, 'ConnectApi', vm.line);
  return found;
}

/** Connect REST API: the body of an error is a list with a code and a message. */
function rejectionOf(vm: Vm, status: number, body: unknown) {
  const [first] = (Array.isArray(body) ? body : [body]) as [
    { errorCode?: string; message?: string } | null | undefined,
  ];
  const message = first?.message ?? `The request was rejected with the status ${status}.`;
  const name = { 404: 'NotFoundException', 503: 'RateLimitException' }[status] ?? 'ConnectApiException';
  return vm.error(`ConnectApi.${name}`, message);
}

/** Sends a request as the running user. */
function send(vm: Vm, request: ConnectRequest): unknown {
  if (vm.test) {
    // Apex Developer Guide, Testing ConnectApi Code.
    throw vm.error(
      'UnsupportedOperationException',
      'ConnectApi methods are not supported in data siloed tests. Please use @IsTest(SeeAllData=true).',
    );
  }
  const { connect } = vm.ports;
  if (!connect) throw new ApexError('apex_not_supported', 'There is no Connect API here.', 'ConnectApi', vm.line);
  const { status, body } = connect.send(request);
  if (status >= 300) throw rejectionOf(vm, status, body);
  return body;
}

function inputOf(input: ApexObject): Record<string, unknown> {
  const { externalCredential, principalName, principalType, authenticationProtocol, credentials } = membersOf(input);
  const values = credentials instanceof ApexMap ? [...credentials.entries.values()] : [];
  return {
    externalCredential,
    principalName,
    principalType: enumName(principalType ?? null),
    authenticationProtocol: enumName(authenticationProtocol ?? null),
    credentials: Object.fromEntries(
      values.map(([name, value]) => {
        const { value: text = null, encrypted = false } = value === null ? {} : membersOf(value as ApexObject);
        return [String(name), { value: text, encrypted }];
      }),
    ),
  };
}

interface CredentialBody {
  readonly credentials?: Readonly<Record<string, Readonly<Record<string, Value>>>>;
  readonly [name: string]: unknown;
}

function credentialOf(vm: Vm, body: unknown): ApexObject {
  const credential = body as CredentialBody;
  const valueType = vm.program.platformType('ConnectApi.CredentialValue');
  const values = new ApexMap(mapOf(T.String, valueType));
  for (const [name, { encrypted, revision = null, value = null }] of Object.entries(credential.credentials ?? {})) {
    values.entries.set(keyOf(name), [name, new ApexObject(valueType, [], { encrypted, revision, value })]);
  }
  const constant = (type: string, name: string) => constantOf(vm, `ConnectApi.${type}`, credential[name]);
  const members: Members = {
    authenticationProtocol: constant('CredentialAuthenticationProtocol', 'authenticationProtocol'),
    authenticationStatus: constant('CredentialAuthenticationStatus', 'authenticationStatus'),
    credentials: values,
    externalCredential: (credential.externalCredential ?? null) as Value,
    principalName: (credential.principalName ?? null) as Value,
    principalType: constant('CredentialPrincipalType', 'principalType'),
  };
  return new ApexObject(vm.program.platformType('ConnectApi.Credential'), [], members);
}

/** Whether later callouts count this as uncommitted work is unverified: the stricter is assumed. */
function write(method: 'POST' | 'PUT' | 'PATCH'): Implementation {
  return (vm, _self, input: ApexObject | null) => {
    if (input === null) throw vm.nullPointer();
    const body = send(vm, { method, path: CREDENTIAL, body: inputOf(input) });
    vm.transaction.uncommitted = true;
    return credentialOf(vm, body);
  };
}

const queryOf = (externalCredential: string, principalName: string | null, principalType: ApexEnum): string =>
  `${CREDENTIAL}?${new URLSearchParams({
    externalCredential,
    ...(principalName === null ? {} : { principalName }),
    principalType: principalType.name,
  })}`;

/**
 * Values of external credentials.
 * @source Apex Reference Guide, ConnectApi.NamedCredentials, ConnectApi.CredentialInput, ConnectApi.Credential; the constants of
 * CredentialAuthenticationStatus are those of the Connect REST API (unverified in Apex).
 */
export const connectApi: Library = {
  signatures: `
    class ConnectApi
    enum ConnectApi.CredentialAuthenticationProtocol AwsSv4, Basic, Custom, Jwt, NoAuthentication, OAuth
    enum ConnectApi.CredentialAuthenticationStatus Configured, NotConfigured, Revoked, Unknown
    enum ConnectApi.CredentialPrincipalType AwsStsPrincipal, NamedPrincipal, PerUserPrincipal
    class ConnectApi.CredentialValueInput
    new()
    Boolean encrypted
    String value
    class ConnectApi.CredentialInput
    new()
    ConnectApi.CredentialAuthenticationProtocol authenticationProtocol
    Map<String,ConnectApi.CredentialValueInput> credentials
    String externalCredential
    String principalName
    ConnectApi.CredentialPrincipalType principalType
    class ConnectApi.CredentialValue
    Boolean encrypted
    Integer revision
    String value
    class ConnectApi.Credential
    ConnectApi.CredentialAuthenticationProtocol authenticationProtocol
    ConnectApi.CredentialAuthenticationStatus authenticationStatus
    Map<String,ConnectApi.CredentialValue> credentials
    String externalCredential
    String principalName
    ConnectApi.CredentialPrincipalType principalType
    class ConnectApi.NamedCredentials
    static ConnectApi.Credential createCredential(ConnectApi.CredentialInput)
    static ConnectApi.Credential getCredential(String,String,ConnectApi.CredentialPrincipalType)
    static ConnectApi.Credential patchCredential(ConnectApi.CredentialInput)
    static ConnectApi.Credential updateCredential(ConnectApi.CredentialInput)
    static void deleteCredential(String,String,ConnectApi.CredentialPrincipalType)`,
  code: {
    ...properties('ConnectApi.CredentialValueInput', ['encrypted', 'value'], true),
    ...properties(
      'ConnectApi.CredentialInput',
      ['authenticationProtocol', 'credentials', 'externalCredential', 'principalName', 'principalType'],
      true,
    ),
    ...properties('ConnectApi.CredentialValue', ['encrypted', 'revision', 'value'], false),
    ...properties(
      'ConnectApi.Credential',
      [
        'authenticationProtocol',
        'authenticationStatus',
        'credentials',
        'externalCredential',
        'principalName',
        'principalType',
      ],
      false,
    ),
    'ConnectApi.NamedCredentials.createCredential': write('POST'),
    'ConnectApi.NamedCredentials.updateCredential': write('PUT'),
    'ConnectApi.NamedCredentials.patchCredential': write('PATCH'),
    'ConnectApi.NamedCredentials.getCredential': (vm, _self, name: string, principal: string | null, type: ApexEnum) =>
      credentialOf(vm, send(vm, { method: 'GET', path: queryOf(name, principal, type) })),
    'ConnectApi.NamedCredentials.deleteCredential': (vm, _self, name: string, principal: string, type: ApexEnum) => {
      send(vm, { method: 'DELETE', path: queryOf(name, principal, type) });
      vm.transaction.uncommitted = true;
    },
  },
};
