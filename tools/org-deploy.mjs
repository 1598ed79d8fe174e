/**
 * Builds the components, deploys the package to an org and assigns the administrator's permission set:
 * `npm run org:deploy -- --target-org ALIAS [--integration-user USERNAME] [--check-only]`.
 * The sf command belongs to the deployer and is not installed by this project.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled, projectEnv, root } from './ensure-installed.mjs';

const USAGE = `Usage: npm run org:deploy -- --target-org ALIAS [--integration-user USERNAME] [--check-only]

  --target-org ALIAS           an org that the sf command is signed in to
  --integration-user USERNAME  who runs the event subscriber, for scoring at save
  --check-only                 says what the org would refuse, tests included, and changes nothing`;

/** Deployed by itself, so that an org which refuses it has all the rest. */
const EXTRAS = [
  [
    'force-app/change-events',
    'Change events are left out, so that changes are polled: select Lead, Task, Event and CampaignMember in Setup, Change Data Capture.',
  ],
  ['force-app/analytics', 'Reports and dashboard are left out; the words above say which part this org does not know.'],
  [
    'force-app/languages',
    'Translations are left out: switch the languages on in Setup, Translation Language Settings.',
  ],
];

function fail(message) {
  console.error(message);
  process.exit(1);
}

function options() {
  try {
    const { values } = parseArgs({
      options: {
        'target-org': { type: 'string' },
        'integration-user': { type: 'string' },
        'check-only': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    return values['target-org'] ? values : fail(`--target-org is missing.\n${USAGE}`);
  } catch (error) {
    return fail(`${error.message}\n${USAGE}`);
  }
}

function run(command, args, otherwise) {
  console.log(`> ${command} ${args.join(' ')}`);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: projectEnv() });
  if (error?.code === 'ENOENT') fail(`${command} is not installed: "npm install --global @salesforce/cli" brings it.`);
  if (status !== 0) fail(otherwise);
}

function offer(folder, otherwise, target) {
  const args = ['project', 'deploy', 'start', '--source-dir', folder, ...target, '--wait', '10'];
  console.log(`> sf ${args.join(' ')}`);
  if (spawnSync('sf', args, { cwd: root, stdio: 'inherit', env: projectEnv() }).status !== 0) console.log(otherwise);
}

/** At the second deployment everybody has it already, which is no reason to call the deployment failed. */
function assign(permissionSet, otherwise) {
  const args = ['org', 'assign', 'permset', ...permissionSet];
  console.log(`> sf ${args.join(' ')}`);
  if (spawnSync('sf', args, { cwd: root, stdio: 'inherit', env: projectEnv() }).status !== 0) console.log(otherwise);
}

/** Only Leadlight's own Apex tests: one of the org's that fails for another reason is no reason to refuse the package. */
function ownTests() {
  const names = readdirSync(join(root, 'force-app/main/default/classes/tests'), { recursive: true })
    .filter((name) => name.endsWith('Test.cls'))
    .map((name) => basename(name, '.cls'))
    .sort();
  return ['--test-level', 'RunSpecifiedTests', ...names.flatMap((name) => ['--tests', name])];
}

/** Which user runs the subscriber differs from org to org, so that it is no part of the package. */
function subscriberPackage(username) {
  if (!/^[^<>&"\s]+@[^<>&"\s]+$/.test(username))
    fail(`"${username}" is no username: it has the form of an e-mail address.`);
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-subscriber-'));
  const xml = '<?xml version="1.0" encoding="UTF-8"?>\n';
  const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
  mkdirSync(join(folder, 'platformEventSubscriberConfigs'));
  writeFileSync(
    join(folder, 'platformEventSubscriberConfigs', 'LeadlightLeadChanged.platformEventSubscriberConfig'),
    `${xml}<PlatformEventSubscriberConfig ${namespace}>\n    <batchSize>200</batchSize>\n    <isProtected>false</isProtected>\n` +
      '    <masterLabel>LeadlightLeadChanged</masterLabel>\n    <platformEventConsumer>LeadlightLeadChanged</platformEventConsumer>\n' +
      `    <user>${username}</user>\n</PlatformEventSubscriberConfig>\n`,
  );
  writeFileSync(
    join(folder, 'package.xml'),
    `${xml}<Package ${namespace}>\n    <types>\n        <members>LeadlightLeadChanged</members>\n` +
      '        <name>PlatformEventSubscriberConfig</name>\n    </types>\n    <version>68.0</version>\n</Package>\n',
  );
  return folder;
}

const { 'target-org': org, 'integration-user': integrationUser, 'check-only': checkOnly } = options();
ensureInstalled();
run('nx', ['run', '@leadlight/force-app:build'], 'The components do not build; the words above say why.');
const target = ['--target-org', org];
const deploy = [...target, '--wait', '30', ...ownTests(), ...(checkOnly ? ['--dry-run'] : [])];
run('sf', ['project', 'deploy', 'start', '--source-dir', 'force-app/main', ...deploy], 'The org refused the package.');
if (checkOnly) process.exit(0);
for (const [folder, remedy] of EXTRAS) offer(folder, remedy, target);
if (integrationUser) {
  const folder = subscriberPackage(integrationUser);
  run(
    'sf',
    ['project', 'deploy', 'start', '--metadata-dir', folder, ...target, '--wait', '10'],
    'The subscriber’s user was refused.',
  );
  rmSync(folder, { recursive: true });
  const forUser = ['--name', 'Leadlight_Integration', '--on-behalf-of', integrationUser, ...target];
  assign(
    forUser,
    'Where the integration user has it already, all is well; otherwise assign it in Setup, Permission Sets.',
  );
}
assign(
  ['--name', 'Leadlight_Admin', ...target],
  'Where you have it already, all is well; otherwise assign yourself Leadlight Admin in Setup, Permission Sets.',
);
console.log('Deployed. What remains is in docs/salesforce-setup.md: the address and the keys, entered in Setup.');
