/** Whose records a key may see besides leads, and which propensity a requested training is for. */
export const propensityAdministration = `
  alter table api_key add column objects json not null default '["Lead"]';
  alter table job add column propensity_id text;
`;
