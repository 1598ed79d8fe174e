import { buildPageIfStale } from './build-page.ts';

/** Builds the page's bundle if needed, so that the page itself starts without delay. Then writes `{"built":…}`. */
try {
  const built = await buildPageIfStale((line) => process.stderr.write(`${line}\n`));
  process.stdout.write(`${JSON.stringify({ built })}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
