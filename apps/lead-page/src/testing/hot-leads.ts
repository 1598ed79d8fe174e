import { setTimeout as delay } from 'node:timers/promises';
import type { SalesforceConnection } from '@leadlight/salesforce';
import { notificationsInOrg, type OrgNotification } from './org-notifications.ts';
import type { RunningLeadlight } from './running-leadlight.ts';

type Lead = Readonly<Record<'Id' | 'OwnerId' | 'LeadSource' | 'Leadlight_Band__c' | 'Leadlight_Scored_At__c', string>>;

export interface HotLead {
  readonly id: string;
  readonly ownerId: string;
  /** From the change in the org to the notification of the owner. */
  readonly alertedAfterMs: number;
}

/** What makes a lead of the simulated company likely to convert. */
const HOT = { LeadSource: 'Referral', Title: 'Vice President Sales', Industry: 'Technology', NumberOfEmployees: 900 };
const SCORED = `SELECT Id, OwnerId, LeadSource, Leadlight_Band__c, Leadlight_Scored_At__c FROM Lead
  WHERE IsConverted = false AND Leadlight_Unranked__c = null`;
const POLL_INTERVAL_MS = 50;

/** Changes leads as another program does, until their owners are alerted. */
export class ColdLeads {
  readonly #leadlight: RunningLeadlight;
  readonly #org: SalesforceConnection;
  /** Leads not far from band A, from a source that is worse. */
  readonly #cold: Lead[];

  private constructor(leadlight: RunningLeadlight, org: SalesforceConnection, cold: readonly Lead[]) {
    this.#leadlight = leadlight;
    this.#org = org;
    this.#cold = [...cold];
  }

  static async find(leadlight: RunningLeadlight): Promise<ColdLeads> {
    const org = await leadlight.connectToOrg();
    const leads = await query(org, `${SCORED} AND Leadlight_Band__c = 'B' ORDER BY Leadlight_Score__c DESC`);
    return new ColdLeads(
      leadlight,
      org,
      leads.filter(({ LeadSource }) => LeadSource !== HOT.LeadSource),
    );
  }

  notificationsOf(leadId: string): readonly OrgNotification[] {
    return notificationsInOrg(this.#leadlight).filter(({ targetId }) => targetId === leadId);
  }

  /** The org notifies nobody of changes by the client of the service, so this is not that client. */
  async change(leadId: string, fields: object): Promise<void> {
    const { accessToken, instanceUrl } = await this.#org.session();
    const response = await fetch(`${instanceUrl}/services/data/v66.0/sobjects/Lead/${leadId}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    });
    if (!response.ok) throw new Error(`${leadId}: ${response.status} ${await response.text()}`);
  }

  /** Makes the next lead hot and waits for the notification. @throws if no lead gets into band A */
  async makeNextHot(): Promise<HotLead> {
    for (let lead = this.#cold.shift(); lead; lead = this.#cold.shift()) {
      const changedAt = performance.now();
      await this.change(lead.Id, HOT);
      for (;;) {
        if (this.notificationsOf(lead.Id).length > 0)
          return { id: lead.Id, ownerId: lead.OwnerId, alertedAfterMs: performance.now() - changedAt };
        const [now] = await query(this.#org, `${SCORED} AND Id = '${lead.Id}'`);
        const isScored = now !== undefined && now.Leadlight_Scored_At__c !== lead.Leadlight_Scored_At__c;
        // Even these values do not make every lead hot.
        if (isScored && now.Leadlight_Band__c !== 'A') break;
        await delay(POLL_INTERVAL_MS);
      }
    }
    throw new Error('No lead in band B got into band A.');
  }
}

async function query(org: SalesforceConnection, soql: string): Promise<readonly Lead[]> {
  const answer = await org.json({ method: 'GET', path: `/query?q=${encodeURIComponent(soql)}` });
  return (answer as { readonly records: readonly Lead[] }).records;
}
