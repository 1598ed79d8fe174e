// Modules that only the bundle of the page knows. No top-level import here: the file has to stay ambient.
declare module 'c/leadScoreCard' {
  const LeadScoreCard: typeof import('lwc').LightningElement;
  export default LeadScoreCard;
}
declare module 'c/audiences' {
  const Audiences: typeof import('lwc').LightningElement;
  export default Audiences;
}
declare module 'c/connectionCheck' {
  const ConnectionCheck: typeof import('lwc').LightningElement;
  export default ConnectionCheck;
}
declare module 'c/conversionRates' {
  const ConversionRates: typeof import('lwc').LightningElement;
  export default ConversionRates;
}
declare module 'c/dataQuality' {
  const DataQuality: typeof import('lwc').LightningElement;
  export default DataQuality;
}
declare module 'c/challengerModels' {
  const ChallengerModels: typeof import('lwc').LightningElement;
  export default ChallengerModels;
}
declare module 'c/modelChecks' {
  const ModelChecks: typeof import('lwc').LightningElement;
  export default ModelChecks;
}
declare module 'c/modelHistory' {
  const ModelHistory: typeof import('lwc').LightningElement;
  export default ModelHistory;
}
declare module 'c/modelReport' {
  const ModelReport: typeof import('lwc').LightningElement;
  export default ModelReport;
}
declare module 'c/modelTraining' {
  const ModelTraining: typeof import('lwc').LightningElement;
  export default ModelTraining;
}
declare module 'c/scoreDistribution' {
  const ScoreDistribution: typeof import('lwc').LightningElement;
  export default ScoreDistribution;
}
declare module 'c/scoringSettings' {
  const ScoringSettings: typeof import('lwc').LightningElement;
  export default ScoringSettings;
}
declare module 'c/leadAlerts' {
  const LeadAlerts: typeof import('lwc').LightningElement;
  export default LeadAlerts;
}
declare module 'c/notificationRoutes' {
  const NotificationRoutes: typeof import('lwc').LightningElement;
  export default NotificationRoutes;
}
declare module 'c/scoreExperiment' {
  const ScoreExperiment: typeof import('lwc').LightningElement;
  export default ScoreExperiment;
}
declare module 'c/serviceKeys' {
  const ServiceKeys: typeof import('lwc').LightningElement;
  export default ServiceKeys;
}
declare module '@lwc/synthetic-shadow';
declare module 'c/scoreWords' {
  export const likelihoodText: (score: number) => string;
  export const unrankedText: (unranked: { readonly code: string; readonly value?: string | null }) => string;
}
declare module 'c/propensities' {
  const Propensities: typeof import('lwc').LightningElement;
  export default Propensities;
}
declare module 'c/accountLeads' {
  const AccountLeads: typeof import('lwc').LightningElement;
  export default AccountLeads;
}
declare module 'c/recordScores' {
  const RecordScores: typeof import('lwc').LightningElement;
  export default RecordScores;
}
