import { SalesforceError } from '../errors.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The address without a trailing slash.
 * @throws SalesforceError `insecure_url` for plain http beyond this machine, and for text that is no web address
 */
export function requireSecureUrl(address: string, what: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname))) {
    return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  }
  throw new SalesforceError('insecure_url', { what, address: address.slice(0, 200) });
}
