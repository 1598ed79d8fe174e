// Modules that only the bundle of the page knows. No top-level import here: the file has to stay ambient.
declare module 'c/leadScoreCard' {
  const LeadScoreCard: typeof import('lwc').LightningElement;
  export default LeadScoreCard;
}
declare module '@lwc/synthetic-shadow';
