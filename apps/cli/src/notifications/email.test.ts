import type { AddressInfo } from 'node:net';
import { testNotification } from '@leadlight/workflows';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { sendByEmail } from './email.ts';

const servers: SMTPServer[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** An SMTP server on this machine that wants a user, with the mails that it got. */
async function smtpServer() {
  const mails: { readonly from: string; readonly to: readonly string[]; readonly text: string }[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) =>
      username === 'user' && password === 'p@ss' ? done(null, { user: 'user' }) : done(new Error('wrong password')),
    onData(stream, { envelope }, done) {
      let text = '';
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      stream.on('end', () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), text });
        done();
      });
    },
  });
  server.on('error', () => undefined);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { mails, port: (server.server.address() as AddressInfo).port };
}

const notification = { ...testNotification('00D000000000001EAA', 'ntf_1'), toDo: 'Nothing — it works.' };
const addresses = { from: 'leadlight@example.com', to: ['a@example.com', 'b@example.com'] };

describe('sendByEmail', () => {
  it('sends a mail to everybody, with a subject, and an id that is the same when it is repeated', async () => {
    const { mails, port } = await smtpServer();
    const send = sendByEmail({ smtpUrl: `smtp://user:p%40ss@127.0.0.1:${port}`, ...addresses });
    await send(notification);
    await send(notification);
    expect(mails).toHaveLength(2);
    expect(mails[0]).toMatchObject({ from: addresses.from, to: addresses.to });
    for (const { text } of mails) expect(text).toContain('Message-ID: <ntf_1@leadlight>');
    expect(mails[0]!.text).toContain('Subject: Leadlight: Test message');
    expect(mails[0]!.text).toContain('How sure: Certain');
  });

  it('fails with the server’s reason where the password is wrong, and does not name the password', async () => {
    const { mails, port } = await smtpServer();
    const failure = await sendByEmail({ smtpUrl: `smtp://user:wrong@127.0.0.1:${port}`, ...addresses })(
      notification,
    ).catch((error: unknown) => (error as Error).message);
    expect(failure).toMatch(/wrong password/);
    expect(failure).not.toContain('user:wrong');
    expect(mails).toEqual([]);
  });

  it('fails where nothing listens', async () => {
    const { port } = await smtpServer();
    await new Promise<void>((done) => servers.pop()!.close(done));
    const send = sendByEmail({ smtpUrl: `smtp://127.0.0.1:${port}`, ...addresses });
    await expect(send(notification)).rejects.toThrow(/ECONNREFUSED/);
  });
});
