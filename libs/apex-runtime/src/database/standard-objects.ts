/**
 * Standard objects as text: `Name prefix kind`, then a line for each field: name, type and marks. Types: String(n), Text(n),
 * Email, Phone, Url, Picklist, Boolean, Integer, Decimal, Currency, Date, Datetime, Address, Base64, or an object for a lookup.
 * Marks: `required`; `readonly` = Apex does not write it; `system` = access follows the object. From the Object Reference, with
 * the fields that a fresh Developer Edition has; objects other than Lead have only those that Apex of the package uses.
 */
export const STANDARD_OBJECTS = `
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
Email Email
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
Account 001 data
Name String(255) required system
OwnerId User system
Contact 003 data
LastName String(80) required system
AccountId Account
OwnerId User system
Opportunity 006 data
Name String(120) required system
AccountId Account
OwnerId User system
LeadStatus 01J setup
MasterLabel String(255) readonly system
IsConverted Boolean readonly system
IsDefault Boolean readonly system
SortOrder Integer readonly system
User 005 setup
Username String(80) required system
LastName String(80) required system
FirstName String(40) system
Name String(121) readonly system
Alias String(8) required system
Email Email required system
EmailEncodingKey Picklist required system
LanguageLocaleKey Picklist required system
LocaleSidKey Picklist required system
TimeZoneSidKey Picklist required system
ProfileId Profile required system
UserType Picklist readonly system
IsActive Boolean system
UserLicense 100 setup
Name String(40) readonly system
LicenseDefinitionKey String(40) readonly system
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
StaticResource 081 setup
Name String(80) readonly system
Body Base64 readonly system
CronTrigger 08e setup
CronJobDetailId CronJobDetail readonly system
CronExpression String(255) readonly system
NextFireTime Datetime readonly system
State String(20) readonly system
CronJobDetail 08a setup
Name String(255) readonly system
JobType String(1) readonly system
AsyncApexJob 707 setup
ApexClassId ApexClass readonly system
JobType Picklist readonly system
Status Picklist readonly system
Task 00T data
WhoId Lead
Subject String(255)
OwnerId User system
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
