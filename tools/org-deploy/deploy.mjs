import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../ensure-installed.mjs';
import { deploySubscriber, findUser, rightsOf } from './integration-user.mjs';
import { foldersToDeploy, keptSentences, readOrgState } from './org-state.mjs';
import { whileUnscheduled } from './schedule.mjs';
import { fail, runSf } from './sf.mjs';

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
  [
    'force-app/agentforce',
    'Agent actions are not deployed: the org has no Agentforce, or it is not enabled in Setup, Agentforce Agents. Everything else works without them.',
  ],
];

/** Parts that an org gets only on request, with what to do if it rejects them. */
const OPTIONAL = {
  ...Object.fromEntries(
    Object.entries({ account: 'accounts', opportunity: 'opportunities', contact: 'contacts', case: 'cases' }).map(
      ([part, records]) => [
        part,
        [`force-app/${part}`, `The fields and permission sets of ${records} are not deployed; see the output above.`],
      ],
    ),
  ),
  routing: ['force-app/routing', 'The routing of leads is not deployed; see the output above.'],
};

/** Salesforce changes the user of a subscription only when it starts. */
const RESTART_SUBSCRIPTION =
  'If scoring at save was on already, restart the subscription: Setup, Platform Events, Leadlight Lead Changed, ' +
  'Subscriptions, LeadlightLeadChanged, Manage, Suspend, then Resume.';

/** Only the Apex tests in a folder of Leadlight, because other tests of the org may fail for other reasons. */
function ownTests(folder) {
  const tests = join(root, folder, 'classes/tests');
  if (!existsSync(tests)) return [];
  const names = readdirSync(tests, { recursive: true })
    .filter((name) => name.endsWith('Test.cls'))
    .map((name) => basename(name, '.cls'))
    .sort();
  return ['--test-level', 'RunSpecifiedTests', ...names.flatMap((name) => ['--tests', name])];
}

/** A failure does not fail the deployment: users may already have the right from an earlier one. */
function assign({ args, remedy }, target) {
  if (!runSf([...args, ...target])) console.log(remedy);
}

function assignRights(user, username, target) {
  if (user) for (const right of rightsOf(user, username)) assign(right, target);
  assign(
    {
      args: ['org', 'assign', 'permset', '--name', 'Leadlight_Admin'],
      remedy: 'If you do not have it already, assign yourself Leadlight Admin in Setup, Permission Sets.',
    },
    target,
  );
}

function check(deployment, { job }) {
  if (runSf([...deployment, '--dry-run'])) return;
  const scheduled =
    'The hourly retry is scheduled. If that is the only reason, deploy without --check-only: it is not scheduled meanwhile.';
  fail(`The org rejects the package.${job ? `\n${scheduled}` : ''}`);
}

/**
 * Deploys the built package. What the org's administrator has entered or changed is kept, and printed.
 * @param parts names of optional parts
 * @param username the integration user; undefined = the subscriber and its user stay as they are
 */
export function deployTo({ org, username, checkOnly = false, parts = [] }) {
  const unknown = parts.find((part) => !Object.hasOwn(OPTIONAL, part));
  if (unknown) fail(`There is no optional part ${unknown}. Name ${Object.keys(OPTIONAL).join(', ')}.`);
  const target = ['--target-org', org];
  const user = username ? findUser(org, username) : undefined;
  const state = readOrgState(org);
  const folders = foldersToDeploy(state, readdirSync(join(root, 'force-app/main/default')));
  const sources = folders.flatMap((folder) => ['--source-dir', folder]);
  const deployment = [
    'project',
    'deploy',
    'start',
    ...sources,
    ...target,
    '--wait',
    '30',
    ...ownTests('force-app/main/default'),
  ];
  if (checkOnly) return check(deployment, state);
  const { isDeployed, isScheduled } = whileUnscheduled(org, state.job, () => runSf(deployment));
  if (!isDeployed) fail('The org rejected the package.');
  for (const [folder, remedy] of [...EXTRAS, ...parts.map((part) => OPTIONAL[part])])
    if (!runSf(['project', 'deploy', 'start', '--source-dir', folder, ...target, '--wait', '10', ...ownTests(folder)]))
      console.log(remedy);
  if (user) {
    if (!deploySubscriber(org, username)) fail('The org rejected the user of the subscriber.');
    console.log(RESTART_SUBSCRIPTION);
  }
  assignRights(user, username, target);
  const kept = keptSentences({ ...state, job: isScheduled ? state.job : undefined });
  if (kept.length > 0) console.log(['Kept as in the org:', ...kept.map((sentence) => `  ${sentence}`)].join('\n'));
  console.log(
    state.namedCredential
      ? 'Deployed.'
      : 'Deployed. Next, enter the address and the keys in Setup: docs/salesforce-setup.md.',
  );
  if (state.job && !isScheduled) fail('The hourly retry is not scheduled any more; see above.');
}
