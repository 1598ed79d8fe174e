import type { CodedMessage } from '@leadlight/common';
import { oneOutcomeHeldOut, tooFewToLearnFrom, trainingPlanFor } from '@leadlight/evaluation';
import { describe, expect, it } from 'vitest';
import { publicationStopTemplates } from '../publication-gate.ts';
import { inWordsOf, propensityWordsOf, trainingReasonInWords } from './propensity-words.ts';

const wins = { id: 'opportunity-wins', label: 'Opportunity wins', object: 'Opportunity' } as const;

describe('inWordsOf', () => {
  it('names the records of the propensity, and leaves the names of fields as they are', () => {
    const message = {
      ...({ code: 'event_segment_changed', values: [], names: ['LeadSource=Web'] } as const),
      english:
        'Leads with Source of leads: Web turn out differently since 2026-10-24: about 5 % will reach the goal, where 20 % were predicted.',
    };
    const { english } = inWordsOf(message, propensityWordsOf(wins), 'Source of leads');
    expect(english).toBe(
      'Opportunity wins: Opportunities with Source of leads: Web turn out differently since 2026-10-24: about 5 % will reach the predicted outcome, where 20 % were predicted.',
    );
    expect(inWordsOf(message, undefined, undefined)).toBe(message);
  });
});

describe('trainingReasonInWords', () => {
  const words = propensityWordsOf({ id: 'account-churns', label: 'Account churns', object: 'Account' });

  it.each([
    trainingPlanFor({ converted: 12, not: 288 }),
    { reason: tooFewToLearnFrom({ converted: 12, not: 288 }) },
    { reason: oneOutcomeHeldOut(60, 'none') },
    { reason: oneOutcomeHeldOut(60, 'all') },
  ])('speaks neither of leads nor of a points table: %#', (plan) => {
    const { reason } = plan as { readonly reason: CodedMessage };
    expect(reason.english).toContain('points table');
    expect(trainingReasonInWords(reason.english, words)).not.toMatch(/lead|points table|goal/);
  });

  it('names the records of the propensity', () => {
    const plan = trainingPlanFor({ converted: 12, not: 288 }) as { readonly reason: CodedMessage };
    expect(trainingReasonInWords(plan.reason.english, words)).toBe(
      '12 accounts reached the predicted outcome and 288 did not. A model needs at least 40 of each.',
    );
    expect(trainingReasonInWords(publicationStopTemplates.worse_than_active, words)).toBe(
      'It is worse than the active model on accounts that neither has learned from.',
    );
  });
});
