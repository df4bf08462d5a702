// The template of a case's resources, the same for every engine that takes templates.

import type { ContractResource, ContractResources } from './contract-case.ts';

/** A queue. Durations are seconds, as in CloudFormation. */
export function aQueue(properties: ContractResource['Properties'] = {}): ContractResource {
  return { Type: 'AWS::SQS::Queue', Properties: properties };
}

/** A queue's property `RedrivePolicy`, to a queue of the same template. */
export function redriveTo(logicalId: string, maxReceiveCount: number) {
  return { deadLetterTargetArn: { 'Fn::GetAtt': [logicalId, 'Arn'] }, maxReceiveCount };
}

/** A table on demand. */
export function aTable(properties: ContractResource['Properties']): ContractResource {
  return {
    Type: 'AWS::DynamoDB::Table',
    Properties: { BillingMode: 'PAY_PER_REQUEST', ...properties },
  };
}

/**
 * A template with every resource, and outputs `<id>Ref` and `<id>Arn` for each that has an ARN.
 */
export function contractTemplate(resources: ContractResources) {
  const outputs = Object.entries(resources).flatMap(([id, { Type }]) => {
    const ref: [string, unknown] = [`${id}Ref`, { Value: { Ref: id } }];
    const arn: [string, unknown] = [`${id}Arn`, { Value: { 'Fn::GetAtt': [id, 'Arn'] } }];
    return WITH_ARN.includes(Type) ? [ref, arn] : [ref];
  });
  return { Resources: { ...resources }, Outputs: Object.fromEntries(outputs) };
}

const WITH_ARN = [
  'AWS::SQS::Queue',
  'AWS::DynamoDB::Table',
  'AWS::Lambda::Function',
  'AWS::StepFunctions::StateMachine',
  'AWS::IAM::Role',
];

/** Looks a value up in a template's outputs. @throws {Error} no resource has that logical id */
export function outputOf(outputs: Readonly<Record<string, string>>, name: string): string {
  const value = outputs[name];
  if (value !== undefined) return value;
  throw new Error(`the case has no output ${name}; it has: ${Object.keys(outputs).join(', ')}`);
}
