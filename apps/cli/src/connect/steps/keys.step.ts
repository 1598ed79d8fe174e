import { readParameterNames, removeParameters, writeParameters, type Principal } from '@leadlight/salesforce';
import { createApiKey, DEFAULT_SCOPES, hasEnded, KEY_SCOPES, revokeApiKey, type KeyScope } from '@leadlight/workflows';
import type { Storage } from '@leadlight/storage';
import { systemClock, withStorage } from '../../with-storage.ts';
import type { Action, ConnectContext, ConnectStep } from '../step.ts';

const EXTERNAL_CREDENTIAL = 'Leadlight_API';
const PARAMETER = 'ApiKey';

interface PrincipalKey {
  readonly principalName: 'Scoring' | 'Administration';
  /** Distinguishes these keys from those that people create, so that one whose secret was lost can be revoked. */
  readonly keyName: string;
  readonly scopes: readonly KeyScope[];
}

const PRINCIPAL_KEYS: readonly PrincipalKey[] = [
  { principalName: 'Scoring', keyName: 'Salesforce scoring (connect)', scopes: DEFAULT_SCOPES },
  { principalName: 'Administration', keyName: 'Salesforce administration (connect)', scopes: KEY_SCOPES },
];

const principalOf = ({ principalName }: PrincipalKey): Principal => ({
  externalCredential: EXTERNAL_CREDENTIAL,
  principalName,
});

export const keysStep: ConnectStep = {
  id: 'keys',
  needs: ['package'],
  byHand:
    'Setup, Named Credentials, External Credentials, Leadlight API: for the principals Scoring and Administration, add the parameter ' +
    'ApiKey with a key of "leadlight keys create".',
  untried: 'that the credentials of the protocol Custom can be read and replaced by the Connect API',
  async inspect(context) {
    const found: string[] = [];
    const actions: Action[] = [];
    for (const each of PRINCIPAL_KEYS) {
      const names = await readParameterNames(context.org, principalOf(each));
      const isUnfinished = context.journal.made('keys')[each.principalName] === 'writing';
      if (names.includes(PARAMETER) && !isUnfinished) found.push(`principal ${each.principalName} has a key`);
      else actions.push(enterKey(context, each));
    }
    return { found, actions, left: [] };
  },
  async undo(context, made) {
    const undone: string[] = [];
    for (const each of PRINCIPAL_KEYS.filter(({ principalName }) => made[principalName])) {
      const names = await readParameterNames(context.org, principalOf(each));
      if (names.includes(PARAMETER)) await removeParameters(context.org, principalOf(each));
      await withStorage(context.options.folder, (storage) => revokeKeys(storage, context.org.orgId, each.keyName));
      undone.push(`The key of principal ${each.principalName} is removed and revoked.`);
    }
    return undone;
  },
};

const enterKey = ({ org, options, journal }: ConnectContext, each: PrincipalKey): Action => ({
  what: `create a key (${each.scopes.join(', ')}) and enter it for principal ${each.principalName}`,
  async run() {
    journal.enter('keys', { [each.principalName]: 'writing' });
    const key = await withStorage(options.folder, async (storage) => {
      await revokeKeys(storage, org.orgId, each.keyName);
      const ports = { ...storage, clock: systemClock };
      return (await createApiKey(ports, org.orgId, each.keyName, { scopes: each.scopes })).key;
    });
    await writeParameters(org, principalOf(each), { [PARAMETER]: key });
    journal.enter('keys', { [each.principalName]: 'written' });
  },
});

/** Keys of an interrupted run: nobody knows their secrets. */
async function revokeKeys(storage: Storage, orgId: string, name: string): Promise<void> {
  for (const key of await storage.apiKeys.list(orgId)) {
    if (key.name !== name || hasEnded(key, systemClock.now())) continue;
    await revokeApiKey({ ...storage, clock: systemClock }, orgId, key.id);
  }
}
