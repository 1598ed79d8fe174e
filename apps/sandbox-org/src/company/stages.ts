/** The stages of opportunities, in the order of their work. `probability` is the default that the platform sets, in percent. */
export const opportunityStages = [
  { value: 'Prospecting', probability: 10, isClosed: false, isWon: false },
  { value: 'Qualification', probability: 25, isClosed: false, isWon: false },
  { value: 'Proposal/Price Quote', probability: 50, isClosed: false, isWon: false },
  { value: 'Negotiation/Review', probability: 75, isClosed: false, isWon: false },
  { value: 'Closed Won', probability: 100, isClosed: true, isWon: true },
  { value: 'Closed Lost', probability: 0, isClosed: true, isWon: false },
] as const;

/** The statuses of cases. */
export const caseStatuses = [
  { value: 'New', isClosed: false },
  { value: 'Working', isClosed: false },
  { value: 'Escalated', isClosed: false },
  { value: 'Closed', isClosed: true },
] as const;
