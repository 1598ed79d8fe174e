import { describe, expect, it } from 'vitest';
import { resolveEndpoint, type Credentials } from './named-credentials.ts';

const credentials: Credentials = {
  named: [{ name: 'Service', externalCredential: 'Keys' }],
  external: [
    {
      name: 'Keys',
      principals: [
        { name: 'Reader', sequence: 2 },
        { name: 'Owner', sequence: 1 },
      ],
    },
  ],
  access: { Viewer: ['Keys-Reader'], Admin: ['Keys-Reader', 'Keys-Owner'] },
};

describe('resolveEndpoint', () => {
  it.each([
    [['Viewer'], 'Reader'],
    [['Admin'], 'Owner'],
    [['Viewer', 'Admin'], 'Owner'],
  ])('gives a user with %j the principal %s', (sets, principal) => {
    expect(resolveEndpoint(credentials, sets, 'callout:Service/v1/models?limit=2')).toEqual({
      namedCredential: 'Service',
      principal,
      path: '/v1/models?limit=2',
    });
  });

  it.each([
    [[], 'callout:Service/v1', /^We couldn't access the credential/],
    [['Other'], 'callout:Service/v1', /external credential "Keys"/],
    [['Admin'], 'callout:Nothing/v1', /named credential "Nothing"/],
    [['Admin'], 'https://example.com', /^Unauthorized endpoint/],
  ])('refuses %j the endpoint %s', (sets, endpoint, message) => {
    expect(() => resolveEndpoint(credentials, sets, endpoint)).toThrow(message);
  });
});
