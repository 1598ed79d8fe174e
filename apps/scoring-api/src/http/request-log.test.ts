import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exampleError } from '@leadlight/workflows/testing';
import express from 'express';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { startTestService } from '../testing/test-service.ts';
import { requestLog } from './request-log.ts';

const PLANTED = ['Wildgruber', 'ada.lovelace@example.com', '+43 664 1234567', '00Q000000PLANTED', 'llk_planted-key'];

describe('requestLog', () => {
  it('contains no person, address, lead or key, for any request and any error', async () => {
    const failures = [exampleError('no_active_model')];
    const service = await startTestService({
      scoreLeads: () => Promise.reject(failures.pop() ?? new Error(`Cannot score ${PLANTED.join(' ')}`)),
      leadScoreHistory: () => Promise.reject(new TypeError(PLANTED.join(' '))),
    });
    const [name, email, phone, leadId, key] = PLANTED;
    const lead = { leadId, fields: { LastName: name, Email: email, Phone: phone } };
    const bodies = [
      { leads: [lead] },
      { leads: [{ ...lead, [name!]: email }] },
      { leads: [{ ...lead, leadId: email }] },
      { leads: [{ ...lead, fields: { [email!]: [name] } }] },
      `{"leads":[{"leadId":"${leadId}","fields":{"Email":"${email}" ${name}`,
    ];
    for (const body of bodies) await service.postScores(body);
    await service.postScores(bodies[0]);
    await service.fetch(`/v1/leads/${leadId}/scores?name=${name}`);
    await service.fetch(`/v1/leads/${leadId}/scores`);
    await service.fetch(`/v1/${name}?q=${encodeURIComponent(email!)}`);
    await service.fetch('/v1/models', {
      headers: { authorization: `Bearer ${key}`, 'x-request-id': `${name} ${email}` },
    });
    await service.fetch('/oauth/token', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: name!, client_secret: key! }),
    });
    await service.close();
    const lines = service.logLines();
    expect(lines.split('\n').length).toBeGreaterThan(bodies.length + 5);
    for (const planted of PLANTED) expect(lines).not.toContain(planted);
  });

  it('omits most lines of a flood of errors, and says how many', async () => {
    const lines: { notLogged?: number }[] = [];
    let time = 0;
    const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as { notLogged?: number }) });
    const app = express().use(requestLog(log, 1, () => time));
    const server = createServer(app.use((_req, res) => void res.writeHead(404).end())).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const send = () => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    for (let request = 0; request < 230; request += 1) await send();
    await expect.poll(() => lines.length).toBe(200);
    time = 1_000;
    await send();
    await expect.poll(() => lines.at(-1)?.notLogged).toBe(30);
    server.close();
  });
});
