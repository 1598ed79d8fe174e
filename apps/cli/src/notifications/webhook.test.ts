import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testNotification, type Notification } from '@leadlight/workflows';
import { afterEach, describe, expect, it } from 'vitest';
import { isPublicAddress } from './public-address.ts';
import { sendBySlack, sendByWebhook, signatureOf } from './webhook.ts';

const notification: Notification = {
  ...testNotification('00D000000000001EAA', 'ntf_1'),
  kind: 'performance_changed',
  title: 'Leads turn out differently than predicted',
  since: '2026-10-01T00:00:00.000Z',
  toDo: 'A new model is trained at once.',
};
const NOW = Date.UTC(2026, 10, 23, 9);
const SECRET = 'a secret that only both know';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** A receiver on this machine, with what it got. */
async function receiver(status = 204) {
  const received: { readonly request: IncomingMessage; readonly body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ request, body });
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
    });
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

describe('sendByWebhook', () => {
  it('posts what, since when, how sure and what to do, signed with a timestamp', async () => {
    const { received, url } = await receiver();
    await sendByWebhook({ url, secret: SECRET, allowPrivate: true, now: () => NOW })(notification);
    const [{ request, body }] = received as [(typeof received)[number]];
    expect(JSON.parse(body)).toMatchObject({
      deliveryId: 'ntf_1',
      kind: 'performance_changed',
      since: '2026-10-01T00:00:00.000Z',
      toDo: 'A new model is trained at once.',
      text: expect.stringContaining('What to do: A new model is trained at once.'),
    });
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      'leadlight-delivery': 'ntf_1',
      'leadlight-timestamp': String(NOW / 1_000),
      'leadlight-signature': `v1=${signatureOf(SECRET, String(NOW / 1_000), body)}`,
    });
    expect(signatureOf('another', String(NOW / 1_000), body)).not.toBe(signatureOf(SECRET, String(NOW / 1_000), body));
  });

  it.each([500, 404, 302])('fails where the receiver answers %i, without following it', async (status) => {
    const { received, url } = await receiver(status);
    const send = sendByWebhook({ url, secret: SECRET, allowPrivate: true });
    await expect(send(notification)).rejects.toThrow(`the receiver answered ${status}`);
    expect(received).toHaveLength(1);
  });

  it('rejects private addresses and names of them, unless they are allowed', async () => {
    const { received, url } = await receiver();
    const { port } = new URL(url);
    for (const target of [
      `https://127.0.0.1:${port}/`,
      `https://localhost:${port}/`,
      'https://[::1]/',
      'https://10.1.2.3/',
    ]) {
      await expect(sendByWebhook({ url: target, secret: SECRET, allowPrivate: false })(notification)).rejects.toThrow(
        'which is not allowed',
      );
    }
    await expect(sendBySlack({ url: 'http://example.com/', allowPrivate: false })(notification)).rejects.toThrow(
      'https:',
    );
    expect(received).toEqual([]);
  });
});

describe('sendBySlack', () => {
  it('posts the text alone', async () => {
    const { received, url } = await receiver(200);
    await sendBySlack({ url, allowPrivate: true })(notification);
    expect(Object.keys(JSON.parse(received[0]!.body) as object)).toEqual(['text']);
    expect(received[0]!.request.headers['leadlight-signature']).toBeUndefined();
  });
});

describe('isPublicAddress', () => {
  it.each(['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946', '::ffff:93.184.216.34'])(
    'is true for %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
  it.each([
    '127.0.0.1',
    '10.0.0.1',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '::',
    '::1',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
    '::ffff:a00:1',
    '64:ff9b::a00:1',
    'no address',
  ])('is false for %s', (address) => expect(isPublicAddress(address)).toBe(false));
});
