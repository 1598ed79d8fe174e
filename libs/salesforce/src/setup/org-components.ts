import { componentXml, packageXml, type MetadataFiles, type Members } from './metadata-files.ts';

/** The trigger that scores leads at save. */
const SUBSCRIBER = 'LeadlightLeadChanged';

export const SUBSCRIBER_MEMBERS: Members = { PlatformEventSubscriberConfig: [SUBSCRIBER] };

/** The user that the event subscriber runs as, which differs from org to org and so is no part of the package. */
export const subscriberFiles = (username: string): MetadataFiles => ({
  'package.xml': packageXml(SUBSCRIBER_MEMBERS),
  [`PlatformEventSubscriberConfigs/${SUBSCRIBER}.platformEventSubscriberConfig`]: componentXml(
    'PlatformEventSubscriberConfig',
    [
      ['batchSize', 200],
      ['isProtected', false],
      ['masterLabel', SUBSCRIBER],
      ['platformEventConsumer', SUBSCRIBER],
      ['user', username],
    ],
  ),
});

/** API name of the package's lead page. */
export const LEAD_PAGE = 'Leadlight_Lead_Record_Page';

/** Makes the package's lead page the org's default on desktops and phones, or the platform's own page again. */
export const leadPageFiles = (isActive: boolean): MetadataFiles => ({
  'package.xml': packageXml({ CustomObject: ['Lead'] }),
  'objects/Lead.object': componentXml(
    'CustomObject',
    ['Large', 'Small'].map((formFactor) => [
      'actionOverrides',
      [
        ['actionName', 'View'],
        ...(isActive ? ([['content', LEAD_PAGE]] as const) : []),
        ['formFactor', formFactor],
        ['skipRecordTypeSelect', false],
        ['type', isActive ? 'Flexipage' : 'Default'],
      ],
    ]),
  ),
});
