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

declare module '@salesforce/apex/LeadScoreController.scoreLead' {
  export default function scoreLead(parameters: {
    leadId: string;
  }): Promise<import('@leadlight/contract').ScoreLeadsResponse>;
}

declare module '@salesforce/apex/LeadScoreController.findRejection' {
  /** Why the org did not store the latest score; null if it did. */
  export default function findRejection(parameters: { leadId: string }): Promise<string | null>;
}

declare module '@salesforce/apex/LeadScoreController.listScores' {
  export default function listScores(parameters: {
    leadId: string;
  }): Promise<import('@leadlight/contract').LeadScoreHistory>;
}

declare module '@salesforce/apex/LeadlightAdminController.listModels' {
  export default function listModels(): Promise<import('@leadlight/contract').Models>;
}

declare module '@salesforce/apex/LeadlightAdminController.getModelReport' {
  /** The report is JSON text of the contract's `TrainingReport`. */
  export default function getModelReport(parameters: {
    modelId: string;
  }): Promise<{ readonly model: import('@leadlight/contract').ModelSummary; readonly report: string }>;
}

declare module '@salesforce/apex/LeadlightAdminController.getDataQuality' {
  type Feature = import('@leadlight/contract').FeatureQuality;
  type Complaint = Feature['complaints'][number];
  /** As Apex returns it: unknown members are null or absent. */
  export interface NamedFeatureQuality extends Omit<
    Feature,
    'missing' | 'drift' | 'stability' | 'unit' | 'complaints'
  > {
    readonly missing?: number | null;
    readonly drift?: Feature['drift'] | null;
    readonly complaints: readonly (Complaint & { readonly leadName?: string | null })[];
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
  export default function activateModel(parameters: { modelId: string }): Promise<import('@leadlight/contract').Models>;
}

declare module '@salesforce/apex/LeadlightAdminController.listJobs' {
  /** Returns the contract's `Jobs` as JSON text. */
  export default function listJobs(): Promise<string>;
}

declare module '@salesforce/apex/LeadlightAdminController.startJob' {
  /** Returns the contract's `Jobs` after the request as JSON text. */
  export default function startJob(parameters: { kind: import('@leadlight/contract').JobKind }): Promise<string>;
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
    readonly action?: 'schedule' | null;
  }
  export default function checkHealth(): Promise<readonly HealthLine[]>;
}

declare module '@salesforce/apex/LeadScoreController.whatIf' {
  export default function whatIf(parameters: {
    leadId: string;
    /** Values to try, by API name; null = none. */
    fields: Readonly<Record<string, string | number | boolean | null>> | null;
  }): Promise<import('@leadlight/contract').WhatIfResponse>;
}

declare module '@salesforce/apex/LeadScoreController.giveFeedback' {
  type Feedback = import('@leadlight/contract').FeedbackRequest;
  export default function giveFeedback(parameters: {
    leadId: string;
    feedback: Omit<Feedback, 'id' | 'leadId'>;
  }): Promise<void>;
}
