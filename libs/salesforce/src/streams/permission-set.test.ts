import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { catalogue } from '@leadlight/lead-features';

const permissionSet = readFileSync(
  fileURLToPath(
    new URL(
      '../../../../force-app/main/default/permissionsets/Leadlight_Integration.permissionset-meta.xml',
      import.meta.url,
    ),
  ),
  'utf8',
);
const opened = new Set([...permissionSet.matchAll(/<field>([\w.]+)<\/field>/g)].map(([, field]) => field));

/** The org grants all parts of an address together. Required fields need no permission. */
const nameOfPermission = (field: string): string =>
  /^(Street|City|PostalCode|(State|Country)(Code)?)$/.test(field) ? 'Lead.Address' : `Lead.${field}`;
const ALWAYS_OPEN = ['Company'];

describe('permission set Leadlight_Integration', () => {
  it('grants access to the standard fields that are read', () => {
    const read = catalogue.flatMap(({ inputs }) => inputs).filter((field) => !ALWAYS_OPEN.includes(field));
    const wanted = ['Campaign.Type', ...read.map(nameOfPermission)];
    expect(wanted.filter((field) => !opened.has(field))).toEqual([]);
  });
});
