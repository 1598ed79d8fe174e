// Modules that the platform provides. No top-level import here: the file has to stay ambient.
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

declare module '@salesforce/apex/LeadScoreController.listScores' {
  export default function listScores(parameters: {
    leadId: string;
  }): Promise<import('@leadlight/contract').LeadScoreHistory>;
}
