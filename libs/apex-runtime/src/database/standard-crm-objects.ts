/** Further standard objects of sales and service, in the form of STANDARD_OBJECTS, with the fields that much Apex uses. */
export const CRM_OBJECTS = `
Account 001 data
Name String(255) required system
OwnerId User system
ParentId Account children:ChildAccounts
Type Picklist
Industry Picklist
Rating Picklist
Site String(80)
AccountNumber String(40)
AccountSource Picklist
AnnualRevenue Currency
NumberOfEmployees Integer
Ownership Picklist
Phone Phone
Fax Phone
Website Url
TickerSymbol String(20)
Sic String(20)
SicDesc String(80)
Jigsaw String(20)
CleanStatus Picklist
DunsNumber String(9)
NaicsCode String(8)
NaicsDesc String(120)
Tradestyle String(255)
YearStarted String(4)
Description Text(32000)
MasterRecordId Account readonly
PhotoUrl Url readonly system
LastActivityDate Date readonly system
LastViewedDate Datetime readonly system
LastReferencedDate Datetime readonly system
BillingStreet Text(255)
BillingCity String(40)
BillingState String(80)
BillingPostalCode String(20)
BillingCountry String(80)
BillingLatitude Decimal
BillingLongitude Decimal
BillingGeocodeAccuracy Picklist
BillingAddress Address readonly
ShippingStreet Text(255)
ShippingCity String(40)
ShippingState String(80)
ShippingPostalCode String(20)
ShippingCountry String(80)
ShippingLatitude Decimal
ShippingLongitude Decimal
ShippingGeocodeAccuracy Picklist
ShippingAddress Address readonly
Contact 003 data
LastName String(80) required system
FirstName String(40) system
Salutation Picklist system
Name String(121) readonly system
AccountId Account children:Contacts
OwnerId User system
ReportsToId Contact
Title String(128)
Department String(80)
Birthdate Date
LeadSource Picklist
AssistantName String(40)
AssistantPhone Phone
Phone Phone
MobilePhone Phone
HomePhone Phone
OtherPhone Phone
Fax Phone
Email Email idLookup
EmailBouncedReason String(255)
EmailBouncedDate Datetime
Description Text(32000)
HasOptedOutOfEmail Boolean
HasOptedOutOfFax Boolean
DoNotCall Boolean
MasterRecordId Contact readonly
LastActivityDate Date readonly system
MailingStreet Text(255)
MailingCity String(40)
MailingState String(80)
MailingPostalCode String(20)
MailingCountry String(80)
MailingLatitude Decimal
MailingLongitude Decimal
MailingGeocodeAccuracy Picklist
MailingAddress Address readonly
OtherStreet Text(255)
OtherCity String(40)
OtherState String(80)
OtherPostalCode String(20)
OtherCountry String(80)
OtherLatitude Decimal
OtherLongitude Decimal
OtherGeocodeAccuracy Picklist
OtherAddress Address readonly
Opportunity 006 data
Name String(120) required system
AccountId Account children:Opportunities
OwnerId User system
StageName Picklist required system
CloseDate Date required system
Amount Currency
Probability Percent
ExpectedRevenue Currency readonly
TotalOpportunityQuantity Decimal
Type Picklist
NextStep String(255)
LeadSource Picklist
Description Text(32000)
IsClosed Boolean readonly system
IsWon Boolean readonly system
ForecastCategoryName Picklist
CampaignId Campaign
HasOpportunityLineItem Boolean readonly system
LastActivityDate Date readonly system
Case 500 data
CaseNumber String(30) readonly system
AccountId Account children:Cases
ContactId Contact children:Cases
OwnerId User system
Subject String(255)
Description Text(32000)
Status Picklist
Priority Picklist
Origin Picklist
Reason Picklist
Type Picklist
IsClosed Boolean readonly system
ParentId Case
SuppliedEmail Email
SuppliedName String(80)
ClosedDate Datetime readonly system
Campaign 701 data
Name String(80) required system
OwnerId User system
ParentId Campaign
Type Picklist
Status Picklist
StartDate Date
EndDate Date
ExpectedRevenue Currency
BudgetedCost Currency
ActualCost Currency
ExpectedResponse Percent
NumberSent Decimal
IsActive Boolean
Description Text(32000)
Task 00T data
WhoId Lead children:Tasks
WhatId Account children:Tasks
Subject String(255)
Status Picklist
Priority Picklist
ActivityDate Date
Description Text(32000)
Type Picklist
IsClosed Boolean readonly system
OwnerId User system
ContentVersion 068 data
Title String(255)
PathOnClient String(500)
VersionData Base64
ContentDocumentId ContentDocument
FirstPublishLocationId Account
FileExtension String(40) readonly system
FileType String(20) readonly system
ContentSize Integer readonly system
IsLatest Boolean readonly system
OwnerId User system
ContentDocument 069 data
Title String(255)
LatestPublishedVersionId ContentVersion readonly
FileType String(20) readonly system
FileExtension String(40) readonly system
OwnerId User system
ContentDocumentLink 06A data
ContentDocumentId ContentDocument children:ContentDocumentLinks
LinkedEntityId Account children:ContentDocumentLinks
ShareType Picklist
Visibility Picklist
Group 00G setup
Name String(40) required system
DeveloperName String(80) system
Type Picklist system
`;
