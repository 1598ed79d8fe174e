import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CertificateFiles {
  /** The certificate of the authority. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** An authority of its own and a certificate from it for 127.0.0.1, as PEM files in a folder. Needs `openssl`. */
export function createCertificates(folder: string): CertificateFiles {
  const file = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const authority = file('authority.pem');
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-days',
    '2',
    '-subj',
    '/CN=Local authority',
    '-keyout',
    file('authority.key'),
    '-out',
    authority,
  );
  openssl('req', ...newKey, '-subj', '/CN=127.0.0.1', '-keyout', file('server.key'), '-out', file('server.csr'));
  writeFileSync(file('names.cnf'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  const signing = ['-CA', authority, '-CAkey', file('authority.key'), '-CAcreateserial', '-extfile', file('names.cnf')];
  openssl('x509', '-req', '-days', '2', '-in', file('server.csr'), ...signing, '-out', file('server.pem'));
  return { authority, certificate: file('server.pem'), key: file('server.key') };
}
