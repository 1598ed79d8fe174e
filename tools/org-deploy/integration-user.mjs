import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, querySf, runSf } from './sf.mjs';

/** The free licence of API users. Its users get rights on standard objects only with a permission set licence. */
const API_LICENSE = 'Salesforce Integration';
const API_PERMISSION_SET_LICENSE = 'SalesforceAPIIntegrationPsl';

/** @returns the user with its licence; ends the program where there is none of this name */
export function findUser(org, username) {
  if (!/^[^<>&"'\s\\]+@[^<>&"'\s\\]+$/.test(username))
    fail(`"${username}" is not a username: a username has the form of an e-mail address.`);
  const [user] = querySf(org, `SELECT Id, IsActive, Profile.UserLicense.Name FROM User WHERE Username = '${username}'`);
  if (!user) fail(`The org has no user ${username}. Nothing was deployed.`);
  if (user.IsActive === false) fail(`The user ${username} is inactive. Nothing was deployed.`);
  return user;
}

/** The commands that give the integration user its rights, with what to do where one fails. */
export function rightsOf(user, username) {
  const forUser = ['--on-behalf-of', username];
  const needsLicense = user.Profile?.UserLicense?.Name === API_LICENSE;
  return [
    ...(needsLicense
      ? [
          {
            args: ['org', 'assign', 'permsetlicense', '--name', API_PERMISSION_SET_LICENSE, ...forUser],
            remedy: `If ${username} does not have it already, assign the permission set licence "Salesforce API Integration" in Setup, Users.`,
          },
        ]
      : []),
    {
      args: ['org', 'assign', 'permset', '--name', 'Leadlight_Integration', ...forUser],
      remedy: 'If the integration user does not have it already, assign it in Setup, Permission Sets.',
    },
  ];
}

/** Makes the integration user run the event subscriber. The user differs from org to org, so it is not part of the package. */
export function deploySubscriber(org, username) {
  const folder = subscriberPackage(username);
  try {
    return runSf(['project', 'deploy', 'start', '--metadata-dir', folder, '--target-org', org, '--wait', '10']);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @returns a folder in the format of the Metadata API; the name of the inner folder begins with a capital letter there */
export function subscriberPackage(username) {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-subscriber-'));
  const xml = '<?xml version="1.0" encoding="UTF-8"?>\n';
  const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
  mkdirSync(join(folder, 'PlatformEventSubscriberConfigs'));
  writeFileSync(
    join(folder, 'PlatformEventSubscriberConfigs', 'LeadlightLeadChanged.platformEventSubscriberConfig'),
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
