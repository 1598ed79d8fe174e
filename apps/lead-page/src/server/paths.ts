import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TREE_CACHE } from '@leadlight/apex-runtime/trees';

export const APP_FOLDER = fileURLToPath(new URL('../../', import.meta.url));
export const WORKSPACE_FOLDER = join(APP_FOLDER, '../..');
export const PUBLIC_FOLDER = join(APP_FOLDER, 'public');
export const PAGE_BUNDLE = join(PUBLIC_FOLDER, 'lead-page.js');
export const METADATA_FOLDER = join(WORKSPACE_FOLDER, 'force-app/main/default');
/** Deployed once, and then the org's own. */
export const SETTINGS_FOLDER = join(WORKSPACE_FOLDER, 'force-app/settings');
export const LANGUAGES_FOLDER = join(WORKSPACE_FOLDER, 'force-app/languages');
/** Syntax trees of the Apex classes. */
export const TREE_FOLDER = join(WORKSPACE_FOLDER, TREE_CACHE);
export const LABELS_FILE = join(WORKSPACE_FOLDER, 'force-app/labels.csv');

/** Styles, icons and fonts of the Salesforce Lightning Design System. */
export const DESIGN_SYSTEM_FOLDER = join(
  dirname(createRequire(import.meta.url).resolve('@salesforce-ux/design-system/package.json')),
  'assets',
);
