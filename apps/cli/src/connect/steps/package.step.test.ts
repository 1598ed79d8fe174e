import type { MetadataFiles } from '@leadlight/salesforce';
import { describe, expect, it } from 'vitest';
import { CliError } from '../../errors.ts';
import type { ConnectContext } from '../step.ts';
import { packageStep } from './package.step.ts';

/** Undoes the step in an org that rejects deletions whose manifest matches. */
async function undo(rejects?: RegExp, made: Readonly<Record<string, boolean>> = {}) {
  const deployed: MetadataFiles[] = [];
  const deploy = (files: MetadataFiles): Promise<void> => {
    deployed.push(files);
    const isRejected = rejects !== undefined && Object.values(files).some((text) => rejects.test(String(text)));
    const message = 'Entity type GenAiFunction is not available.';
    return isRejected ? Promise.reject(new CliError('sf_failed', { command: 'sf', message })) : Promise.resolve();
  };
  const context = { sf: { targetOrg: 'my-org', deploy } } as unknown as ConnectContext;
  const sentences = await packageStep.undo!(context, made);
  return { sentences, deletions: deployed.map((files) => Object.values(files).map(String).join('\n')) };
}

describe('undo of the package step', () => {
  it('removes the agent actions before the classes that they call', async () => {
    const { sentences, deletions } = await undo();
    expect(deletions).toHaveLength(2);
    expect(deletions[0]).toContain('<members>Leadlight_Lead_Scores</members>');
    expect(deletions[0]).toContain('<members>Leadlight_Explain_Lead_Score</members>');
    expect(deletions[0]).not.toContain('ApexClass');
    expect(deletions[1]).toContain('<members>ExplainLeadScoreAction</members>');
    expect(sentences).toEqual([
      'The agent actions and their topic are removed.',
      'The package is removed, with its fields and scores.',
    ]);
  });

  it('removes the package from an org without Agentforce, and says what to do where there is one', async () => {
    const { sentences, deletions } = await undo(/GenAiFunction/);
    expect(deletions).toHaveLength(2);
    expect(sentences[0]).toMatch(/An org without Agentforce has none.*docs\/assistants\.md/);
    expect(sentences[1]).toBe('The package is removed, with its fields and scores.');
  });

  it('removes nothing that was there before', async () => {
    const { sentences, deletions } = await undo(undefined, { wasThere: true });
    expect(deletions).toEqual([]);
    expect(sentences).toEqual(['The package was there before and stays.']);
  });
});
