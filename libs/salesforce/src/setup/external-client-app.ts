import { componentXml, packageXml, type MetadataFiles, type Members } from './metadata-files.ts';

/** API name of the External Client App and of its parts. */
export const EXTERNAL_CLIENT_APP = 'Leadlight';

export interface ExternalClientAppOptions {
  /** Contact address that Setup shows. */
  readonly contactEmail: string;
  /** Our own choice; identifies the app when the service signs in. */
  readonly consumerKey: string;
  /** Users with one of these permission sets are approved in advance. */
  readonly permissionSets: readonly string[];
  readonly flow:
    | { readonly kind: 'jwt-bearer'; /** PEM */ readonly certificate: string }
    | { readonly kind: 'client-credentials'; /** Username that the service acts as. */ readonly runAs: string };
}

/** The app and its parts. Deleting it names them all: an org may refuse to delete an app while parts name it. */
export const EXTERNAL_CLIENT_APP_MEMBERS: Members = {
  ExternalClientApplication: [EXTERNAL_CLIENT_APP],
  ExtlClntAppConfigurablePolicies: [EXTERNAL_CLIENT_APP],
  ExtlClntAppGlobalOauthSettings: [EXTERNAL_CLIENT_APP],
  ExtlClntAppOauthConfigurablePolicies: [EXTERNAL_CLIENT_APP],
  ExtlClntAppOauthSettings: [EXTERNAL_CLIENT_APP],
};

/**
 * An External Client App through which the service signs in, as a deployment. The scope `RefreshToken` is needed by the JWT
 * bearer flow for users who are approved in advance, although no refresh token is issued.
 * @source Metadata API Developer Guide, "ExternalClientApplication", "ExtlClntAppGlobalOauthSettings",
 * "ExtlClntAppOauthConfigurablePolicies"
 */
export function externalClientAppFiles(options: ExternalClientAppOptions): MetadataFiles {
  const usesSecret = options.flow.kind === 'client-credentials';
  const app = ['externalClientApplication', EXTERNAL_CLIENT_APP] as const;
  const label = ['label', EXTERNAL_CLIENT_APP] as const;
  return {
    'package.xml': packageXml(EXTERNAL_CLIENT_APP_MEMBERS),
    [`externalClientApps/${EXTERNAL_CLIENT_APP}.eca`]: componentXml('ExternalClientApplication', [
      ['contactEmail', options.contactEmail],
      ['description', 'The scoring service of Leadlight signs in with this app. Created by "leadlight connect".'],
      ['distributionState', 'Local'],
      ['isProtected', false],
      label,
    ]),
    [`extlClntAppOauthSettings/${EXTERNAL_CLIENT_APP}.ecaOauth`]: componentXml('ExtlClntAppOauthSettings', [
      ['commaSeparatedOauthScopes', usesSecret ? 'Api' : 'Api, RefreshToken'],
      app,
      label,
    ]),
    [`extlClntAppGlobalOauthSets/${EXTERNAL_CLIENT_APP}.ecaGlblOauth`]: globalSettings(options),
    [`extlClntAppOauthPolicies/${EXTERNAL_CLIENT_APP}.ecaOauthPlcy`]: policies(options),
    [`extlClntAppPolicies/${EXTERNAL_CLIENT_APP}.ecaPlcy`]: componentXml('ExtlClntAppConfigurablePolicies', [
      app,
      ['isEnabled', true],
      ['isOauthPluginEnabled', true],
      label,
    ]),
  };
}

const globalSettings = ({ flow, consumerKey }: ExternalClientAppOptions): string =>
  componentXml('ExtlClntAppGlobalOauthSettings', [
    ['callbackUrl', 'https://localhost'],
    ...(flow.kind === 'jwt-bearer' ? ([['certificate', flow.certificate]] as const) : []),
    ['consumerKey', consumerKey],
    ['externalClientApplication', EXTERNAL_CLIENT_APP],
    ['isClientCredentialsFlowEnabled', flow.kind === 'client-credentials'],
    ['isCodeCredFlowEnabled', false],
    ['isConsumerSecretOptional', false],
    ['isDeviceFlowEnabled', false],
    ['isIntrospectAllTokens', false],
    ['isNamedUserJwtEnabled', false],
    ['isPkceRequired', true],
    ['isSecretRequiredForRefreshToken', true],
    ['isTokenExchangeEnabled', false],
    ['label', EXTERNAL_CLIENT_APP],
    ['shouldRotateConsumerKey', false],
    ['shouldRotateConsumerSecret', false],
  ]);

const policies = ({ flow, permissionSets }: ExternalClientAppOptions): string =>
  componentXml('ExtlClntAppOauthConfigurablePolicies', [
    ...(flow.kind === 'client-credentials' ? ([['clientCredentialsFlowUser', flow.runAs]] as const) : []),
    ['commaSeparatedPermissionSet', permissionSets.join(',')],
    ['externalClientApplication', EXTERNAL_CLIENT_APP],
    ['ipRelaxationPolicyType', 'Enforce'],
    ['isClientCredentialsFlowEnabled', flow.kind === 'client-credentials'],
    ['label', EXTERNAL_CLIENT_APP],
    ['permittedUsersPolicyType', 'AdminApprovedPreAuthorized'],
    ['refreshTokenPolicyType', 'Zero'],
  ]);
