import listLeads from '@salesforce/apex/AudiencesController.listLeads';
import type { AudienceLeads } from '@leadlight/contract';

/** The leads of an audience as CSV, those held out marked. */
export async function leadsAsCsv(audienceId: string): Promise<string> {
  const rows: string[] = ['LeadId,Score,Band,Probability,Group'];
  for (let total = 1; rows.length - 1 < total;) {
    // eslint-disable-next-line no-await-in-loop -- Where a part begins is known when the one before has been read.
    const part = JSON.parse(await listLeads({ audienceId, offset: rows.length - 1 })) as AudienceLeads;
    total = part.leads.length > 0 ? part.total : 0;
    for (const { leadId, score, band, probability, isHeldOut } of part.leads) {
      rows.push([leadId, score, band, probability, isHeldOut ? 'held out' : 'audience'].join(','));
    }
  }
  return `${rows.join('\r\n')}\r\n`;
}

/** Lets the browser save a text as a file. */
export function saveText(text: string, fileName: string): void {
  const link = document.createElement('a');
  link.href = `data:text/csv;charset=utf-8,${encodeURIComponent(text)}`;
  link.download = fileName;
  link.click();
}
