import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentValue } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { recordedTiming } from '../testing/fixture-org.ts';
import { connectSalesforce } from './connect.ts';
import { toNetworkError } from './network-error.ts';

const failed = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

describe('toNetworkError', () => {
  it.each([
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'CERT_HAS_EXPIRED',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])('maps %s to an untrusted certificate, with a remedy that says where to add an authority', (code) => {
    expect(toNetworkError('example.com', 1_000, failed(code))).toMatchObject({
      code: 'certificate_untrusted',
      message: `The certificate of example.com is not trusted (${code}). Add the certificate authority of your network to NODE_EXTRA_CA_CERTS, or repair the server's certificate.`,
    });
  });

  it.each(['ENOTFOUND', 'ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'UND_ERR_SOCKET'])(
    'maps %s to an unreachable host',
    (code) => {
      expect(toNetworkError('example.com', 1_000, failed(code))).toMatchObject({
        code: 'unreachable',
        facts: { reason: code },
      });
    },
  );

  it('reports the first error when several addresses fail', () => {
    const several = new TypeError('fetch failed', { cause: new AggregateError([failed('ECONNREFUSED').cause]) });
    expect(toNetworkError('example.com', 1_000, several)).toMatchObject({ facts: { reason: 'ECONNREFUSED' } });
  });

  it('reports a server without TLS as unreachable by https', async () => {
    const plain = createServer((_, response) => response.end());
    await new Promise<void>((listening) => plain.listen(0, '127.0.0.1', listening));
    const loginUrl = `https://127.0.0.1:${(plain.address() as AddressInfo).port}`;
    const connecting = connectSalesforce({ loginUrl, clientId: 'c', clientSecret: 's', timing: recordedTiming() });
    await expect(connecting).rejects.toMatchObject({ code: 'unreachable' });
    plain.close();
  });

  /** A key with a self-signed certificate; undefined where openssl is missing. */
  function selfSigned(): { key: string; cert: string } | undefined {
    const folder = mkdtempSync(join(tmpdir(), 'leadlight-certificate-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    try {
      execFileSync(
        'openssl',
        ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', ...subject, '-keyout', key, '-out', cert],
        { stdio: 'ignore' },
      );
      return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
    } catch (error) {
      if (environmentValue(process.env, 'LEADLIGHT_REQUIRE_ALL')) throw error;
      process.stdout.write('skipped: no openssl\n');
      return undefined;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  it('rejects an untrusted certificate before the secret is sent', async (context) => {
    const certificate = selfSigned();
    if (!certificate) return context.skip();
    const requests: string[] = [];
    const server = createTlsServer(certificate, (request, response) => {
      requests.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const loginUrl = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const signedIn = connectSalesforce({ loginUrl, clientId: 'id', clientSecret: 'secret', timing: recordedTiming() });
    await expect(signedIn).rejects.toMatchObject({
      code: 'certificate_untrusted',
      facts: { reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
    expect(requests).toEqual([]);
    await new Promise((closed) => server.close(closed));
  });
});
