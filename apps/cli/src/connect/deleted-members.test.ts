import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { agentActions, readDeletedMembers } from './deleted-members.ts';

const FILE = fileURLToPath(new URL('../../../../manifest/destructiveChanges.xml', import.meta.url));

describe('readDeletedMembers', () => {
  it('reads every member of the package', () => {
    const members = readDeletedMembers(FILE);
    expect(members.PermissionSet).toContain('Leadlight_Viewer');
    expect(Object.values(members).flat()).toHaveLength(readFileSync(FILE, 'utf8').match(/<members>/g)?.length ?? 0);
  });
});

describe('agentActions', () => {
  it('reads every action and the topic that groups them', () => {
    const folder = fileURLToPath(new URL('../../../../force-app/agentforce', import.meta.url));
    const { GenAiFunction = [], GenAiPlugin } = agentActions(folder);
    expect(GenAiPlugin).toEqual(['Leadlight_Lead_Scores']);
    const topic = readFileSync(`${folder}/genAiPlugins/Leadlight_Lead_Scores.genAiPlugin-meta.xml`, 'utf8');
    const named = [...topic.matchAll(/<functionName>(\w+)</g)].map(([, name]) => name).sort();
    expect(GenAiFunction).toEqual(named);
    expect(named.length).toBeGreaterThan(0);
  });
});
