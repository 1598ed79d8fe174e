import { createHmac, type KeyObject } from 'node:crypto';
import { isTrue, textOf } from '../metadata/xml.ts';
import type { Org } from '../org/org.ts';
import { prepareCached } from '../org/statements.ts';
import { parsePublicKey } from './jwt-bearer.ts';
import { OAuthError } from './sessions.ts';

/** An app that clients sign in with: the org's own, or an External Client App that was deployed. */
export interface ClientApp {
  readonly consumerKey: string;
  readonly consumerSecret: string;
  /** Of its certificate; undefined = no JWT bearer flow. @throws OAuthError for a certificate that cannot be read */
  readonly publicKey: KeyObject | undefined;
  /** Username that the client credentials flow runs as; undefined = no such flow. */
  readonly runAs: string | undefined;
  /** Users with one of these permission sets are approved in advance; undefined = every user. */
  readonly permissionSets: readonly string[] | undefined;
}

/** @param ownKey public key of the org's own app */
export function findClientApp(org: Org, consumerKey: string, ownKey: KeyObject | undefined): ClientApp | undefined {
  if (consumerKey === org.clientId) {
    const { clientId, clientSecret } = org;
    return {
      consumerKey: clientId,
      consumerSecret: clientSecret,
      publicKey: ownKey,
      runAs: usernameOf(org, org.userId),
      permissionSets: undefined,
    };
  }
  return findDeployedApp(org, consumerKey);
}

/** The enabled External Client App with this consumer key, from its five parts. */
function findDeployedApp(org: Org, consumerKey: string): ClientApp | undefined {
  const global = org.components
    .ofType('ExtlClntAppGlobalOauthSettings')
    .find(({ body }) => textOf(body, 'consumerKey') === consumerKey)?.body;
  const name = (global && textOf(global, 'externalClientApplication')) ?? '';
  const partOf = (type: string) =>
    org.components.ofType(type).find((part) => textOf(part.body, 'externalClientApplication') === name)?.body;
  const policies = partOf('ExtlClntAppOauthConfigurablePolicies');
  const policy = partOf('ExtlClntAppConfigurablePolicies');
  if (!global || !policies || !partOf('ExtlClntAppOauthSettings')) return undefined;
  if (!org.components.find('ExternalClientApplication', name)) return undefined;
  if (policy && textOf(policy, 'isEnabled') === 'false') return undefined;
  const hasSecretFlow = [global, policies].every((part) => isTrue(part, 'isClientCredentialsFlowEnabled'));
  return {
    consumerKey,
    consumerSecret: deployedAppSecret(org, consumerKey),
    get publicKey() {
      const certificate = textOf(global, 'certificate');
      return certificate === undefined ? undefined : readCertificate(certificate);
    },
    runAs: hasSecretFlow ? textOf(policies, 'clientCredentialsFlowUser') : undefined,
    permissionSets:
      textOf(policies, 'permittedUsersPolicyType') === 'AdminApprovedPreAuthorized'
        ? (textOf(policies, 'commaSeparatedPermissionSet') ?? '').split(',').map((each) => each.trim())
        : undefined,
  };
}

/** A deployment does not check the certificate. @throws OAuthError for one that cannot be read */
function readCertificate(certificate: string): KeyObject {
  try {
    return parsePublicKey(certificate);
  } catch {
    throw new OAuthError('invalid_grant', "the app's certificate cannot be read");
  }
}

/** The secret that Setup would show for a deployed app. */
export const deployedAppSecret = ({ clientSecret }: Pick<Org, 'clientSecret'>, consumerKey: string): string =>
  createHmac('sha256', clientSecret).update(consumerKey).digest('hex').toUpperCase();

/**
 * The id of an active user whom the app admits.
 * @throws OAuthError
 */
export function requireApprovedUser(org: Org, { permissionSets }: ClientApp, username: string): string {
  const user = prepareCached(org.db, 'SELECT "Id" AS id, "IsActive" AS active FROM "User" WHERE "Username" = ?').get(
    username,
  );
  if (user?.active !== 1) throw new OAuthError('invalid_grant', "user hasn't approved this consumer");
  if (permissionSets === undefined) return String(user.id);
  const sql =
    'SELECT set_."Name" AS name FROM "PermissionSetAssignment" AS given JOIN "PermissionSet" AS set_ ON set_."Id" = ' +
    'given."PermissionSetId" WHERE given."AssigneeId" = ?';
  const names = prepareCached(org.db, sql).all(String(user.id));
  if (names.some(({ name }) => permissionSets.includes(String(name)))) return String(user.id);
  throw new OAuthError('invalid_app_access', 'user is not admin approved to access this app');
}

function usernameOf(org: Org, userId: string): string | undefined {
  const user = prepareCached(org.db, 'SELECT "Username" AS name FROM "User" WHERE "Id" = ?').get(userId);
  return user ? String(user.name) : undefined;
}
