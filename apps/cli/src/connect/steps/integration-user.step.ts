import {
  assign,
  createIntegrationUser,
  findAssignment,
  findUser,
  INTEGRATION_LICENCE,
  INTEGRATION_PERMISSION_SET_LICENCE,
  removeAssignment,
  setUserActive,
  type Assignable,
} from '@leadlight/salesforce';
import { CliError } from '../../errors.ts';
import type { Made } from '../journal.ts';
import { getUser } from '../org-questions.ts';
import type { Action, ConnectContext, ConnectStep } from '../step.ts';

const ID = 'integration user';
const LICENCE: Assignable = { kind: 'permission set licence', name: INTEGRATION_PERMISSION_SET_LICENCE };
const PERMISSION_SET: Assignable = { kind: 'permission set', name: 'Leadlight_Integration' };

export const integrationUserStep: ConnectStep = {
  id: ID,
  needs: ['package'],
  byHand:
    'Setup, Users: create a user with the licence Salesforce Integration, assign it the permission set licence Salesforce API ' +
    'Integration, then the permission set Leadlight Integration, and name it with --integration-user.',
  untried: 'that the edition comes with the licence Salesforce Integration and its profile',
  async inspect(context) {
    const { org, options } = context;
    await rejectSecondUser(context);
    const user = await findUser(org, options.integrationUser);
    const found: string[] = [];
    const actions: Action[] = [];
    if (!user) actions.push(createUser(context));
    else if (!user.isActive) actions.push(activateUser(context, user.id));
    else found.push(`the user ${user.username} is active`);
    // A user with a full licence needs no permission set licence.
    const needsLicence = !user || user.licence === undefined || user.licence === INTEGRATION_LICENCE;
    for (const assignable of needsLicence ? [LICENCE, PERMISSION_SET] : [PERMISSION_SET]) {
      const assigned = user && (await findAssignment(org, assignable, user.id));
      if (assigned) found.push(`it has the ${assignable.kind} ${assignable.name}`);
      else actions.push(assignToUser(context, assignable));
    }
    return { found, actions, left: [] };
  },
  async undo({ org, options }, made) {
    const user = await findUser(org, String(made.username ?? options.integrationUser));
    if (!user) return [];
    const undone: string[] = [];
    for (const assignable of [PERMISSION_SET, LICENCE]) {
      const assignment = made[assignable.kind] ? await findAssignment(org, assignable, user.id) : undefined;
      if (assignment === undefined) continue;
      await removeAssignment(org, assignable.kind, assignment);
      undone.push(`${user.username} no longer has the ${assignable.kind} ${assignable.name}.`);
    }
    if (made.created || made.activated) {
      await setUserActive(org, user.id, false);
      undone.push(`The user ${user.username} is deactivated; Salesforce keeps users.`);
    }
    return undone;
  },
};

/**
 * The journal has one user, so that `--undo` does not deactivate another that was there before.
 * @throws CliError `options`
 */
async function rejectSecondUser({ org, options, journal }: ConnectContext): Promise<void> {
  const { username } = journal.made(ID);
  if (username === undefined || username === options.integrationUser) return;
  if (!(await findUser(org, String(username)))) return;
  throw new CliError('options', {
    problem: `An earlier run set up ${String(username)} as the integration user, not ${options.integrationUser}.`,
    remedy: 'Name that user with --integration-user, or run with --undo first.',
  });
}

/** Enters what is about to be made for the user. What was entered for a user that the org did not create is dropped. */
function enterForUser({ options, journal }: ConnectContext, made: Made): void {
  const { username = options.integrationUser } = journal.made(ID);
  if (username !== options.integrationUser) journal.forget(ID);
  journal.enter(ID, { username: options.integrationUser, ...made });
}

const createUser = (context: ConnectContext): Action => ({
  what: `create the user ${context.options.integrationUser}, which only calls APIs`,
  async run() {
    const { org, options } = context;
    enterForUser(context, { created: true });
    await createIntegrationUser(org, options.integrationUser);
  },
});

const activateUser = (context: ConnectContext, id: string): Action => ({
  what: `activate the user ${context.options.integrationUser}`,
  async run() {
    enterForUser(context, { activated: true });
    await setUserActive(context.org, id, true);
  },
});

const assignToUser = (context: ConnectContext, assignable: Assignable): Action => ({
  what: `assign it the ${assignable.kind} ${assignable.name}`,
  async run() {
    const { org, options } = context;
    const { id } = await getUser(org, options.integrationUser);
    enterForUser(context, { [assignable.kind]: true });
    await assign(org, assignable, id);
  },
});
