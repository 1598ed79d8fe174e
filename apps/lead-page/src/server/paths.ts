import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const APP = fileURLToPath(new URL('../../', import.meta.url));
export const WORKSPACE = join(APP, '../..');
export const PUBLIC = join(APP, 'public');
export const PAGE_BUNDLE = join(PUBLIC, 'lead-page.js');
export const METADATA = join(WORKSPACE, 'force-app/main/default');
export const LANGUAGES = join(WORKSPACE, 'force-app/languages');

/** Styles, icons and fonts of Salesforce's design system. */
export const DESIGN_SYSTEM = join(
  dirname(createRequire(import.meta.url).resolve('@salesforce-ux/design-system/package.json')),
  'assets',
);
