import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CONTRACT_VERSION } from '@leadlight/contract';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { startTestService } from '../testing/test-service.ts';
import { routeName } from './route-handlers.ts';

describe('checkApiVersion', () => {
  it('sends the version in every response and rejects requests for another one', async () => {
    const service = await startTestService();
    const responseTo = (version: string) => service.fetch('/v1/models', { headers: { 'api-version': version } });
    for (const version of ['1', '1.0', CONTRACT_VERSION]) {
      const response = await responseTo(version);
      expect([response.status, response.headers.get('api-version')]).toEqual([200, CONTRACT_VERSION]);
    }
    for (const version of ['2', '0.9', 'latest', '1.x']) {
      const response = await responseTo(version);
      expect([response.status, await response.json()]).toMatchObject([400, { type: '/problems/unsupported-version' }]);
    }
    await service.close();
  });

  it('say of a route that is going away since when, until when, and what takes its place', async () => {
    const going = {
      since: new Date('2027-01-01T00:00:00Z'),
      sunset: new Date('2027-07-01T00:00:00Z'),
      successor: '/v2/scores',
    };
    const old = routeName('/old', { 'get /old': going });
    const server = createServer(express().all('/old', old, (_req, res) => void res.end())).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/old`;
    const { headers } = await fetch(url);
    expect(headers.get('deprecation')).toBe('@1798761600');
    expect(headers.get('sunset')).toBe('Thu, 01 Jul 2027 00:00:00 GMT');
    expect(headers.get('link')).toBe('</v2/scores>; rel="successor-version"');
    expect((await fetch(url, { method: 'POST' })).headers.has('deprecation')).toBe(false);
    server.close();
  });
});
