import { describe, expect, it } from 'vitest';
import { CliError } from './errors.ts';

describe('CliError not_connected', () => {
  it('says how to connect, and names the orgs with a saved connection', () => {
    expect(new CliError('not_connected', { orgId: undefined, saved: [] }).message).toMatch(
      /^No org is connected\. Set LEADLIGHT_SF_LOGIN_URL/,
    );
    expect(new CliError('not_connected', { orgId: '00Dx', saved: ['00Dy'] }).message).toMatch(
      /^No connection to org 00Dx is saved\. Connections are saved to 00Dy\. Set/,
    );
  });
});
