import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Starts a sandbox org that serves TLS, with jsforce's objects and a certificate for the JWT bearer flow. */
export async function startOrg(folder) {
  const files = createKeys(folder);
  const args = ['--port', '0', '--folder', join(folder, 'org'), '--leads', '300', '--fixtures', '--faults'];
  args.push('--jwt-certificate', files.jwtPublic, '--tls-certificate', files.certificate, '--tls-key', files.key);
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  const exited = once(child, 'exit');
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    exited.then(() => Promise.reject(new Error('The sandbox org did not start.'))),
  ]);
  return {
    ...JSON.parse(line),
    ...files,
    username: 'integration.user@sandbox.example',
    async stop() {
      child.kill();
      await exited;
    },
  };
}

/** PEM files: an authority, its certificate for 127.0.0.1, and a key pair for the JWT bearer flow. */
function createKeys(folder) {
  const file = (name) => join(folder, name);
  const openssl = (...args) => execFileSync('openssl', args, { stdio: 'pipe' });
  const newKey = ['-newkey', 'rsa:2048', '-nodes'];
  const authority = file('authority.pem');
  openssl('req', '-x509', ...newKey, '-subj', '/CN=Local', '-keyout', file('authority.key'), '-out', authority);
  openssl('req', ...newKey, '-subj', '/CN=127.0.0.1', '-keyout', file('server.key'), '-out', file('server.csr'));
  writeFileSync(file('names.cnf'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  const signing = ['-CA', authority, '-CAkey', file('authority.key'), '-CAcreateserial', '-extfile', file('names.cnf')];
  openssl('x509', '-req', '-days', '2', '-in', file('server.csr'), ...signing, '-out', file('server.pem'));
  openssl('genrsa', '-out', file('jwt.key'), '2048');
  openssl('rsa', '-in', file('jwt.key'), '-pubout', '-out', file('jwt.pub'));
  return {
    authority,
    certificate: file('server.pem'),
    key: file('server.key'),
    jwtKey: file('jwt.key'),
    jwtPublic: file('jwt.pub'),
  };
}
