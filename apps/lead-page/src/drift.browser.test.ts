import { readFileSync } from 'node:fs';
import { DAY_MS } from '@leadlight/common';
import { Challengers, ModelChecks, Models, Notifications } from '@leadlight/contract';
import type { SalesforceConnection } from '@leadlight/salesforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAdministratorPage } from './testing/administrator-page.ts';
import { seriousViolations } from './testing/axe.ts';
import { saveElement, saveScreenshot, skipBrowserTests, withWholePage, type OpenPage } from './testing/chromium.ts';
import { notificationsInOrg } from './testing/org-notifications.ts';
import { startLeadlight, type RunningLeadlight } from './testing/running-leadlight.ts';
import { TEST_DATE_ENV } from './testing/test-date.ts';

/** Trainings and checks take seconds; on a machine that runs other tests too, minutes. */
const TIMEOUT_MS = 600_000;
/** From then on the industry arrives empty, two months before the date of the tests. */
const DRIFT_AT = new Date(Date.parse(TEST_DATE_ENV.LEADLIGHT_TEST_DATE!) - 60 * DAY_MS).toISOString();

interface Row {
  readonly Id: string;
}

describe.skipIf(skipBrowserTests())('a company that drifts', () => {
  let leadlight: RunningLeadlight;
  let browser: OpenPage;
  let org: SalesforceConnection;
  let administratorId: string;

  beforeAll(async () => {
    leadlight = await startLeadlight(600, { drift: `form@${DRIFT_AT}` });
    await leadlight.run('train', '--quick', '--seed', '2');
    org = await leadlight.connectToOrg();
    administratorId = await assignAdministrator();
    browser = await openAdministratorPage(leadlight);
  }, TIMEOUT_MS);

  afterAll(async () => {
    await browser?.close();
    await leadlight?.close();
  });

  const activeVersion = async () =>
    Models.parse(await leadlight.get('/v1/models')).models.find(({ active }) => active)?.version;
  const query = async (soql: string) =>
    ((await org.json({ method: 'GET', path: `/query?q=${encodeURIComponent(soql)}` })) as { records: readonly Row[] })
      .records;

  /** Makes a user of the company an administrator, as `leadlight connect` does. */
  async function assignAdministrator(): Promise<string> {
    const [user] = await query('SELECT Id FROM User WHERE IsActive = TRUE ORDER BY Id DESC LIMIT 1');
    const [set] = await query("SELECT Id FROM PermissionSet WHERE Name = 'Leadlight_Admin'");
    const body = { AssigneeId: user!.Id, PermissionSetId: set!.Id };
    await org.json({ method: 'POST', path: '/sobjects/PermissionSetAssignment', body });
    return user!.Id;
  }

  it(
    'lets the administrator turn notifications in Salesforce on and send a test message by one click',
    async () => {
      const { page, errors } = browser;
      const section = page.locator('c-notification-routes');
      const route = section.locator('li[data-route="salesforce"]');
      await route.locator('[data-id="switch"]').click();
      await route.locator('[data-id="test"]').click();
      await section
        .locator('[data-delivery]')
        .getByText(/^Test message: In Salesforce.*Sent /)
        .waitFor({
          timeout: TIMEOUT_MS,
        });
      expect(notificationsInOrg(leadlight)).toMatchObject([
        {
          recipientId: administratorId,
          title: 'Test message',
          body: 'Leadlight can reach you by this route.',
        },
      ]);
      expect(await seriousViolations(page)).toEqual([]);
      expect(errors).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'notifies the administrator in the org of what the check finds, without naming a lead',
    async () => {
      // The worker does both every hour.
      await leadlight.run('check');
      await leadlight.run('notifications', 'send');
      const { events } = ModelChecks.parse(await leadlight.get('/v1/checks'));
      const alarm = events.find(({ kind, severity }) => kind === 'values_missing' && severity === 'alarm');
      expect(alarm?.message.english).toMatch(/Industry has been empty for \d+/i);
      const [notification] = notificationsInOrg(leadlight).filter(({ title }) => title === 'A field arrives empty');
      expect(notification).toMatchObject({ recipientId: administratorId });
      expect(notification!.body).toContain(alarm!.message.english);
      expect(notification!.body).toMatch(/Since 20\d\d-\d\d-\d\d\./);
      expect(notification!.body).not.toMatch(/00Q\w{12}/);
      const { deliveries } = Notifications.parse(await leadlight.get('/v1/notifications'));
      expect(deliveries.filter(({ kind }) => kind === 'values_missing')).toMatchObject([
        { route: 'salesforce', state: 'sent' },
      ]);
    },
    TIMEOUT_MS,
  );

  it(
    'shows the evidence on the page, and rolls back to the former model',
    async () => {
      const { page, errors } = browser;
      const versionBefore = await activeVersion();
      await page.reload();
      await page.locator('[data-id="verdict"]').waitFor();
      const finding = page.locator('c-model-checks [data-event]').filter({ hasText: 'Industry' }).first();
      await finding.waitFor();
      expect(await finding.locator('[data-id="badge"]').innerText()).toBe('Alarm');
      expect(await finding.locator('[data-id="sure"]').innerText()).toContain('Without a change');
      // The picture in docs/monitoring.md.
      await saveElement(page.locator('c-model-checks'), 'monitoring');
      const { challengers } = Challengers.parse(await leadlight.get('/v1/challengers'));
      const former = challengers.find(({ role, endedAt }) => role === 'former' && endedAt === null)!;
      expect(former.besideVersion).toBe(versionBefore);
      const row = page.locator(`c-challenger-models li[data-challenger="${former.modelId}"]`).first();
      await row.locator('[data-id="activate"]').click();
      await row.getByText('will score all leads again').waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      await row.locator('[data-id="confirm"]').click();
      await page.locator('c-challenger-models [data-id="done"]').waitFor();
      expect(await activeVersion()).toBe(former.version);
      expect(former.version).not.toBe(versionBefore);
      await row.getByText('It is active now.').waitFor();
      expect(errors).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'lets the administrator plan, start and stop an experiment, and read the model card',
    async () => {
      const { page, errors } = browser;
      const section = page.locator('c-score-experiment');
      await section.locator('[data-name="baseRate"]').fill('6');
      await section.locator('[data-id="calculate"]').click();
      await section.getByText('13,434 settled leads are needed').waitFor();
      await section.locator('[data-id="start"]').click();
      await section.locator('[data-id="ask-start"] [data-id="confirm"]').click();
      await section.getByText('Not yet known whether acting on scores helps.').waitFor();
      await section.locator('[data-id="stop"]').click();
      await section.locator('[data-name="endExploration"]').check();
      await section.locator('[data-id="ask-stop"] [data-id="confirm"]').click();
      await section.getByText(/^Stopped /).waitFor();
      const history = page.locator('c-model-history');
      await history.locator('[data-card]').first().click();
      const file = history.locator('a[data-file$=".html"]');
      const [download] = await Promise.all([page.waitForEvent('download'), file.click()]);
      expect(readFileSync(await download.path(), 'utf8')).toContain('<h1>Model card');
      expect(errors).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'fits phones and desktops, light and dark',
    async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const width of [390, 1440]) {
          const { page } = browser;
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: 900 });
          for (const name of ['notification-routes', 'challenger-models', 'score-experiment']) {
            const section = page.locator(`c-${name}`);
            const overflow = await section.evaluate((shown) => shown.scrollWidth - shown.clientWidth);
            expect([name, width, overflow]).toEqual([name, width, 0]);
            await section.scrollIntoViewIfNeeded();
          }
          await withWholePage(page, () => saveScreenshot(page, `drift-${width}-${colorScheme}`));
        }
      }
    },
    TIMEOUT_MS,
  );
});
