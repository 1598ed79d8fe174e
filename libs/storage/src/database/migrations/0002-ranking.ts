/** Which leads lists by score show: a code on each score, and the probabilities of the ranked open leads by each model. */
export const ranking = `
  alter table outbox add column unranked text;
  alter table model add column open_leads json;
`;
