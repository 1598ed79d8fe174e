import { parseIfNeeded } from './apex/parse-if-needed.ts';
import { buildPageIfStale } from './build-page.ts';

/** Builds the page's bundle and parses the Apex classes if needed, so that the page itself starts without delay. Then writes `{"built":…}`. */
try {
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const built = await buildPageIfStale(log);
  await parseIfNeeded(log);
  process.stdout.write(`${JSON.stringify({ built })}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
