trigger LeadlightLeadChanged on Leadlight_Lead_Changed__e(after insert) {
  new LeadChangedEventHandler().handle(Trigger.new);
}
