import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { root } from './metadata/package.mjs';

const JOB = { Id: '08e000000000001AAA', CronExpression: '0 20 * * * ?' };
const CONFIGURED = {
  NamedCredential: { records: [{ DeveloperName: 'Leadlight_API', Endpoint: 'https://scoring.example.com' }] },
  ExternalCredential: { records: [{ DeveloperName: 'Leadlight_API' }] },
  Leadlight_Setting__mdt: { records: [{ Scoring_Enabled__c: true, Score_On_Save__c: true }] },
  CronTrigger: { records: [JOB] },
};
const FRESH = {
  Leadlight_Setting__mdt: { name: 'INVALID_TYPE', message: "sObject type 'Leadlight_Setting__mdt' is not supported." },
};

/**
 * Stands for the sf command of the deployer, which this project does not contain: records how it was called, and answers
 * queries from a file.
 */
const COMMAND = `#!/usr/bin/env node
const { appendFileSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const folder = process.env.RECORD_FOLDER;
const args = process.argv.slice(2);
const file = args.includes('--file') ? readFileSync(args[args.indexOf('--file') + 1], 'utf8').trim() : undefined;
appendFileSync(join(folder, 'calls.jsonl'), JSON.stringify({ args, file }) + '\\n');
const org = JSON.parse(readFileSync(join(folder, 'org.json'), 'utf8'));
if (args[1] === 'query') {
  const answer = org[/FROM (\\w+)/.exec(args[3])[1]] ?? { records: [] };
  console.log(JSON.stringify(answer.records ? { status: 0, result: answer } : { status: 1, ...answer }));
}
if (org.rejects && args[0] === 'project' && args[1] === 'deploy') process.exit(1);
if (org.interrupts && args[0] === 'project') { process.kill(process.ppid, 'SIGINT'); process.exit(130); }
if (org.keepsUnscheduled && file?.startsWith('System.schedule')) process.exit(1);
`;

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadlight-org-deploy-'));
  writeFileSync(join(folder, 'sf'), COMMAND);
  chmodSync(join(folder, 'sf'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the deployment, without the build, against an org that gives these answers. */
function deploy(org, options = {}) {
  writeFileSync(join(folder, 'org.json'), JSON.stringify(org));
  writeFileSync(join(folder, 'calls.jsonl'), '');
  const module = pathToFileURL(join(root, 'tools/org-deploy/deploy.mjs')).href;
  const code = `import { deployTo } from '${module}'; deployTo(${JSON.stringify({ org: 'my-org', ...options })});`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    encoding: 'utf8',
    env: { ...process.env, RECORD_FOLDER: folder, PATH: `${folder}${delimiter}${process.env.PATH}` },
  });
  const calls = readFileSync(join(folder, 'calls.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return { status, output: stdout + stderr, sf: calls.filter(({ args }) => args[1] !== 'query') };
}

const sourcesOf = ({ args }) => args.filter((_, index) => args[index - 1] === '--source-dir');

describe('npm run org:deploy', () => {
  it('deploys everything to an org that has nothing of Leadlight yet', () => {
    const { status, output, sf } = deploy(FRESH);
    assert.equal(status, 0, output);
    assert.deepEqual(sourcesOf(sf[0]), [
      'force-app/main',
      'force-app/settings/namedCredentials',
      'force-app/settings/customMetadata',
    ]);
    assert.match(output, /Next, enter the address and the keys/);
    assert.doesNotMatch(output, /Kept/);
  });

  it('keeps the URL, the keys, the settings and the schedule of a configured org, and says so', () => {
    const { status, output, sf } = deploy(CONFIGURED);
    assert.equal(status, 0, output);
    const [stop, main, schedule] = sf;
    assert.equal(stop.file, `System.abortJob('${JOB.Id}');`);
    assert.ok(sourcesOf(main).includes('force-app/main/default/classes'));
    assert.ok(!sourcesOf(main).some((path) => /settings\/|externalCredentials|^force-app\/main$/.test(path)), output);
    assert.match(schedule.file, /System\.schedule\('Leadlight: score failed leads again', '0 20 \* \* \* \?'/);
    assert.match(output, /Kept as in the org:/);
    assert.match(output, /URL in the Named Credential: https:\/\/scoring\.example\.com/);
    assert.match(output, /external credential with its keys/);
    assert.match(output, /scoring on, scoring at save on/);
    assert.match(output, /hourly retry \(0 20 \* \* \* \?\)/);
  });

  it('schedules the job again if the org rejects the package', () => {
    const { status, sf } = deploy({ ...CONFIGURED, rejects: true });
    assert.equal(status, 1);
    assert.deepEqual(
      sf.map(({ args }) => args.slice(0, 2).join(' ')),
      ['apex run', 'project deploy', 'apex run'],
    );
    assert.match(sf[2].file, /System\.schedule/);
  });

  it('schedules the job again if the deployment is interrupted', () => {
    const { status, sf } = deploy({ ...CONFIGURED, interrupts: true });
    assert.equal(status, 1);
    assert.match(sf.at(-1).file, /System\.schedule/);
  });

  it('fails, and does not say that the schedule was kept, if the job cannot be scheduled again', () => {
    const { status, output } = deploy({ ...CONFIGURED, keepsUnscheduled: true });
    assert.equal(status, 1);
    assert.match(output, /not scheduled any more\. Run in the Developer Console: System\.schedule/);
    assert.match(output, /Kept as in the org:/);
    assert.doesNotMatch(output, /hourly retry \(/);
  });

  it('deploys nothing if it cannot read which settings the org has', () => {
    const { status, output, sf } = deploy({
      NamedCredential: { name: 'ERROR_HTTP_503', message: 'Server unavailable' },
    });
    assert.equal(status, 1);
    assert.deepEqual(sf, []);
    assert.match(output, /Server unavailable/);
    assert.match(output, /Nothing was deployed/);
  });

  it('changes nothing with --check-only', () => {
    const { status, sf } = deploy(CONFIGURED, { checkOnly: true });
    assert.equal(status, 0);
    assert.equal(sf.length, 1);
    assert.ok(sf[0].args.includes('--dry-run'));
  });

  it('deploys the routing of leads on request, with its own Apex tests, which production orgs require', () => {
    const { status, sf, output } = deploy(FRESH, { parts: ['routing'] });
    assert.equal(status, 0, output);
    const routing = sf.find((call) => sourcesOf(call).includes('force-app/routing'));
    assert.deepEqual(
      routing.args.filter((_, index) => routing.args[index - 1] === '--tests'),
      ['RouteLeadsActionTest', 'UndoRoutingTest'],
    );
    assert.ok(!deploy(FRESH).sf.some((call) => sourcesOf(call).includes('force-app/routing')));
  });

  it('gives a user of the free API licence the permission set licence before the permission set', () => {
    const user = {
      Id: '005000000000001AAA',
      IsActive: true,
      Profile: { UserLicense: { Name: 'Salesforce Integration' } },
    };
    const { sf, output } = deploy({ ...FRESH, User: { records: [user] } }, { username: 'api@example.com' });
    const rights = sf.filter(({ args }) => args.includes('--on-behalf-of')).map(({ args }) => [args[2], args[4]]);
    assert.deepEqual(rights, [
      ['permsetlicense', 'SalesforceAPIIntegrationPsl'],
      ['permset', 'Leadlight_Integration'],
    ]);
    assert.match(output, /restart the subscription/);
  });

  it('asks for no permission set licence for a user with a full licence', () => {
    const user = { Id: '005000000000001AAA', IsActive: true, Profile: { UserLicense: { Name: 'Salesforce' } } };
    const { sf } = deploy({ ...FRESH, User: { records: [user] } }, { username: 'api@example.com' });
    assert.ok(!sf.some(({ args }) => args.includes('permsetlicense')));
  });

  it('deploys nothing for an integration user that does not exist', () => {
    const { status, output, sf } = deploy(FRESH, { username: 'nobody@example.com' });
    assert.equal(status, 1);
    assert.deepEqual(sf, []);
    assert.match(output, /no user nobody@example\.com/);
  });
});
