trigger LeadlightLead on Lead(after insert, after update) {
  new LeadChangeHandler().handle(Trigger.new, Trigger.oldMap);
}
