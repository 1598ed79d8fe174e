import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import type { SalesforceConnection } from '@leadlight/salesforce';

type Lead = Readonly<Record<'Id' | 'OwnerId' | 'LeadSource' | 'Leadlight_Band__c' | 'Leadlight_Scored_At__c', string>>;

export interface HotLead {
  readonly id: string;
  readonly ownerId: string;
  /** From the change in the org to the notification of the owner. */
  readonly alertedAfterMs: number;
}

/** A custom notification, as its recipient gets it. */
export interface OrgNotification {
  readonly recipientId: string;
  readonly title: string;
  readonly targetId: string | null;
}

/** What makes a lead of the simulated company likely to convert. */
const HOT = { LeadSource: 'Referral', Title: 'Vice President Sales', Industry: 'Technology', NumberOfEmployees: 900 };
const SCORED = `SELECT Id, OwnerId, LeadSource, Leadlight_Band__c, Leadlight_Scored_At__c FROM Lead
  WHERE IsConverted = false AND Leadlight_Unranked__c = null`;
const POLL_INTERVAL_MS = 50;

/** Changes leads as another program does, and reads what their owners are sent. */
export class LeadsOfOthers {
  readonly #org: SalesforceConnection;
  readonly #orgFile: string;
  /** Leads not far from band A, from a source that is worse. */
  readonly #cold: Lead[];

  private constructor(org: SalesforceConnection, orgFile: string, cold: readonly Lead[]) {
    this.#org = org;
    this.#orgFile = orgFile;
    this.#cold = [...cold];
  }

  /** @param folder of Leadlight, with that of the sandbox org */
  static async open(org: SalesforceConnection, folder: string): Promise<LeadsOfOthers> {
    const leads = await query(org, `${SCORED} AND Leadlight_Band__c = 'B' ORDER BY Leadlight_Score__c DESC`);
    return new LeadsOfOthers(
      org,
      join(folder, 'sandbox-org', 'org.sqlite'),
      leads.filter(({ LeadSource }) => LeadSource !== HOT.LeadSource),
    );
  }

  notifications(): readonly OrgNotification[] {
    const db = new DatabaseSync(this.#orgFile, { readOnly: true });
    try {
      const rows = db.prepare('SELECT recipient_id, title, target_id FROM "sandbox.notification" ORDER BY id').all();
      return rows.map(({ recipient_id, title, target_id }) => ({
        recipientId: String(recipient_id),
        title: String(title),
        targetId: target_id === null ? null : String(target_id),
      }));
    } finally {
      db.close();
    }
  }

  notificationsOf(leadId: string): readonly OrgNotification[] {
    return this.notifications().filter(({ targetId }) => targetId === leadId);
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
