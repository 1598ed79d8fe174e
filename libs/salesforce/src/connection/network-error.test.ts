import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { noWaiting } from '../testing/fixture-org.ts';
import { connectSalesforce } from './connect.ts';
import { networkError } from './network-error.ts';

const failed = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

test.each([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'CERT_HAS_EXPIRED',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])('%s is a matter of certificates, and the remedy says where to add an authority', (code) => {
  expect(networkError('example.com', 1_000, failed(code))).toMatchObject({
    code: 'certificate',
    message: `The certificate of example.com is not trusted (${code}). Add the certificate authority of your network to NODE_EXTRA_CA_CERTS, or repair the server's certificate.`,
  });
});

test.each(['ENOTFOUND', 'ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'UND_ERR_SOCKET'])(
  '%s is a host out of reach',
  (code) => {
    expect(networkError('example.com', 1_000, failed(code))).toMatchObject({
      code: 'unreachable',
      facts: { reason: code },
    });
  },
);

test('an attempt at several addresses is told by the first', () => {
  const several = new TypeError('fetch failed', { cause: new AggregateError([failed('ECONNREFUSED').cause]) });
  expect(networkError('example.com', 1_000, several)).toMatchObject({ facts: { reason: 'ECONNREFUSED' } });
});

test('a server that speaks no TLS is out of reach by https', async () => {
  const plain = createServer((_, answer) => answer.end());
  await new Promise<void>((listening) => plain.listen(0, '127.0.0.1', listening));
  const loginUrl = `https://127.0.0.1:${(plain.address() as AddressInfo).port}`;
  const connecting = connectSalesforce({ loginUrl, clientId: 'c', clientSecret: 's', pacing: noWaiting() });
  await expect(connecting).rejects.toMatchObject({ code: 'unreachable' });
  plain.close();
});
