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
import { getUser } from '../org-questions.ts';
import type { Action, ConnectContext, ConnectStep } from '../step.ts';

const LICENCE: Assignable = { kind: 'permission set licence', name: INTEGRATION_PERMISSION_SET_LICENCE };
const PERMISSION_SET: Assignable = { kind: 'permission set', name: 'Leadlight_Integration' };

export const integrationUserStep: ConnectStep = {
  id: 'integration user',
  needs: ['package'],
  byHand:
    'Setup, Users: create a user with the licence Salesforce Integration, assign it the permission set licence Salesforce API ' +
    'Integration, then the permission set Leadlight Integration, and name it with --integration-user.',
  untried: 'that the edition comes with the licence Salesforce Integration and its profile',
  async inspect(context) {
    const { org, options } = context;
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

const createUser = ({ org, options, journal }: ConnectContext): Action => ({
  what: `create the user ${options.integrationUser}, which only calls APIs`,
  async run() {
    journal.enter('integration user', { username: options.integrationUser, created: true });
    await createIntegrationUser(org, options.integrationUser);
  },
});

const activateUser = ({ org, options, journal }: ConnectContext, id: string): Action => ({
  what: `activate the user ${options.integrationUser}`,
  async run() {
    journal.enter('integration user', { username: options.integrationUser, activated: true });
    await setUserActive(org, id, true);
  },
});

const assignToUser = ({ org, options, journal }: ConnectContext, assignable: Assignable): Action => ({
  what: `assign it the ${assignable.kind} ${assignable.name}`,
  async run() {
    const { id } = await getUser(org, options.integrationUser);
    journal.enter('integration user', { username: options.integrationUser, [assignable.kind]: true });
    await assign(org, assignable, id);
  },
});
