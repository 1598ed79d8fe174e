import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { environmentValue } from '../../../../libs/common/src/environment.ts';
import { settingsFiles, deliberateErrors } from './deliberate-errors.mjs';

/**
 * `LEADLIGHT_SOAK_SECONDS=300` for the long form, with a validation of the whole package before. In the short form, the deployment shows
 * that the package is valid, and deploy.test.ts that a validation saves nothing.
 */
const IS_LONG = environmentValue(process.env, 'LEADLIGHT_SOAK_SECONDS') >= 60;
const INTEGRATION_USER = 'leadlight@example.com';
const ADDRESS = 'https://scoring.example.org';
const KEY = 'lk_check';
const PRINCIPAL = { externalCredential: 'Leadlight_API', principalName: 'Scoring', principalType: 'NamedPrincipal' };
const JOB = 'Leadlight: score failed leads again';
/** The optional parts of the package, with the object to which each adds fields. */
const PARTS = { account: 'Account', opportunity: 'Opportunity', contact: 'Contact', case: 'Case' };
const SETTINGS = new URL(
  '../../../../force-app/settings/customMetadata/Leadlight_Setting.Default.md-meta.xml',
  import.meta.url,
);

/** The output of a program that was to succeed, or a failure with its end. */
function expectSuccess({ code, output }) {
  assert.equal(code, 0, output.slice(-20_000));
  return output;
}

const count = async ({ query }, object) => (await query(`SELECT COUNT(Id) n FROM ${object}`))[0].n;

async function signIn({ org, sf }) {
  const args = ['org', 'login', 'access-token', '--instance-url', org.url, '--alias', 'box', '--no-prompt'];
  expectSuccess(await sf.run('sf', args, { SF_ACCESS_TOKEN: org.token }));
  return 'signed in';
}

async function validate({ org, sf }) {
  expectSuccess(await sf.deployPackage({ checkOnly: true }));
  assert.equal(await count(org, 'ApexClass'), 0, 'a validation must save nothing');
  return 'the Apex tests pass, nothing is saved';
}

async function createIntegrationUser({ request, query }) {
  const [profile] = await query("SELECT Id FROM Profile WHERE Name = 'Minimum Access - API Only Integrations'");
  const locale = {
    TimeZoneSidKey: 'GMT',
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
  };
  const names = { Username: INTEGRATION_USER, Email: INTEGRATION_USER, LastName: 'Leadlight', Alias: 'leadl' };
  return request('POST', '/sobjects/User', { ...names, ...locale, ProfileId: profile.Id });
}

async function deploy({ org, sf }) {
  const { id } = await createIntegrationUser(org);
  expectSuccess(await sf.deployPackage({ username: INTEGRATION_USER }));
  const classes = await count(org, 'ApexClass');
  assert.ok(classes > 50, `${classes} classes`);
  const { fields } = await org.request('GET', '/sobjects/Lead/describe');
  assert.ok(
    fields.some(({ name }) => name === 'Leadlight_Score__c'),
    'the lead has no score',
  );
  const assigned = await org.query(`SELECT PermissionSet.Name FROM PermissionSetAssignment WHERE AssigneeId = '${id}'`);
  assert.deepEqual(
    assigned.map(({ PermissionSet }) => PermissionSet.Name),
    ['Leadlight_Integration'],
  );
  assert.equal((await org.query('SELECT UserId FROM PlatformEventSubscriberConfig'))[0].UserId, id);
  for (const object of ['PlatformEventChannelMember', 'FlexiPage']) assert.ok((await count(org, object)) > 0, object);
  return `${classes} classes, fields, permission sets, subscriber`;
}

/** The fields of Leadlight that an object has in the org. */
async function ownFields({ request }, object) {
  const { fields } = await request('GET', `/sobjects/${object}/describe`);
  return fields.map(({ name }) => name).filter((name) => name.startsWith('Leadlight'));
}

/** What an administrator does in Setup. */
async function configure({ org }) {
  const path = '/named-credentials/named-credential-setup/Leadlight_API';
  await org.request('PUT', path, { ...(await org.request('GET', path)), calloutUrl: ADDRESS });
  const credentials = { ApiKey: { value: KEY, encrypted: true } };
  await org.request('POST', '/named-credentials/credential', {
    ...PRINCIPAL,
    authenticationProtocol: 'Custom',
    credentials,
  });
  const settings = readFileSync(SETTINGS, 'utf8')
    .replace('>10000<', '>20000<')
    .replace(/(Score_On_Save__c<[^]*?boolean">)false/, '$1true');
  await org.deploy(settingsFiles(settings));
  const apex = encodeURIComponent('RetryFailedScores.schedule();');
  const { success, ...failure } = await org.request('GET', `/tooling/executeAnonymous?anonymousBody=${apex}`);
  assert.ok(success, JSON.stringify(failure));
  return 'address, key, settings, schedule';
}

/** What `configure` has changed, as the org has it. */
async function configuration({ request, query }) {
  const [settings] = await query('SELECT Score_On_Save__c, Callout_Timeout_Ms__c FROM Leadlight_Setting__mdt');
  const [job] = await query(`SELECT CronExpression FROM CronTrigger WHERE CronJobDetail.Name = '${JOB}'`);
  const credential = await request('GET', `/named-credentials/credential?${new URLSearchParams(PRINCIPAL)}`);
  return {
    address: (await request('GET', '/named-credentials/named-credential-setup/Leadlight_API')).calloutUrl,
    keyRevision: credential.credentials.ApiKey?.revision,
    scoreOnSave: settings?.Score_On_Save__c,
    timeoutMs: settings?.Callout_Timeout_Ms__c,
    schedule: job?.CronExpression,
  };
}

async function upgrade({ org, sf }) {
  const before = await configuration(org);
  assert.deepEqual(
    { ...before, schedule: undefined },
    { address: ADDRESS, keyRevision: 1, scoreOnSave: true, timeoutMs: 20_000, schedule: undefined },
  );
  assert.ok(before.schedule, 'the retry is not scheduled');
  for (const object of Object.values(PARTS)) assert.deepEqual(await ownFields(org, object), [], object);
  const output = expectSuccess(await sf.deployPackage({ parts: [...Object.keys(PARTS), 'routing'] }));
  assert.deepEqual(await configuration(org), before, 'the upgrade must keep what was entered');
  assert.match(output, new RegExp(ADDRESS), 'the deployment says what it keeps');
  for (const object of Object.values(PARTS)) {
    const fields = await ownFields(org, object);
    assert.ok(
      fields.some((name) => name.endsWith('_Score__c')),
      `${object} has no score:\n${output.slice(-20_000)}`,
    );
  }
  const flows = await org.query('SELECT Status FROM Flow');
  assert.deepEqual(
    flows.map(({ Status }) => Status),
    ['Draft'],
    output.slice(-20_000),
  );
  await org.request('GET', '/sobjects/Leadlight_Routing_Member__c/describe');
  const sets = await org.query("SELECT Name FROM PermissionSet WHERE Name LIKE 'Leadlight%'");
  const names = Object.values(PARTS).flatMap((object) => [`${object}_Integration`, `${object}_Viewer`]);
  for (const name of [...names, 'Alerts', 'Routing_Integration', 'Routing_Manager']) {
    assert.ok(
      sets.some(({ Name }) => Name === `Leadlight_${name}`),
      `no permission set Leadlight_${name}`,
    );
  }
  return `address, key, settings and schedule are kept; fields and permission sets of ${Object.keys(PARTS).join(', ')}; routing with its flow and Apex tests`;
}

async function runApexTests({ sf }) {
  const args = ['apex', 'run', 'test', '--test-level', 'RunLocalTests', '--code-coverage', '--wait', '10'];
  const { result } = await sf.json(args);
  const { summary } = result;
  assert.equal(summary.outcome, 'Passed', JSON.stringify(result.tests?.filter(({ Outcome }) => Outcome !== 'Pass')));
  assert.ok(Number.parseInt(summary.orgWideCoverage, 10) >= 75, summary.orgWideCoverage);
  return `${summary.passing} passed, ${summary.orgWideCoverage} covered`;
}

async function refuseErrors({ folder, sf }) {
  const errors = deliberateErrors(folder);
  const deployDry = (args) => sf.json(['project', 'deploy', 'start', '--dry-run', '--wait', '10', ...args]);
  const [invalid, untested] = await Promise.all([deployDry(errors.invalid), deployDry(errors.untested)]);
  const { componentFailures } = invalid.result.details;
  const found = Object.fromEntries(componentFailures.map((failure) => [failure.componentType, failure]));
  assert.match(found.Report?.problem ?? '', /'VerticalColumnStacked100' is not a valid value for the enum 'ChartType'/);
  assert.match(found.CustomTab?.problem ?? '', /no FlexiPage named Page_Not_There found/);
  assert.match(found.ApexClass?.problem ?? '', /notDeclared/);
  const { lineNumber, columnNumber } = found.ApexClass;
  assert.deepEqual([Number(lineNumber), Number(columnNumber)], [3, 12]);
  assert.equal(invalid.result.success, false);
  const { failures, codeCoverageWarnings } = untested.result.details.runTestResult;
  assert.match([failures].flat()[0].message, /deliberate failure/);
  assert.match([codeCoverageWarnings].flat()[0].message, /at least 75% test coverage is required/);
  assert.equal(untested.result.success, false);
  return 'an enumeration, a missing reference, a compile error, a failing test, coverage below 75 %';
}

async function remove({ org, sf }) {
  const [job] = await org.query(`SELECT Id FROM CronTrigger WHERE CronJobDetail.Name = '${JOB}'`);
  await org.request(
    'GET',
    `/tooling/executeAnonymous?anonymousBody=${encodeURIComponent(`System.abortJob('${job.Id}');`)}`,
  );
  const changes = [
    '--manifest',
    'manifest/package.xml',
    '--post-destructive-changes',
    'manifest/destructiveChanges.xml',
  ];
  expectSuccess(await sf.run('sf', ['project', 'deploy', 'start', ...changes, '--wait', '10']));
  for (const object of [
    'ApexClass',
    'ApexTrigger',
    'FlexiPage',
    'NamedCredential',
    'PlatformEventSubscriberConfig',
    'Flow',
  ]) {
    assert.equal(await count(org, object), 0, `${object} remains`);
  }
  for (const object of ['Lead', ...Object.values(PARTS)]) assert.deepEqual(await ownFields(org, object), [], object);
  return 'no component of Leadlight remains';
}

/** Names of the steps with what they do; each returns what it shows, and throws if it fails. */
export const steps = [
  ['sf org login', signIn],
  ...(IS_LONG ? [['validation (sf project deploy start --dry-run)', validate]] : []),
  ['deployment (npm run org:deploy)', deploy],
  ['settings of an administrator', configure],
  ['upgrade with all optional parts (npm run org:deploy -- --with …)', upgrade],
  ['sf apex run test', runApexTests],
  ['refused deployments', refuseErrors],
  ['removal (destructiveChanges)', remove],
];
