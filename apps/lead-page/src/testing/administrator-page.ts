import { openPage, type OpenPage } from './chromium.ts';
import type { RunningLeadlight } from './running-leadlight.ts';

/** Opens the administrator's page on a desk, and waits until it shows the report of the model. */
export async function openAdministratorPage({ pageUrl }: RunningLeadlight): Promise<OpenPage> {
  const opened = await openPage({ width: 1440, height: 900 });
  await opened.page.goto(`${pageUrl}/admin`);
  await opened.page.locator('[data-id="verdict"]').waitFor();
  return opened;
}
