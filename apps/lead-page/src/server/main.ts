import { visibleText } from '@leadlight/common';
import { connectSalesforce } from '@leadlight/salesforce';
import { createApexRunner, scheduleRetries } from './apex/apex-runner.ts';
import { buildPageIfStale } from './build-page.ts';
import { LeadPageError } from './errors.ts';
import { onceRead, readLeadSharing } from './lead-sharing.ts';
import { parseOptions } from './options.ts';
import { startLeadPage } from './server.ts';

const log = (line: string): void => void process.stderr.write(`${visibleText(line)}\n`);

try {
  const options = parseOptions(process.argv.slice(2), process.env);
  await buildPageIfStale(log);
  const org = await connectSalesforce({
    loginUrl: options.orgUrl,
    clientId: options.clientId,
    clientSecret: options.clientSecret,
  });
  const service = {
    url: options.apiUrl.replace(/\/$/, ''),
    keys: { Scoring: options.apiKey, Administration: options.adminApiKey },
  };
  const sharing = onceRead(() => readLeadSharing(org, log));
  const apex = createApexRunner({ org, service, sharing, log });
  const running = await startLeadPage({ org, apex, sharing, port: options.port });
  process.stdout.write(`${JSON.stringify({ listening: running.url })}\n`);
  scheduleRetries(apex).catch((error: unknown) => log(error instanceof Error ? error.message : String(error)));
  const close = (): void => {
    void running.close();
    void apex.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, close);
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof LeadPageError && error.code === 'lead_page_usage' ? 2 : 1;
}
