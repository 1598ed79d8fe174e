import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { secretsIn } from './secret-scan.mjs';

/** Composed at run time, so that this file contains none. */
const secrets = {
  'a key of this service': `llk_${randomBytes(32).toString('base64url')}`,
  'a private key': generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs1',
    format: 'pem',
  }),
  'a key of a cloud': `AWS_SECRET_ACCESS_KEY=${randomBytes(30).toString('base64').replaceAll(/[+/=]/g, 'x').slice(0, 40)}`,
  'a token of a code host': `gh${'p'}_${randomBytes(40).toString('hex').slice(0, 36)}`,
  'a password of a database': `postgresql://app:${randomBytes(9).toString('hex')}@db.example.com/app`,
};

for (const [what, secret] of Object.entries(secrets)) {
  test(`secretsIn finds ${what} and does not repeat it`, async () => {
    const found = await secretsIn('settings.txt', `first line\n${secret}\n`);
    assert.ok(found.length > 0);
    for (const line of found) {
      assert.match(line, /^settings\.txt:2 /);
      assert.ok(!line.includes(secret));
    }
  });
}

test('secretsIn ignores ordinary text', async () => {
  assert.deepEqual(
    await secretsIn('README.md', 'Send `Authorization: Bearer llk_…`, made by `leadlight keys create`.'),
    [],
  );
});
