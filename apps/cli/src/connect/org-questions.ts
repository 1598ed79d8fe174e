import { findRow, findUser, type SalesforceConnection, type SetupUser } from '@leadlight/salesforce';
import { CliError } from '../errors.ts';

export const hasPermissionSet = async (org: SalesforceConnection, name: string): Promise<boolean> =>
  (await findRow(org, `SELECT Id FROM PermissionSet WHERE Name = '${name}'`)) !== undefined;

/** @throws CliError `options` where the org has no such user */
export async function getUser(org: SalesforceConnection, username: string): Promise<SetupUser> {
  const user = await findUser(org, username);
  if (user) return user;
  throw new CliError('options', {
    problem: `The org has no user ${username}.`,
    remedy: 'Check the spelling; a username has the form of an e-mail address but is not always one.',
  });
}
