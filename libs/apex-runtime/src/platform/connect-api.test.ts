import { describe, expect, it } from 'vitest';
import { createOrg, NO_RULES, PROFILES, schemaOf } from '../apex-tests/org-shape.ts';
import { Program } from '../compile/program.ts';
import { parseUnit } from '../parse/parse.ts';
import type { ConnectRequest, Ports } from '../ports.ts';
import { Vm } from '../run/vm.ts';
import { failureOf, METADATA } from '../testing/run-apex.ts';

const INPUT = `
  ConnectApi.CredentialInput input = new ConnectApi.CredentialInput();
  input.externalCredential = 'Keys';
  input.principalName = 'Reps';
  input.principalType = ConnectApi.CredentialPrincipalType.NamedPrincipal;
  input.authenticationProtocol = ConnectApi.CredentialAuthenticationProtocol.Custom;
  ConnectApi.CredentialValueInput value = new ConnectApi.CredentialValueInput();
  value.value = 'secret';
  value.encrypted = true;
  input.credentials = new Map<String, ConnectApi.CredentialValueInput>{ 'ApiKey' => value };`;
const READ = `ConnectApi.NamedCredentials.getCredential('Keys', 'Reps', ConnectApi.CredentialPrincipalType.NamedPrincipal)`;

const PRINCIPAL = { externalCredential: 'Keys', principalName: 'Reps', principalType: 'NamedPrincipal' };
const STORED = {
  ...PRINCIPAL,
  authenticationProtocol: 'Custom',
  authenticationStatus: 'Configured',
  credentials: {
    ApiKey: { encrypted: true, revision: 2, value: null },
    KeyId: { encrypted: false, revision: 1, value: 'key_1' },
  },
};

/** Runs statements outside of a test, as a component does. */
function run(statements: string, connect?: Ports['connect']): Vm {
  const org = { name: 'test', metadata: METADATA, rules: NO_RULES, profiles: PROFILES };
  const source = `public class Main { public static void main() { ${statements} } }`;
  const program = new Program([{ file: 'Main.cls', node: parseUnit(source, 'Main.cls') }], schemaOf(org));
  program.check();
  const vm = new Vm(program, {
    schema: program.schema,
    database: createOrg(org, program.schema, () => 0),
    clock: { now: () => 0 },
    random: { next: () => 0.5 },
    labels: { find: () => null },
    callouts: { send: () => ({ status: 200, statusText: 'OK', headers: {}, body: '' }) },
    ...(connect ? { connect } : {}),
  });
  program.findClass('Main')!.type.findMethods('main')[0]!.invoke(vm, null, []);
  return vm;
}

const answering = (status: number, body: unknown, sent: ConnectRequest[] = []): Ports['connect'] => ({
  send(request) {
    sent.push(request);
    return { status, body };
  },
});

describe('ConnectApi.NamedCredentials', () => {
  it.each([
    ['createCredential', 'POST'],
    ['updateCredential', 'PUT'],
    ['patchCredential', 'PATCH'],
  ] as const)('%s sends the values of a principal with %s', (method, verb) => {
    const sent: ConnectRequest[] = [];
    const vm = run(
      `${INPUT} System.debug(ConnectApi.NamedCredentials.${method}(input).authenticationStatus);`,
      answering(200, STORED, sent),
    );
    const credentials = { ApiKey: { value: 'secret', encrypted: true } };
    const body = { ...PRINCIPAL, authenticationProtocol: 'Custom', credentials };
    expect(sent).toEqual([{ method: verb, path: '/named-credentials/credential', body }]);
    expect(vm.log).toEqual(['Configured']);
  });

  it('reads values, of which the encrypted ones are null', () => {
    const sent: ConnectRequest[] = [];
    const statements = `ConnectApi.Credential c = ${READ};
      System.debug(c.credentials.get('KeyId').value + ' ' + c.credentials.get('ApiKey').value + ' ' + c.principalType.name());
      System.debug(c.credentials.get('ApiKey').encrypted + ' ' + c.credentials.get('ApiKey').revision);`;
    expect(run(statements, answering(200, STORED, sent)).log).toEqual(['key_1 null NamedPrincipal', 'true 2']);
    expect(sent[0]?.path).toBe(`/named-credentials/credential?${new URLSearchParams(PRINCIPAL)}`);
  });

  it('deletes values', () => {
    const sent: ConnectRequest[] = [];
    run(
      `ConnectApi.NamedCredentials.deleteCredential('Keys', 'Reps', ConnectApi.CredentialPrincipalType.NamedPrincipal);`,
      answering(204, null, sent),
    );
    expect(sent.map(({ method }) => method)).toEqual(['DELETE']);
  });

  it.each([
    [404, 'ConnectApi.NotFoundException'],
    [400, 'ConnectApi.ConnectApiException'],
    [503, 'ConnectApi.RateLimitException'],
  ])('throws at status %i a %s with the message of the org', (status, exception) => {
    const statements = `try { ${READ}; } catch (${exception} e) { System.debug(e.getTypeName() + ': ' + e.getMessage()); }`;
    const body = [{ errorCode: 'X', message: 'No.' }];
    expect(run(statements, answering(status, body)).log).toEqual([`${exception}: No.`]);
  });

  it('forbids callouts after a change, and not after reading', () => {
    const callout = "HttpRequest r = new HttpRequest(); r.setEndpoint('https://x'); new Http().send(r);";
    expect(() => run(`${READ}; ${callout}`, answering(200, STORED))).not.toThrow();
    expect(() =>
      run(`${INPUT} ConnectApi.NamedCredentials.patchCredential(input); ${callout}`, answering(200, STORED)),
    ).toThrow(/uncommitted work/);
  });

  it('is an error in a test, which sees no data of the org, and where there is no Connect API', () => {
    expect(failureOf(`${READ};`)).toBe(
      'UnsupportedOperationException: ConnectApi methods are not supported in data siloed tests. ' +
        'Please use @IsTest(SeeAllData=true).',
    );
    expect(() => run(`${READ};`)).toThrow(/no Connect API/);
  });

  it('names a constant of the org that it does not know', () => {
    expect(() => run(`${READ};`, answering(200, { ...STORED, authenticationStatus: 'Odd' }))).toThrow(
      /CredentialAuthenticationStatus has no constant Odd/,
    );
  });
});
