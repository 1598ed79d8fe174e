"""Checks with simple-salesforce. Writes a line of JSON for each check."""

import datetime
import json
import os

import requests
from simple_salesforce import Salesforce

org = json.loads(os.environ["ORG"])
form = {
    "grant_type": "client_credentials",
    "client_id": org["clientId"],
    "client_secret": org["clientSecret"],
}
token = requests.post(org["listening"] + "/services/oauth2/token", data=form, timeout=30).json()
sf = Salesforce(instance_url=org["listening"], session_id=token["access_token"], version="62.0")


def check(part, name, work):
    result = {"part": part, "name": name, "ok": False}
    try:
        result["ok"] = work() is not False
        result["message"] = "another result than expected"
    except Exception as error:  # every failure is a result
        result["message"] = f"{type(error).__name__}: {error}"[:500]
    print(json.dumps(result, separators=(",", ":")))


def written_and_deleted():
    new_id = sf.Lead.create({"LastName": "Simple", "Company": "Py", "AnnualRevenue": 12345678})["id"]
    sf.Lead.update(new_id, {"Title": "x"})
    lead = sf.Lead.get(new_id)
    sf.Lead.delete(new_id)
    return lead["Title"] == "x" and lead["AnnualRevenue"] == 12345678


now = datetime.datetime.now(datetime.timezone.utc)
day = datetime.timedelta(days=1)
check("query", "one page", lambda: sf.query("SELECT Id, Name FROM Lead LIMIT 2")["totalSize"] == 2)
check("query", "all pages", lambda: len(sf.query_all("SELECT Id FROM Task")["records"]) > 500)
check(
    "query",
    "deleted and archived records",
    lambda: sf.query_all("SELECT Id FROM Task", include_deleted=True)["totalSize"]
    > sf.query("SELECT COUNT() FROM Task")["totalSize"],
)
check("query", "search", lambda: "searchRecords" in sf.search("FIND {Acme} IN ALL FIELDS RETURNING Lead(Id)"))
check("record", "created, changed, read, deleted", written_and_deleted)
check("record", "updated", lambda: "ids" in sf.Lead.updated(now - day, now))
check("record", "deleted", lambda: "deletedRecords" in sf.Lead.deleted(now - day, now))
check("record", "upsert", lambda: sf.UpsertTable__c.upsert("ExtId__c/py1", {"Name": "p"}) in (200, 201))
check("record", "by external id", lambda: sf.UpsertTable__c.get_by_custom_id("ExtId__c", "py1")["Name"] == "p")
check("describe", "all objects", lambda: len(sf.describe()["sobjects"]) > 10)
check("describe", "one object", lambda: len(sf.Lead.describe()["fields"]) > 20)
check("describe", "limits", lambda: sf.limits()["DailyApiRequests"]["Max"] == 100000)
check("describe", "is a sandbox", lambda: sf.is_sandbox() is True)
check("tooling", "query", lambda: sf.toolingexecute("query/?q=SELECT+QualifiedApiName+FROM+EntityDefinition")["totalSize"] > 5)
check("bulk 1.0", "insert", lambda: sf.bulk.Lead.insert([{"LastName": "B", "Company": "C"}])[0]["success"])
check("bulk 1.0", "query", lambda: len(sf.bulk.Lead.query("SELECT Id FROM Lead LIMIT 5")) == 5)
check("bulk 2.0", "insert", lambda: sf.bulk2.Lead.insert(records=[{"LastName": "B2", "Company": "C"}])[0]["numberRecordsFailed"] == 0)
check("bulk 2.0", "query", lambda: sum(page.count("\n") for page in sf.bulk2.Lead.query("SELECT Id FROM Lead LIMIT 5")) >= 5)
