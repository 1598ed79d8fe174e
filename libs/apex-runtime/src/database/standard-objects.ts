import { CRM_OBJECTS } from './standard-crm-objects.ts';

/**
 * Standard objects as text: `Name prefix kind`, then a line for each field: name, type and marks. Types: String(n), Text(n),
 * Email, Phone, Url, Picklist, Boolean, Integer, Decimal, Currency, Date, Datetime, Address, Base64, or an object for a lookup.
 * Marks: `required`; `readonly` = Apex does not write it; `system` = access follows the object; `idLookup` = upsert matches by it;
 * `children:X` = the name of the list of these records on the object that a lookup points at. From the Object Reference, with the fields
 * that a fresh Developer Edition has; objects other than Lead have only some of their fields: those that the package and the measured
 * projects use (see the README).
 */
export const STANDARD_OBJECTS = `
${CRM_OBJECTS}
Lead 00Q data
MasterRecordId Lead readonly
LastName String(80) required system
FirstName String(40) system
Salutation Picklist system
Name String(121) readonly system
Title String(128)
Company String(255) required system
Street Text(255)
City String(40)
State String(80)
PostalCode String(20)
Country String(80)
Latitude Decimal
Longitude Decimal
GeocodeAccuracy Picklist
Address Address readonly
Phone Phone
MobilePhone Phone
Fax Phone
Email Email idLookup
Website Url
PhotoUrl Url readonly system
Description Text(32000)
LeadSource Picklist
Status Picklist required system
Industry Picklist
Rating Picklist
AnnualRevenue Currency
NumberOfEmployees Integer
OwnerId User system
HasOptedOutOfEmail Boolean
IsConverted Boolean readonly system
ConvertedDate Date readonly system
ConvertedAccountId Account readonly system
ConvertedContactId Contact readonly system
ConvertedOpportunityId Opportunity readonly system
IsUnreadByOwner Boolean system
DoNotCall Boolean
HasOptedOutOfFax Boolean
LastActivityDate Date readonly system
LastViewedDate Datetime readonly system
LastReferencedDate Datetime readonly system
LastTransferDate Date readonly
Jigsaw String(20)
JigsawContactId String(20) readonly system
EmailBouncedReason String(255)
EmailBouncedDate Datetime
LeadStatus 01J setup
MasterLabel String(255) readonly system
IsConverted Boolean readonly system
IsDefault Boolean readonly system
SortOrder Integer readonly system
User 005 setup
Username String(80) required system idLookup
LastName String(80) required system
FirstName String(40) system
Name String(121) readonly system
CompanyName String(80) system
Department String(80) system
Title String(80) system
Phone Phone system
FederationIdentifier String(512) system
ManagerId User system
UserRoleId UserRole system
Alias String(8) required system
Email Email required system idLookup
EmailEncodingKey Picklist required system
LanguageLocaleKey Picklist required system
LocaleSidKey Picklist required system
TimeZoneSidKey Picklist required system
ProfileId Profile required system
UserType Picklist readonly system
IsActive Boolean system
Group 00G setup
Name String(40) required system
DeveloperName String(80) system
Type Picklist system
QueueSobject 03g setup
QueueId Group required system
SobjectType Picklist required system
EntityDefinition 4ie setup
DurableId String(255) readonly system
QualifiedApiName String(255) readonly system
DeveloperName String(255) readonly system
Label String(255) readonly system
MasterLabel String(255) readonly system
FieldDefinition 4fe setup
EntityDefinitionId EntityDefinition readonly system
IsFieldHistoryTracked Boolean readonly system
DurableId String(255) readonly system
QualifiedApiName String(255) readonly system
DeveloperName String(255) readonly system
Label String(255) readonly system
MasterLabel String(255) readonly system
FlowDefinitionView 3dd setup
ApiName String(255) readonly system
Label String(255) readonly system
Description Text(1000) readonly system
ProcessType Picklist readonly system
TriggerType Picklist readonly system
RecordTriggerType Picklist readonly system
TriggerObjectOrEventId EntityDefinition readonly system
ActiveVersionId Id readonly system
DurableId String(255) readonly system
IsActive Boolean readonly system
TriggerOrder Integer readonly system
LastModifiedBy String(255) readonly system
ManageableState Picklist readonly system
VersionNumber Integer readonly system
AuthSession 0Ak setup
UsersId User readonly system
LoginType Picklist readonly system
LoginHistoryId LoginHistory readonly system
LogoutUrl Url readonly system
ParentId AuthSession readonly system
SessionSecurityLevel Picklist readonly system
SessionType Picklist readonly system
SourceIp String(39) readonly system
IsCurrent Boolean readonly system
UserType Picklist readonly system
LoginHistory 0Ya setup
UserId User readonly system
LoginTime Datetime readonly system
Application String(255) readonly system
Browser String(64) readonly system
Platform String(64) readonly system
UserRole 00E setup
Name String(80) required system
DeveloperName String(80) system
UserLicense 100 setup
Name String(40) readonly system
LicenseDefinitionKey String(40) readonly system
TotalLicenses Integer readonly system
UsedLicenses Integer readonly system
PermissionSetLicense 0PL setup
DeveloperName String(80) readonly system
MasterLabel String(150) readonly system
TotalLicenses Integer readonly system
UsedLicenses Integer readonly system
Profile 00e setup
Name String(255) readonly system
UserType Picklist readonly system
PermissionsViewAllData Boolean readonly system
PermissionsModifyAllData Boolean readonly system
UserLicenseId UserLicense readonly system
PermissionSet 0PS setup
Name String(80) required system
Label String(80) required system
ProfileId Profile readonly system
IsOwnedByProfile Boolean readonly system
PermissionSetAssignment 0Pa setup
AssigneeId User required system
PermissionSetId PermissionSet required system
ObjectPermissions 110 setup
ParentId PermissionSet required system
SobjectType Picklist required system
PermissionsRead Boolean system
PermissionsCreate Boolean system
PermissionsEdit Boolean system
PermissionsDelete Boolean system
PermissionsViewAllRecords Boolean system
PermissionsModifyAllRecords Boolean system
FieldPermissions 01k setup
ParentId PermissionSet required system
SobjectType Picklist required system
Field Picklist required system
PermissionsRead Boolean system
PermissionsEdit Boolean system
SetupEntityAccess 0J0 setup
ParentId PermissionSet required system
SetupEntityId ApexClass required system
SetupEntityType Picklist readonly system
CustomPermission 0CP setup
DeveloperName String(80) readonly system
ApexClass 01p setup
Name String(255) readonly system
ApiVersion Decimal readonly system
Body Text(1000000) readonly system
NamespacePrefix String(15) readonly system
Status Picklist readonly system
ApexTrigger 01q setup
Name String(255) readonly system
ApiVersion Decimal readonly system
Body Text(1000000) readonly system
NamespacePrefix String(15) readonly system
StaticResource 081 setup
Name String(80) readonly system
Body Base64 readonly system
CronTrigger 08e setup
CronJobDetailId CronJobDetail readonly system
CronExpression String(255) readonly system
NextFireTime Datetime readonly system
PreviousFireTime Datetime readonly system
StartTime Datetime readonly system
EndTime Datetime readonly system
TimesTriggered Integer readonly system
State String(20) readonly system
CronJobDetail 08a setup
Name String(255) readonly system
JobType String(1) readonly system
AsyncApexJob 707 setup
ApexClassId ApexClass readonly system
JobType Picklist readonly system
Status Picklist readonly system
JobItemsProcessed Integer readonly system
NumberOfErrors Integer readonly system
TotalJobItems Integer readonly system
ExtendedStatus String(255) readonly system
MethodName String(255) readonly system
CompletedDate Datetime readonly system
Organization 00D setup
Name String(80) readonly system
InstanceName String(5) readonly system
IsSandbox Boolean readonly system
NamespacePrefix String(15) readonly system
OrganizationType Picklist readonly system
DefaultLeadAccess Picklist readonly system
TrialExpirationDate Datetime readonly system
`;

/** What every object has. */
export const SYSTEM_FIELDS = `
Id Id readonly system
CreatedDate Datetime readonly system
CreatedById User readonly system
LastModifiedDate Datetime readonly system
LastModifiedById User readonly system
SystemModstamp Datetime readonly system
IsDeleted Boolean readonly system
`;
