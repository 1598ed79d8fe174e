import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { agentFiles, readAction } from './metadata/agent-actions.mjs';

const SOURCE = `
public class GreetAction {
  public class Request {
    @InvocableVariable(label='Person' description='Whom to greet, the user\\'s name included.' required=true)
    public Id personId;
    @InvocableVariable(label='Times' description='How often; required=true is a text here.')
    public Integer times;
  }
  public class Result {
    @InvocableVariable(label='Greeting' description='What was said.')
    public String greeting;
  }
  @InvocableMethod(
    label='Greet'
    description='Greets a person.'
  )
  public static List<Result> greet(List<Request> requests) {}
}`;

describe('agent actions', () => {
  it('have the texts and variables of their Apex classes', () => {
    assert.deepEqual(readAction(SOURCE), {
      label: 'Greet',
      description: 'Greets a person.',
      inputs: [
        {
          label: 'Person',
          description: "Whom to greet, the user's name included.",
          isRequired: true,
          name: 'personId',
          type: 'Id',
        },
        {
          label: 'Times',
          description: 'How often; required=true is a text here.',
          isRequired: false,
          name: 'times',
          type: 'Integer',
        },
      ],
      outputs: [
        { label: 'Greeting', description: 'What was said.', isRequired: false, name: 'greeting', type: 'String' },
      ],
    });
  });

  it('do not exist for a class without an invocable method', () => {
    assert.equal(readAction('public class Other { public class Request {} }'), undefined);
  });

  it('ask the user before they store anything', () => {
    const confirmed = [...agentFiles()]
      .filter(([, text]) => text.includes('<isConfirmationRequired>true<'))
      .map(([path]) => path);
    assert.deepEqual(confirmed, [
      'genAiFunctions/Leadlight_Give_Lead_Feedback/Leadlight_Give_Lead_Feedback.genAiFunction-meta.xml',
    ]);
  });

  it('require what Apex requires, and describe every output', () => {
    const files = agentFiles();
    const input = JSON.parse(files.get('genAiFunctions/Leadlight_Try_Lead_Value/input/schema.json'));
    assert.deepEqual(input.required, ['leadId']);
    assert.deepEqual(Object.keys(input.properties), ['leadId', 'fieldName', 'value']);
    const output = JSON.parse(files.get('genAiFunctions/Leadlight_Score_Leads/output/schema.json'));
    assert.equal(output.properties.probability['lightning:type'], 'lightning__numberType');
    for (const { description } of Object.values(output.properties)) assert.ok(description.length > 0);
  });
});
