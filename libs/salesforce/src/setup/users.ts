import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { SalesforceError } from '../errors.ts';
import { soqlString } from '../query/soql.ts';
import { createRecord, findRow, updateRecord } from './records.ts';

export interface SetupUser {
  readonly id: string;
  readonly username: string;
  readonly isActive: boolean;
  /** Name of the user licence; undefined where the signed-in user may not read it. */
  readonly licence: string | undefined;
}

/** The free licence of a user that only calls APIs, and the profile that comes with it. */
export const INTEGRATION_LICENCE = 'Salesforce Integration';
const INTEGRATION_PROFILES = ['Minimum Access - API Only Integrations', 'Salesforce API Only System Integrations'];

/** @throws SalesforceError */
export async function findUser(connection: SalesforceConnection, username: string): Promise<SetupUser | undefined> {
  const soql = `SELECT Id, Username, IsActive, Profile.UserLicense.Name FROM User WHERE Username = ${soqlString(username)}`;
  const row = await findRow(connection, soql);
  if (!row) return undefined;
  const licence = row['Profile.UserLicense.Name'];
  return {
    id: String(row.Id),
    username: String(row.Username),
    isActive: row.IsActive === true,
    licence: typeof licence === 'string' ? licence : undefined,
  };
}

/**
 * Creates a user that only calls APIs, with the address, the time zone and the locale of the signed-in user.
 * @returns the id of the user
 * @throws SalesforceError `profile_missing` where the org has no profile of the licence Salesforce Integration
 */
export async function createIntegrationUser(connection: SalesforceConnection, username: string): Promise<string> {
  const names = INTEGRATION_PROFILES.map(soqlString).join(', ');
  const profiles = `SELECT Id, Name FROM Profile WHERE Name IN (${names}) AND UserLicense.Name = ${soqlString(INTEGRATION_LICENCE)} ORDER BY Name`;
  const profile = await findRow(connection, profiles);
  if (!profile) throw new SalesforceError('profile_missing', { licence: INTEGRATION_LICENCE });
  const copied = 'Email, TimeZoneSidKey, LocaleSidKey, LanguageLocaleKey, EmailEncodingKey';
  const admin = await findRow(connection, `SELECT ${copied} FROM User WHERE Id = ${soqlString(connection.userId)}`);
  return createRecord(connection, 'User', {
    Username: username,
    LastName: 'Leadlight Integration',
    Alias: 'leadligh',
    ProfileId: profile.Id,
    ...admin,
  });
}

/** A user cannot be deleted, only deactivated. @throws SalesforceError */
export const setUserActive = (connection: SalesforceConnection, id: string, isActive: boolean): Promise<void> =>
  updateRecord(connection, 'User', id, { IsActive: isActive });
