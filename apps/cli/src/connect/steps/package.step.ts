import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deletionOf } from '@leadlight/salesforce';
import { CliError } from '../../errors.ts';
import { hasPermissionSet } from '../org-questions.ts';
import type { ConnectContext, ConnectStep } from '../step.ts';
import { agentActions, readDeletedMembers } from '../deleted-members.ts';

const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url));
const DEPLOY = join(ROOT, 'tools', 'org-deploy.mjs');
const SOURCE = join(ROOT, 'force-app');

export const packageStep: ConnectStep = {
  id: 'package',
  needs: ['checks'],
  byHand: 'npm run org:deploy -- --target-org ALIAS shows what the org rejects.',
  async inspect({ org, journal, options, sf, log }) {
    if (!existsSync(DEPLOY)) {
      const what = 'This installation has no source of the package: run "leadlight connect" from a checkout.';
      return { found: [], actions: [], left: [{ what, blocks: true }] };
    }
    const version = hashOfSource();
    const isThere = await hasPermissionSet(org, 'Leadlight_Integration');
    if (isThere && journal.made('package').version === version && journal.stateOf('package') === 'done') {
      return { found: ['this version of the package is deployed'], actions: [], left: [] };
    }
    const deploy = async (): Promise<void> => {
      const before = journal.made('package').wasThere ?? isThere;
      journal.enter('package', { version, wasThere: before });
      log(`Deploying to ${options.targetOrg}; this takes minutes:`);
      await runDeployment(sf.targetOrg);
    };
    return { found: [], actions: [{ what: 'build the components and deploy the package', run: deploy }], left: [] };
  },
  async undo({ sf }, { wasThere }) {
    if (wasThere === true) return ['The package was there before and stays.'];
    const actions = await removeAgentActions(sf);
    await sf.deploy(deletionOf(readDeletedMembers(join(ROOT, 'manifest', 'destructiveChanges.xml'))));
    return [actions, 'The package is removed, with its fields and scores.'];
  },
};

/**
 * Before the Apex classes that they name, and in a deployment of its own: an org without Agentforce does not know their types, and
 * rejects all of a deployment that contains them.
 * @returns what became of them
 */
async function removeAgentActions(sf: ConnectContext['sf']): Promise<string> {
  try {
    await sf.deploy(deletionOf(agentActions(join(SOURCE, 'agentforce'))));
    return 'The agent actions and their topic are removed.';
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return `The org rejected the removal of the agent actions. An org without Agentforce has none. Otherwise remove the topic Leadlight Lead Scores from its agents in Setup, and then the actions: docs/assistants.md. (${error.message})`;
  }
}

/** Its output goes to standard error, because standard output may be a document for machines. */
async function runDeployment(targetOrg: string): Promise<void> {
  const child = spawn(process.execPath, [DEPLOY, '--target-org', targetOrg], { stdio: ['ignore', 2, 2], cwd: ROOT });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0) return;
  throw new CliError('sf_failed', { command: 'sf project deploy start', message: 'see the output above.' });
}

/** Changes with everything that is deployed or built into it. */
function hashOfSource(): string {
  const hash = createHash('sha256');
  for (const file of sourceFiles(SOURCE)) hash.update(`${relative(SOURCE, file)}\0`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** Folders that are not deployed, and those with metadata that the build makes from `labels.csv`. */
const IGNORED = new Set(['node_modules', 'dist', '__tests__', 'test', 'types', 'labels', 'translations']);
/** Files that the build writes; the build of an unchanged source must not look like a new version. */
const isBuilt = (path: string): boolean =>
  /\.(?:js|tsbuildinfo)$|[\\/]featureLabels[\\/]labels\.ts$|run-npm-run-build-first\.txt$/.test(path);

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return IGNORED.has(entry.name) ? [] : sourceFiles(path);
      return isBuilt(path) ? [] : [path];
    });
}
