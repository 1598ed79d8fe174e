import { describe, expect, it } from 'vitest';
import { externalClientAppFiles } from './external-client-app.ts';
import { deletionOf } from './metadata-files.ts';
import { leadPageFiles, subscriberFiles } from './org-components.ts';

const app = (flow: Parameters<typeof externalClientAppFiles>[0]['flow']) =>
  externalClientAppFiles({
    contactEmail: 'admin@example.com',
    consumerKey: 'leadlight.key',
    permissionSets: ['Leadlight_Integration'],
    flow,
  });

/** The text of the file of a deployment whose path ends so. */
const fileOf = (files: Readonly<Record<string, string>>, ending: string): string =>
  Object.entries(files).find(([path]) => path.endsWith(ending))?.[1] ?? '';

describe('externalClientAppFiles', () => {
  it('has a certificate and no client credentials with the JWT bearer flow', () => {
    const files = app({ kind: 'jwt-bearer', certificate: 'PEM' });
    const settings = fileOf(files, '.ecaGlblOauth');
    expect(settings).toContain('<certificate>PEM</certificate>');
    expect(settings).toContain('<isClientCredentialsFlowEnabled>false</isClientCredentialsFlowEnabled>');
    expect(fileOf(files, '.ecaOauthPlcy')).not.toContain('clientCredentialsFlowUser');
    expect(fileOf(files, '.ecaOauth')).toContain('Api, RefreshToken');
  });

  it('names the user and no certificate with the client credentials flow', () => {
    const files = app({ kind: 'client-credentials', runAs: 'a&b@example.com' });
    expect(fileOf(files, '.ecaGlblOauth')).not.toContain('certificate');
    expect(fileOf(files, '.ecaOauthPlcy')).toContain(
      '<clientCredentialsFlowUser>a&amp;b@example.com</clientCredentialsFlowUser>',
    );
  });

  it('admits only users with the permission set', () => {
    const policy = fileOf(app({ kind: 'jwt-bearer', certificate: 'PEM' }), '.ecaOauthPlcy');
    expect(policy).toContain('<permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType>');
    expect(policy).toContain('<commaSeparatedPermissionSet>Leadlight_Integration</commaSeparatedPermissionSet>');
  });
});

describe('other deployments', () => {
  it('delete by a manifest without components', () => {
    const files = deletionOf({ ExternalClientApplication: ['Leadlight'] });
    expect(files['package.xml']).not.toContain('<types>');
    expect(files['destructiveChanges.xml']).toContain('<members>Leadlight</members>');
  });

  it('activate the lead page on desktops and phones, and take it back', () => {
    const page = fileOf(leadPageFiles(true), 'Lead.object');
    expect(page.match(/<content>Leadlight_Lead_Record_Page<\/content>/g)).toHaveLength(2);
    expect(page).toMatch(/<formFactor>Large<\/formFactor>[\s\S]*<formFactor>Small<\/formFactor>/);
    expect(fileOf(leadPageFiles(false), 'Lead.object').match(/<type>Default<\/type>/g)).toHaveLength(2);
  });

  it('name the user of the subscriber', () => {
    expect(fileOf(subscriberFiles('leadlight@example.com'), '.platformEventSubscriberConfig')).toContain(
      '<user>leadlight@example.com</user>',
    );
  });
});
