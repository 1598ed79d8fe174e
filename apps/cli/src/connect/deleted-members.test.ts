import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readDeletedMembers } from './deleted-members.ts';

const FILE = fileURLToPath(new URL('../../../../manifest/destructiveChanges.xml', import.meta.url));

describe('readDeletedMembers', () => {
  it('reads every member of the package', () => {
    const members = readDeletedMembers(FILE);
    expect(members.PermissionSet).toContain('Leadlight_Viewer');
    expect(Object.values(members).flat()).toHaveLength(readFileSync(FILE, 'utf8').match(/<members>/g)?.length ?? 0);
  });
});
