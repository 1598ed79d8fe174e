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
  --integration-user USERNAME  the user of the event subscriber, for scoring at save
  --check-only                 validates the deployment, tests included, and changes nothing`;

/** Deployed separately, because some orgs reject them. */
const EXTRAS = [
  [
    'force-app/change-events',
    'Change events are not deployed, so changes are polled: select Lead, Task, Event and CampaignMember in Setup, Change Data Capture.',
  ],
  ['force-app/analytics', 'Reports and dashboard are not deployed; see the output above.'],
  [
    'force-app/languages',
    'Translations are not deployed: enable the languages in Setup, Translation Language Settings.',
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

function run(command, args, failureMessage) {
  console.log(`> ${command} ${args.join(' ')}`);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: projectEnv() });
  if (error?.code === 'ENOENT') fail(`${command} is not installed: run "npm install --global @salesforce/cli".`);
  if (status !== 0) fail(failureMessage);
}

function deployExtra(folder, failureMessage, target) {
  const args = ['project', 'deploy', 'start', '--source-dir', folder, ...target, '--wait', '10'];
  console.log(`> sf ${args.join(' ')}`);
  if (spawnSync('sf', args, { cwd: root, stdio: 'inherit', env: projectEnv() }).status !== 0)
    console.log(failureMessage);
}

/** A failure does not fail the deployment: users may already have the permission set from an earlier one. */
function assign(permissionSet, failureMessage) {
  const args = ['org', 'assign', 'permset', ...permissionSet];
  console.log(`> sf ${args.join(' ')}`);
  if (spawnSync('sf', args, { cwd: root, stdio: 'inherit', env: projectEnv() }).status !== 0)
    console.log(failureMessage);
}

/** Only the Apex tests of Leadlight, because other tests of the org may fail for other reasons. */
function ownTests() {
  const names = readdirSync(join(root, 'force-app/main/default/classes/tests'), { recursive: true })
    .filter((name) => name.endsWith('Test.cls'))
    .map((name) => basename(name, '.cls'))
    .sort();
  return ['--test-level', 'RunSpecifiedTests', ...names.flatMap((name) => ['--tests', name])];
}

/** The user of the subscriber differs from org to org, so it is not part of the package. */
function subscriberPackage(username) {
  if (!/^[^<>&"\s]+@[^<>&"\s]+$/.test(username))
    fail(`"${username}" is not a username: a username has the form of an e-mail address.`);
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
run('nx', ['run', '@leadlight/force-app:build'], 'The components cannot be built; see the output above.');
const target = ['--target-org', org];
const deploy = [...target, '--wait', '30', ...ownTests(), ...(checkOnly ? ['--dry-run'] : [])];
run('sf', ['project', 'deploy', 'start', '--source-dir', 'force-app/main', ...deploy], 'The org rejected the package.');
if (checkOnly) process.exit(0);
for (const [folder, remedy] of EXTRAS) deployExtra(folder, remedy, target);
if (integrationUser) {
  const folder = subscriberPackage(integrationUser);
  run(
    'sf',
    ['project', 'deploy', 'start', '--metadata-dir', folder, ...target, '--wait', '10'],
    'The org rejected the user of the subscriber.',
  );
  rmSync(folder, { recursive: true });
  const forUser = ['--name', 'Leadlight_Integration', '--on-behalf-of', integrationUser, ...target];
  assign(forUser, 'If the integration user does not have it already, assign it in Setup, Permission Sets.');
}
assign(
  ['--name', 'Leadlight_Admin', ...target],
  'If you do not have it already, assign yourself Leadlight Admin in Setup, Permission Sets.',
);
console.log('Deployed. Next, enter the address and the keys in Setup: docs/salesforce-setup.md.');
