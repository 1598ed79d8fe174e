import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { APP_FOLDER, METADATA_FOLDER } from './server/paths.ts';

/** Those of the design system are meant for the page and for components. */
const isOwn = (name: string): boolean => !name.startsWith('slds-');

describe('lead-page.css', () => {
  it('has no class of a component’s template, because the styles of the page reach into components', () => {
    const styles = readFileSync(join(APP_FOLDER, 'static/lead-page.css'), 'utf8');
    const ofPage = new Set([...styles.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name!).filter(isOwn));
    const templates = globSync('lwc/*/*.html', { cwd: METADATA_FOLDER });
    const shared = templates.flatMap((file) => {
      const template = readFileSync(join(METADATA_FOLDER, file), 'utf8');
      const names = [...template.matchAll(/\bclass="([^"]*)"/g)].flatMap(([, value]) => value!.split(/\s+/));
      return names.filter((name) => ofPage.has(name)).map((name) => `${file}: ${name}`);
    });
    expect(templates.length).toBeGreaterThan(20);
    expect(ofPage).toContain('lead-list');
    expect(shared).toEqual([]);
  });
});
