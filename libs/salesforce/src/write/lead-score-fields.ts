import type { LeadScoreUpdate } from '@leadlight/workflows';

/** Lengths as the package's metadata has them; a value that is longer would be refused. */
const MODEL_LENGTH = 80;

/** What is written to one Lead, by the package's field names. The probability's field counts in percent. */
export const scoreFieldsOf = (update: LeadScoreUpdate) => ({
  Leadlight_Score__c: update.score,
  Leadlight_Band__c: update.band,
  Leadlight_Qualified__c: update.qualified,
  Leadlight_Probability__c: Math.round(update.probability * 10_000) / 100,
  Leadlight_Reasons__c: update.reasons,
  Leadlight_Model__c: update.modelLabel.slice(0, MODEL_LENGTH),
  Leadlight_Scored_At__c: new Date(update.scoredAt).toISOString(),
  Leadlight_Input_Hash__c: update.inputHash,
});
