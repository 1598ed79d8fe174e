import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readRunnable } from '@leadlight/apex-runtime/trees';
import { LeadPageError } from '../errors.ts';
import { METADATA_FOLDER, TREE_FOLDER, WORKSPACE_FOLDER } from '../paths.ts';

/** The parser needs much memory, and once: it runs in a process of its own, with a small heap. */
const FLAGS = ['--max-semi-space-size=2', '--max-old-space-size=120'];

/**
 * Parses the Apex classes of the package, unless their trees are in the cache.
 * @throws LeadPageError `lead_page_apex_not_parsed`
 */
export async function parseIfNeeded(log: (line: string) => void): Promise<void> {
  if (readRunnable(METADATA_FOLDER, TREE_FOLDER)) return;
  log('Parsing the Apex classes of the package …');
  try {
    await promisify(execFile)(process.execPath, [...FLAGS, 'libs/apex-runtime/src/command/parse-sources.ts'], {
      cwd: WORKSPACE_FOLDER,
    });
  } catch (error) {
    const { stderr = '', message } = error as Error & { readonly stderr?: string };
    throw new LeadPageError('lead_page_apex_not_parsed', { output: stderr || message }, { cause: error });
  }
}
