import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CertificateFiles, createCertificates } from './testing/certificates.ts';
import { startSandboxOrg, type SandboxOrg } from './testing/sandbox-org.ts';

const FOLLOW = fileURLToPath(new URL('testing/follow-process.ts', import.meta.url));

let org: SandboxOrg;
let folder: string;
let files: CertificateFiles;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadlight-tls-'));
  files = createCertificates(folder);
  org = await startSandboxOrg(20, '--tls-certificate', files.certificate, '--tls-key', files.key);
});
afterAll(async () => {
  await org?.close();
  await rm(folder, { recursive: true, force: true });
});

/** What a process finds that trusts these further authorities. */
async function follow(env: NodeJS.ProcessEnv): Promise<Readonly<Record<string, string>>> {
  const { NODE_EXTRA_CA_CERTS: _, ...inherited } = process.env;
  const args = [FOLLOW, JSON.stringify(org.options), org.pubSub];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...inherited, ...env } });
  return JSON.parse(stdout) as Readonly<Record<string, string>>;
}

describe('an org with a certificate of a local authority', () => {
  it('is read over https and followed over gRPC with TLS when the authority is trusted', async () => {
    expect([org.options.loginUrl, org.pubSub]).toEqual([
      expect.stringMatching(/^https:/),
      expect.stringMatching(/^https:/),
    ]);
    const found = await follow({ NODE_EXTRA_CA_CERTS: files.authority });
    expect(found).toMatchObject({ instanceUrl: org.options.loginUrl, changed: expect.stringMatching(/^00Q/) });
  });

  it('is refused, with the reason, when the authority is unknown', async () => {
    expect(await follow({})).toMatchObject({
      code: 'certificate_untrusted',
      message: expect.stringContaining('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
    });
  });
});
