import type { FieldMetadata, OrgMetadata } from '../database/metadata.ts';
import type { OrgRules } from '../database/memory/save-rules.ts';
import type { ObjectShape } from '../database/schema.ts';
import { NO_RULES, PROFILES, type OrgShape } from '../apex-tests/org-shape.ts';
import type { ApexRecord } from '../values/values.ts';

/** The sharing model of the package's objects, as their metadata says. */
const PACKAGE_SHARING = {
  Leadlight_Rejected_Score__c: 'private',
  Leadlight_Routing_Member__c: 'private',
  Leadlight_Score_History__c: 'private',
} as const;

/** An org in which tests must pass, and Apex of its own that is deployed in addition to the package. */
export interface TestedOrg extends OrgShape {
  /** Sources by file name. */
  extraSources: Record<string, string>;
  /** Whether the optional parts of the package are deployed. */
  hasOptionalParts: boolean;
}

type MakeOrg = (metadata: OrgMetadata) => TestedOrg;

const fresh: MakeOrg = (metadata) => ({
  name: 'fresh Developer Edition',
  metadata,
  rules: { ...NO_RULES, sharing: { ...NO_RULES.sharing, ...PACKAGE_SHARING } },
  profiles: PROFILES,
  extraSources: {},
  hasOptionalParts: false,
});

/** With the optional parts of the package. */
const withParts = (metadata: OrgMetadata): OrgMetadata => {
  const { objects = [], permissionSets = [], classes = [] } = metadata.optional ?? {};
  const byName = Map.groupBy([...metadata.objects, ...objects], ({ name }) => name);
  return {
    ...metadata,
    objects: [...byName.values()].map((same) => ({ ...same[0]!, fields: same.flatMap(({ fields }) => fields) })),
    permissionSets: [...metadata.permissionSets, ...permissionSets],
    classes: [...metadata.classes, ...classes],
  };
};

const privateLeads: MakeOrg = (metadata) => ({
  ...fresh(withParts(metadata)),
  name: 'leads private, with the optional parts',
  hasOptionalParts: true,
  rules: { ...NO_RULES, sharing: { ...PACKAGE_SHARING, Lead: 'private' } },
});

/** An org whose administrator has changed settings of the package. */
const withSettings =
  (name: string, settings: Record<string, boolean>): MakeOrg =>
  (metadata) => ({
    ...fresh(metadata),
    name,
    metadata: {
      ...metadata,
      customMetadata: metadata.customMetadata.map((record) => ({
        ...record,
        values: { ...record.values, ...settings },
      })),
    },
  });

const atSave = withSettings('scoring at save on', { Score_On_Save__c: true });
const switched = withSettings('scoring off, scoring at save on', { Scoring_Enabled__c: false, Score_On_Save__c: true });

const text = (row: ApexRecord, name: string): string => String(row.fields.get(name) ?? '');

const LIVED_IN_RULES: OrgRules = {
  ...NO_RULES,
  features: {
    countries: {
      DE: { name: 'Germany', states: { BY: 'Bavaria', HE: 'Hesse' } },
      US: { name: 'United States', states: { CA: 'California', NY: 'New York' } },
    },
    currencies: { EUR: 1, USD: 1.25 },
    personAccounts: true,
  },
  sharing: { ...PACKAGE_SHARING, Lead: 'private' },
  trackedLeadFields: ['Status', 'OwnerId'],
  defaultLeadStatus: 'New',
  newestFirst: true,
  // A flow that touches two fields at each save.
  beforeSave: (shape: ObjectShape, row: ApexRecord) => {
    if (shape.name !== 'Lead') return;
    row.fields.set('description', `${text(row, 'description')}.`);
    row.fields.set('rating', 'Warm');
  },
  validate: (shape, row) => {
    if (shape.name !== 'Lead') return null;
    if (text(row, 'industry') === '') return { message: 'Choose an industry.', fields: ['Industry'] };
    // Rejects the score, and a mark of the failure too.
    const isWritten = ['leadlight_score__c', 'leadlight_error__c'].some((name) => text(row, name) !== '');
    return text(row, 'title') === 'Archived' && isWritten
      ? { message: 'Archived leads cannot be changed.', fields: ['Title'] }
      : null;
  },
  isDuplicate: (shape, row, others) =>
    shape.name === 'Lead' &&
    others.some((other) => text(other, 'lastname').slice(0, 4) === text(row, 'lastname').slice(0, 4)),
};

const LIVED_IN_FIELDS: FieldMetadata[] = [
  { name: 'Region__c', label: 'Region', type: 'Text', length: 40, required: true },
  { name: 'Segment__c', label: 'Segment', type: 'Picklist', required: true, picklist: ['Small', 'Large'] },
  { name: 'Volume__c', label: 'Volume', type: 'Number', required: true },
  { name: 'First_Seen__c', label: 'First Seen', type: 'Date', required: true },
  { name: 'CompanyIsPerson__pc', label: 'Person', type: 'Checkbox' },
];

const LIVED_IN_SOURCES = {
  'OldLeadTrigger.trigger': `trigger OldLeadTrigger on Lead(after insert, after update) {
  List<Task> tasks = new List<Task>();
  for (Lead lead : Trigger.new) {
    tasks.add(new Task(WhoId = lead.Id, Subject = 'Call', OwnerId = lead.OwnerId));
  }
  insert as system tasks;
}`,
  // What only shows where a rule rejects every update of a lead, and where the event subscriber has no user.
  'LivedInOrgTest.cls': `@IsTest
private class LivedInOrgTest {
  @IsTest
  static void it_should_list_a_lead_that_rejects_score_and_mark_until_a_score_is_stored() {
    Lead lead = TestUsers.leadsOf(TestUsers.viewer(), 1)[0];
    TestLeads.save(new List<Lead>{ new Lead(Id = lead.Id, Title = 'Archived') });
    ScoringApiStub.scoring();
    Test.startTest();
    new LeadScoreWriter().scoreAndWrite(new Set<Id>{ lead.Id });
    Test.stopTest();

    Lead kept = [SELECT Leadlight_Score__c, Leadlight_Error__c FROM Lead WHERE Id = :lead.Id WITH SYSTEM_MODE];
    Assert.isNull(kept.Leadlight_Score__c, 'score');
    Assert.isNull(kept.Leadlight_Error__c, 'mark');
    Assert.areEqual(
      'FIELD_CUSTOM_VALIDATION_EXCEPTION: Archived leads cannot be changed.',
      new RejectedScores().findMessage(lead.Id),
      'message'
    );
    Assert.isTrue(RetryFailedScores.leadsToRetry().contains(lead.Id), 'tried again');

    TestLeads.save(new List<Lead>{ new Lead(Id = lead.Id, Title = 'Buyer') });
    TestLeads.save(new List<Lead>{ new Lead(Id = lead.Id, Leadlight_Scored_At__c = System.now()) });
    Assert.areEqual(0, new RejectedScores().count(), 'rejections');
  }

  @IsTest
  static void it_should_mark_leads_saved_while_the_event_subscriber_has_no_user() {
    LeadlightSettings.replaceWith(new Leadlight_Setting__mdt(Scoring_Enabled__c = true, Score_On_Save__c = true));
    ScoringApiStub.failing('We could not access the credential(s).');
    User rep = TestUsers.viewer();
    Test.startTest();
    System.runAs(rep) {
      TestUsers.leadsOf(rep, 1);
    }
    Test.getEventBus().deliver();
    Test.stopTest();
    Assert.isTrue(new OrgLeads().hasFailedWith('NO_SUBSCRIBER_USER'), 'the code on the lead');
  }
}`,
  'LeadlightTestLeads.cls': `@IsTest
public class LeadlightTestLeads implements Callable {
  public Object call(String action, Map<String, Object> args) {
    for (Lead lead : (List<Lead>) args.get('leads')) {
      lead.Industry = 'Energy';
    }
    return null;
  }
}`,
};

/** An old org with the optional parts of the package: profiles in another order, required fields, rules, a flow, a trigger that does DML, a German administrator. */
const livedIn: MakeOrg = (metadata) => ({
  name: 'lived-in org',
  metadata: {
    ...withParts(metadata),
    objects: withParts(metadata).objects.map((object) =>
      object.name === 'Lead' ? { ...object, fields: [...object.fields, ...LIVED_IN_FIELDS] } : object,
    ),
  },
  rules: LIVED_IN_RULES,
  profiles: PROFILES.toReversed(),
  language: 'de',
  extraSources: LIVED_IN_SOURCES,
  hasOptionalParts: true,
});

/** The org in which the package would be developed to be published. */
const withPrefix: MakeOrg = (metadata) => ({ ...fresh(metadata), name: 'with a namespace', namespace: 'acme' });

/** All orgs in which the tests run, by their key on the command line. */
export const TESTED_ORGS: Record<string, MakeOrg> = {
  fresh,
  private: privateLeads,
  'at-save': atSave,
  switched,
  'lived-in': livedIn,
  namespace: withPrefix,
};
