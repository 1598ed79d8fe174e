/** A thread that runs the companies it is sent, one after the other. */
import { parentPort } from 'node:worker_threads';
import type { DriftKind } from '@leadlight/sandbox-org';
import { runCompany } from './company-run.ts';
import type { LifeCompanySettings } from './life-company.ts';

parentPort!.on('message', ({ settings, kinds }: { settings: LifeCompanySettings; kinds: readonly DriftKind[] }) =>
  parentPort!.postMessage(runCompany(settings, kinds)),
);
