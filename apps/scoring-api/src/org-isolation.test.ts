import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApiDocument } from '@leadlight/contract';
import type { LeadField } from '@leadlight/lead-features';
import { openStorage, type Storage } from '@leadlight/storage';
import { KEY_SCOPES, changeScoringSettings, createApiKey } from '@leadlight/workflows';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type RunningService } from './compose.ts';
import { parseServiceSettings } from './service-settings.ts';
import { testModel } from './testing/test-model.ts';

const ORG = '00D000000000001EAA';
const OTHER = '00D000000000002EAA';
const LEAD = '00Q000000000001EAA';
/** Occurs in everything that the first org stores, and must occur in no response to the other org. */
const PLANTED = 'Wildgruber';
const MODEL = testModel(1).entry.id;
const FEEDBACK = '0193a1c2-7f4e-7d7c-9f5e-2f1f0a6c1b7d';
const clock = { now: () => Date.now() };
const field: LeadField = {
  ...{ name: 'LeadSource', label: PLANTED, type: 'picklist', custom: false },
  past: { kind: 'tracked', since: 0 },
};

interface Documented {
  readonly requestBody?: {
    readonly content?: Readonly<
      Record<string, { readonly examples?: Readonly<Record<string, { readonly value?: object }>> }>
    >;
  };
}

/** Every documented operation under /v1 with each of its examples, on the lead and model of the first org. */
const requests = Object.entries(openApiDocument().paths ?? {})
  .filter(([path]) => path.startsWith('/v1/'))
  .flatMap(([path, item]) =>
    Object.entries(item ?? {}).flatMap(([method, operation]) => {
      const url = path.replace('{leadId}', LEAD).replace('{modelId}', MODEL);
      const contents = Object.values((operation as Documented).requestBody?.content ?? {});
      const bodies = contents.flatMap(({ examples = {} }) => Object.values(examples).map(({ value }) => value));
      return (bodies.length > 0 ? bodies : [undefined]).map((body) => ({ method: method.toUpperCase(), url, body }));
    }),
  );

/** The example for the lead of the first org, without the fields that would make it a lead of the caller. */
const about = (body: object | undefined): string | undefined =>
  body &&
  JSON.stringify(body)
    .replaceAll(/"leadId":"[^"]*"/g, `"leadId":"${LEAD}"`)
    .replaceAll(/"modelId":"[^"]*"/g, `"modelId":"${MODEL}"`)
    .replaceAll(/"fields":\{[^{}]*\}/g, '"fields":{}');

describe('the key of another org', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-orgs-'));
  let storage: Storage;
  let service: RunningService;
  const keys: Record<string, string> = {};
  let keyId: string;

  beforeAll(async () => {
    storage = await openStorage({ folder });
    for (const org of [ORG, OTHER]) {
      const { key, entry } = await createApiKey({ ...storage, clock }, org, org, { scopes: KEY_SCOPES });
      keys[org] = key;
      if (org === ORG) keyId = entry.id;
    }
    const lead = {
      ...{ kind: 'lead' as const, id: LEAD, changedAt: 1, createdAt: 1, deleted: false },
      ...{ convertedAt: null, contactId: null, opportunityId: null, fields: { LeadSource: PLANTED } },
    };
    await storage.leadHistories.append(ORG, 'Lead', [lead], 'c1');
    await storage.orgs.saveFields(ORG, [field]);
    await storage.orgs.markSynced(ORG, 1);
    const { file, entry } = testModel(1);
    await storage.models.save(ORG, file, { ...entry, report: { title: PLANTED } }, true);
    const feedback = { id: FEEDBACK, subjectId: LEAD, modelId: MODEL, verdict: 'agree', comment: PLANTED } as const;
    const rest = { inputHash: null, feature: null, givenBy: 'api:x', givenAt: clock.now() };
    await storage.feedback.append(ORG, { ...feedback, ...rest });
    await changeScoringSettings({ ...storage, clock }, ORG, { change: { goal: { kind: 'won' } } }, 'cli');
    service = await startService(
      parseServiceSettings(['--port', '0', '--folder', folder], {})!,
      pino({ level: 'silent' }),
    );
    expect((await send(ORG, 'POST', '/v1/scores', `{"leads":[{"leadId":"${LEAD}"}]}`)).status).toBe(200);
  });
  afterAll(async () => {
    await service.stop();
    await storage.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const send = (org: string, method: string, url: string, body?: string) =>
    fetch(service.url + url.replace('{keyId}', keyId), {
      method,
      body,
      headers: { authorization: `Bearer ${keys[org]}`, 'content-type': 'application/json' },
    });

  /** Everything that the first org has in storage. */
  const everything = async () => ({
    lead: await storage.personalData.exportLead(ORG, LEAD),
    models: await storage.models.list(ORG),
    settings: await storage.scoringSettings.findNewest(ORG),
    keys: await storage.apiKeys.list(ORG),
    audit: await storage.auditLog.list(ORG, 100),
  });

  it('is tested on every route with data that the first org’s own key reads', async () => {
    expect(requests.length).toBeGreaterThan(12);
    for (const url of [`/v1/leads/${LEAD}`, `/v1/models/${MODEL}/report`]) {
      expect(await (await send(ORG, 'GET', url)).text()).toContain(PLANTED);
    }
  });

  it.each(requests)(
    '$method $url shows nothing of the first org and changes nothing there',
    async ({ method, url, body }) => {
      const before = await everything();
      expect(JSON.stringify(before)).toContain(PLANTED);
      const response = await send(OTHER, method, url, about(body));
      const text = await response.text();
      expect(response.status, text).toBeLessThan(500);
      expect(text).not.toContain(PLANTED);
      expect(await everything()).toEqual(before);
    },
  );
});
