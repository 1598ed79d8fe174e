// Modules that the platform provides. A top-level import would end ambient declarations.
declare module '@salesforce/label/*' {
  const label: string;
  export default label;
}

declare module '@salesforce/schema/*' {
  const field: { readonly fieldApiName: string; readonly objectApiName: string };
  export default field;
}

declare module '@salesforce/i18n/locale' {
  const locale: string;
  export default locale;
}

declare module '@salesforce/i18n/timeZone' {
  const timeZone: string;
  export default timeZone;
}

/** What a component receives for a value of the contract: of an Apex object, members that are null are absent. */
type FromApex<T> = T extends readonly (infer Item)[]
  ? readonly FromApex<Item>[]
  : T extends object
    ? { readonly [K in keyof T as null extends T[K] ? never : K]: FromApex<T[K]> } & {
        readonly [K in keyof T as null extends T[K] ? K : never]?: FromApex<Exclude<T[K], null>>;
      }
    : T;

declare module '@salesforce/apex/LeadScoreController.scoreLead' {
  type LeadScore = import('@leadlight/contract').LeadScore;
  type ModelStamp = import('@leadlight/contract').ModelStamp;
  type Warning = LeadScore['warnings'][number];
  type Problem = import('@leadlight/contract').LeadProblem;

  export type ScoredLead = Omit<FromApex<LeadScore>, 'uncertain' | 'reasons' | 'warnings'> & {
    readonly uncertain: boolean;
    /** `hidden`: the user may not read the field; the value is then absent. */
    readonly reasons: readonly (FromApex<LeadScore['reasons'][number]> & { readonly hidden: boolean })[];
    readonly warnings: readonly Pick<Warning, 'code' | 'field'>[];
  };
  export interface ScoreLeadsResult {
    readonly model: Omit<ModelStamp, 'byRules'> & { readonly byRules: boolean };
    readonly scores: readonly ScoredLead[];
    readonly problems: readonly Omit<Problem, 'detail'>[];
  }
  export default function scoreLead(parameters: { leadId: string }): Promise<ScoreLeadsResult>;
}

declare module '@salesforce/apex/LeadScoreController.findRejection' {
  /** Why the org did not store the latest score; null if it did. */
  export default function findRejection(parameters: { leadId: string }): Promise<string | null>;
}

declare module '@salesforce/apex/LeadScoreController.listScores' {
  type History = import('@leadlight/contract').LeadScoreHistory;
  type ScoredLead = import('@salesforce/apex/LeadScoreController.scoreLead').ScoredLead;

  export type PastScore = ScoredLead & Pick<History['scores'][number], 'model'>;
  export default function listScores(parameters: {
    leadId: string;
  }): Promise<Pick<History, 'leadId'> & { readonly scores: readonly PastScore[] }>;
}

declare module '@salesforce/apex/LeadlightAdminController.listModels' {
  type Summary = import('@leadlight/contract').ModelSummary;
  type Holdout = NonNullable<Summary['holdout']>;
  type Decisions = Holdout['decisions'];
  type Comparison = NonNullable<Summary['comparison']>;

  /** A model with the figures that components show of it without its report. */
  export type ListedModel = Omit<Summary, 'holdout' | 'comparison'> & {
    readonly holdout?: FromApex<Pick<Holdout, 'rows' | 'converted' | 'auc' | 'ece' | 'lift'>> & {
      readonly decisions: FromApex<Pick<Decisions, 'threshold' | 'accuracy' | 'precision' | 'recall'>>;
    };
    readonly comparison?: FromApex<Pick<Comparison, 'rows' | 'difference' | 'challenger'>>;
  };
  export interface ListedModels {
    readonly models: readonly ListedModel[];
  }
  export default function listModels(): Promise<ListedModels>;
}

declare module '@salesforce/apex/LeadlightAdminController.getModelReport' {
  /** The report is JSON text of the contract's `TrainingReport`. */
  export default function getModelReport(parameters: { modelId: string }): Promise<{
    readonly model: import('@salesforce/apex/LeadlightAdminController.listModels').ListedModel;
    readonly report: string;
  }>;
}

declare module '@salesforce/apex/LeadlightAdminController.getDataQuality' {
  type Feature = import('@leadlight/contract').FeatureQuality;
  type Complaint = Feature['complaints'][number];
  export interface NamedFeatureQuality extends Omit<Feature, 'stability' | 'unit' | 'complaints'> {
    /** `leadName`: absent where the user may not see the lead. */
    readonly complaints: readonly (Complaint & { readonly leadName?: string })[];
  }
  export default function getDataQuality(): Promise<{
    readonly since: string;
    readonly features: readonly NamedFeatureQuality[];
  }>;
}

declare module '@salesforce/apex/LeadlightAdminController.getConversionRates' {
  /** `rates` is the contract's `ConversionRates` as JSON text; `names` are of users and queues, by id. */
  export default function getConversionRates(parameters: {
    groupedBy: import('@leadlight/contract').ConversionGrouping;
  }): Promise<{ readonly rates: string; readonly names: Readonly<Record<string, string>> }>;
}

declare module '@salesforce/apex/LeadlightAdminController.activateModel' {
  type Models = import('@salesforce/apex/LeadlightAdminController.listModels').ListedModels;
  export default function activateModel(parameters: { modelId: string }): Promise<Models>;
}

declare module '@salesforce/apex/LeadlightAdminController.listChecks' {
  /** Returns the contract's `ModelChecks` as JSON text. */
  export default function listChecks(): Promise<string>;
}

declare module '@salesforce/apex/LeadlightAdminController.getModelCard' {
  /** Returns the contract's `ModelCard` as JSON text. */
  export default function getModelCard(parameters: { modelId: string }): Promise<string>;
}

declare module '@salesforce/apex/AlertsController.getAlerts' {
  /** Returns the contract's `Alerts` as JSON text, as the other methods do after the change. */
  export default function getAlerts(): Promise<string>;
}

declare module '@salesforce/apex/AlertsController.changeAlerts' {
  export default function changeAlerts(parameters: {
    change: import('@leadlight/contract').ChangeAlertsRequest;
  }): Promise<string>;
}

declare module '@salesforce/apex/AlertsController.testAlert' {
  export default function testAlert(parameters: {
    route: import('@leadlight/contract').AlertRouteName;
  }): Promise<string>;
}

declare module '@salesforce/apex/NotificationsController.listNotifications' {
  /** Returns the contract's `Notifications` as JSON text, as the other methods do after the change. */
  export default function listNotifications(): Promise<string>;
}

declare module '@salesforce/apex/NotificationsController.switchRoute' {
  export default function switchRoute(parameters: {
    route: import('@leadlight/contract').NotificationRouteName;
    isOn: boolean;
  }): Promise<string>;
}

declare module '@salesforce/apex/NotificationsController.testRoute' {
  export default function testRoute(parameters: {
    route: import('@leadlight/contract').NotificationRouteName;
  }): Promise<string>;
}

declare module '@salesforce/apex/ChallengersController.listChallengers' {
  /** Returns the contract's `Challengers` as JSON text, as the other methods do after the change. */
  export default function listChallengers(): Promise<string>;
}

declare module '@salesforce/apex/ChallengersController.startChallenger' {
  export default function startChallenger(parameters: { modelId: string }): Promise<string>;
}

declare module '@salesforce/apex/ChallengersController.stopChallenger' {
  export default function stopChallenger(): Promise<string>;
}

declare module '@salesforce/apex/ExperimentController.getExperiment' {
  /** Returns the contract's `ExperimentReport` as JSON text. */
  export default function getExperiment(): Promise<string>;
}

declare module '@salesforce/apex/ExperimentController.planExperiment' {
  /** Returns the contract's `PlannedExperiment` as JSON text. */
  export default function planExperiment(parameters: {
    question: import('@leadlight/contract').StartExperimentRequest;
  }): Promise<string>;
}

declare module '@salesforce/apex/ExperimentController.startExperiment' {
  /** Returns the contract's `ExperimentReport` as JSON text. */
  export default function startExperiment(parameters: {
    question: import('@leadlight/contract').StartExperimentRequest;
  }): Promise<string>;
}

declare module '@salesforce/apex/ExperimentController.stopExperiment' {
  /** Returns the contract's `ExperimentReport` as JSON text. */
  export default function stopExperiment(parameters: { endExploration: boolean }): Promise<string>;
}

declare module '@salesforce/apex/LeadlightAdminController.listJobs' {
  /** Returns the contract's `Jobs` as JSON text. */
  export default function listJobs(): Promise<string>;
}

declare module '@salesforce/apex/LeadlightAdminController.startJob' {
  /** Returns the contract's `Jobs` after the request as JSON text. */
  export default function startJob(parameters: { kind: import('@leadlight/contract').JobKind }): Promise<string>;
}

declare module '@salesforce/apex/ServiceKeysController.listKeys' {
  /** The key of a principal. Without `keyId` it is not known which key it is. */
  export interface ServiceKeyLine {
    readonly principal: 'Administration' | 'Scoring';
    readonly keyId?: string;
    readonly name?: string;
    readonly createdAt?: string;
    /** Absent = it does not expire. */
    readonly expiresAt?: string;
    readonly used?: boolean;
    readonly earlierExpiresAt?: string;
  }
  export default function listKeys(): Promise<readonly ServiceKeyLine[]>;
}

declare module '@salesforce/apex/ServiceKeysController.renewKey' {
  export default function renewKey(parameters: { principal: 'Administration' | 'Scoring' }): Promise<void>;
}

declare module '@salesforce/apex/LeadlightAdminController.countByBand' {
  export interface BandCount {
    readonly band: string;
    readonly open: number;
    readonly converted: number;
  }
  export default function countByBand(): Promise<readonly BandCount[]>;
}

declare module '@salesforce/apex/LeadlightAdminController.scheduleRetries' {
  export default function scheduleRetries(): Promise<void>;
}

declare module '@salesforce/apex/LeadlightAdminController.checkHealth' {
  export interface HealthLine {
    readonly name: string;
    readonly state: 'ok' | 'attention' | 'broken';
    readonly finding: string;
    readonly remedy: string;
    /** What the administrator can do here and now. */
    readonly action?: 'schedule';
  }
  export default function checkHealth(): Promise<readonly HealthLine[]>;
}

declare module '@salesforce/apex/LeadScoreController.whatIf' {
  export type WhatIfResult = FromApex<Omit<import('@leadlight/contract').WhatIfResponse, 'model' | 'warnings'>>;
  export default function whatIf(parameters: {
    leadId: string;
    /** Values to try, by API name; null = none. */
    fields: Readonly<Record<string, string | number | boolean | null>> | null;
  }): Promise<WhatIfResult>;
}

declare module '@salesforce/apex/LeadScoreController.giveFeedback' {
  type Feedback = import('@leadlight/contract').FeedbackRequest;
  export default function giveFeedback(parameters: {
    leadId: string;
    feedback: Omit<Feedback, 'id' | 'leadId'>;
  }): Promise<void>;
}

declare module '@salesforce/apex/AudiencesController.listAudiences' {
  export interface CampaignChoice {
    readonly id: string;
    readonly name: string;
  }
  /** `audiences` is the contract's `Audiences` as JSON text. */
  export default function listAudiences(): Promise<{
    readonly audiences: string;
    readonly campaigns: readonly CampaignChoice[];
  }>;
}

declare module '@salesforce/apex/AudiencesController.getAudience' {
  /** Returns the contract's `AudienceWithPreview` as JSON text. */
  export default function getAudience(parameters: { audienceId: string }): Promise<string>;
}

declare module '@salesforce/apex/AudiencesController.previewAudience' {
  /** Takes the contract's `PreviewAudienceRequest`, returns `AudiencePreview`, both as JSON text. */
  export default function previewAudience(parameters: { request: string }): Promise<string>;
}

declare module '@salesforce/apex/AudiencesController.saveAudience' {
  /** Takes the contract's `CreateAudienceRequest` or `ChangeAudienceRequest`, returns `AudienceWithPreview`, both as JSON text. */
  export default function saveAudience(parameters: { audienceId: string | null; request: string }): Promise<string>;
}

declare module '@salesforce/apex/AudiencesController.confirmAudience' {
  export default function confirmAudience(parameters: { audienceId: string; revision: number }): Promise<void>;
}

declare module '@salesforce/apex/AudiencesController.writeAudience' {
  export default function writeAudience(parameters: { audienceId: string }): Promise<void>;
}

declare module '@salesforce/apex/AudiencesController.deleteAudience' {
  export default function deleteAudience(parameters: { audienceId: string }): Promise<void>;
}

declare module '@salesforce/apex/AudiencesController.listLeads' {
  /** Returns the contract's `AudienceLeads` as JSON text. */
  export default function listLeads(parameters: { audienceId: string; offset: number }): Promise<string>;
}

declare module '@salesforce/apex/RecordScoreController.listScores' {
  /** Returns the scores of a record, and the propensities that have none, as JSON text. */
  export default function listScores(parameters: { recordId: string }): Promise<string>;
}

declare module '@salesforce/apex/RecordScoreController.readAccountLeads' {
  /** Returns the contract's `AccountConversion` with names as JSON text. */
  export default function readAccountLeads(parameters: { accountId: string }): Promise<string>;
}

declare module '@salesforce/apex/PropensitiesController.listPropensities' {
  /** Returns the contract's `Propensities` as JSON text. */
  export default function listPropensities(): Promise<string>;
}

declare module '@salesforce/apex/PropensitiesController.getPropensity' {
  /** Returns the contract's `Propensity` as JSON text. */
  export default function getPropensity(parameters: { propensityId: string }): Promise<string>;
}

declare module '@salesforce/apex/PropensitiesController.savePropensity' {
  /** Takes the contract's `PutPropensityRequest`, returns `Propensity`, both as JSON text. */
  export default function savePropensity(parameters: { propensityId: string; request: string }): Promise<string>;
}

declare module '@salesforce/apex/PropensitiesController.trainPropensity' {
  /** Returns the contract's `Propensity` as JSON text. */
  export default function trainPropensity(parameters: { propensityId: string }): Promise<string>;
}

declare module '@salesforce/apex/PropensitiesController.getChecks' {
  /** Returns the contract's `ModelChecks` as JSON text. */
  export default function getChecks(parameters: { propensityId: string }): Promise<string>;
}

declare module '@salesforce/apex/PropensitiesController.getReport' {
  /** Returns the contract's `ModelReport` as JSON text. */
  export default function getReport(parameters: { propensityId: string; modelId: string }): Promise<string>;
}

declare module '@salesforce/apex/PropensitiesController.activateModel' {
  /** Returns the contract's `Propensity` as JSON text. */
  export default function activateModel(parameters: { propensityId: string; modelId: string }): Promise<string>;
}

declare module '@salesforce/apex/PropensitiesController.deactivate' {
  /** Returns the contract's `Propensity` as JSON text. */
  export default function deactivate(parameters: { propensityId: string }): Promise<string>;
}
