import { assign, findAssignment, findRow, findUser, removeAssignment } from '@leadlight/salesforce';
import { getUser } from '../org-questions.ts';
import type { Action, ConnectContext, ConnectStep } from '../step.ts';

const VIEWER = 'Leadlight_Viewer';
const ADMIN = 'Leadlight_Admin';
/** Of the user that the service acts as. */
const NOTIFICATIONS = 'Leadlight_Notifications';
/** Of an assignment in the journal: permission set, then username, which contains no space. */
const entryOf = (permissionSet: string, username: string): string => `${permissionSet} ${username}`;

export const peopleStep: ConnectStep = {
  id: 'people',
  needs: ['package'],
  byHand:
    'Setup, Permission Sets: assign Leadlight Viewer to sales reps and Leadlight Admin to administrators of lead scoring. ' +
    'For notifications in Salesforce: assign Leadlight Notifications to the integration user, whose licence must allow it.',
  async inspect(context) {
    const { options, org, administrator } = context;
    const found: string[] = [];
    const actions: Action[] = [];
    const people = [
      ...[administrator, ...options.administrators].map((username) => ({ username, permissionSet: ADMIN })),
      ...options.viewers.map((username) => ({ username, permissionSet: VIEWER })),
      // Last, so that everybody else is assigned where there is no such user, or its licence does not allow it.
      ...(options.notifyInSalesforce ? [{ username: options.integrationUser, permissionSet: NOTIFICATIONS }] : []),
    ];
    for (const { username, permissionSet } of people) {
      // A dry run has not created the integration user.
      const user = username === options.integrationUser ? await findUser(org, username) : await getUser(org, username);
      const assignment = user && (await findAssignment(org, { kind: 'permission set', name: permissionSet }, user.id));
      if (assignment) found.push(`${username} has ${permissionSet}`);
      else actions.push(assignTo(context, permissionSet, username));
    }
    const isUnseen = options.viewers.length === 0 && !(await hasViewers(context));
    const what =
      'Nobody sees scores yet: name sales reps with --viewers, or assign Leadlight Viewer in Setup, Permission Sets.';
    return { found, actions, left: isUnseen ? [{ what, blocks: false }] : [] };
  },
  async undo({ org }, { assigned = [] }) {
    const undone: string[] = [];
    for (const entry of assigned as readonly string[]) {
      const [permissionSet = '', username = ''] = entry.split(' ');
      const user = await findUser(org, username);
      const assignment = user && (await findAssignment(org, { kind: 'permission set', name: permissionSet }, user.id));
      if (!assignment) continue;
      await removeAssignment(org, 'permission set', assignment);
      undone.push(`${username} no longer has ${permissionSet}.`);
    }
    return undone;
  },
};

const assignTo = ({ org, journal }: ConnectContext, permissionSet: string, username: string): Action => ({
  what: `assign ${permissionSet} to ${username}`,
  async run() {
    const { id } = await getUser(org, username);
    const { assigned = [] } = journal.made('people');
    journal.enter('people', { assigned: [...(assigned as readonly string[]), entryOf(permissionSet, username)] });
    await assign(org, { kind: 'permission set', name: permissionSet }, id);
  },
});

async function hasViewers({ org }: ConnectContext): Promise<boolean> {
  const soql = `SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = '${VIEWER}' LIMIT 1`;
  return (await findRow(org, soql)) !== undefined;
}
