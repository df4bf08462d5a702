// A resource's answers to Ref and Fn::GetAtt: its name, ARN and URL.

import { hash } from 'node:crypto';
import { UnsupportedError } from '../service.ts';
import { queueUrl } from '../sqs/queue-operations.ts';
import type { SupportedTypeName } from './resource-types.ts';
import type { Surroundings } from './template-shape.ts';

/** The names by which the rest of a template refers to one resource. */
export interface Identity {
  readonly name: string;
  readonly arn: string;
  /** What Ref answers. */
  readonly ref: string;
  /** What Fn::GetAtt answers, by attribute. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** The identity of a resource with behaviour, as AWS documents its return values. */
export function identityOf(
  type: SupportedTypeName,
  name: string,
  { accountId, region, endpoint }: Surroundings,
): Identity {
  const arnIn = (service: string, resource: string) =>
    `arn:aws:${service}:${region}:${accountId}:${resource}`;
  switch (type) {
    case 'AWS::SQS::Queue': {
      const arn = arnIn('sqs', name);
      const url = queueUrl(accountId, name, endpoint);
      return { name, arn, ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
    }
    case 'AWS::DynamoDB::Table':
    case 'AWS::DynamoDB::GlobalTable': {
      const arn = arnIn('dynamodb', `table/${name}`);
      return { name, arn, ref: name, attributes: { Arn: arn } };
    }
    case 'AWS::Lambda::Function': {
      const arn = arnIn('lambda', `function:${name}`);
      return { name, arn, ref: name, attributes: { Arn: arn } };
    }
    case 'AWS::Lambda::EventSourceMapping': {
      const arn = arnIn('lambda', `event-source-mapping:${name}`);
      return { name, arn, ref: name, attributes: { Id: name, EventSourceMappingArn: arn } };
    }
    case 'AWS::SecretsManager::Secret': {
      const arn = arnIn('secretsmanager', `secret:${name}-${suffixOf(name)}`);
      return { name, arn, ref: arn, attributes: { Id: arn } };
    }
    case 'AWS::SecretsManager::RotationSchedule': {
      const arn = arnIn('secretsmanager', `rotation:${name}`);
      return { name, arn, ref: arn, attributes: { Id: arn } };
    }
    case 'AWS::StepFunctions::StateMachine': {
      const arn = arnIn('states', `stateMachine:${name}`);
      return { name, arn, ref: arn, attributes: { Arn: arn, Name: name } };
    }
    default:
      return unreachable(type);
  }
}

/**
 * The attribute of a resource.
 * @throws {UnsupportedError} an attribute that the table above lacks
 */
export function attributeOf(identity: Identity, logicalId: string, attribute: string): string {
  const value = identity.attributes[attribute];
  if (value !== undefined) return value;
  throw new UnsupportedError(
    `Fn::GetAtt ${logicalId}.${attribute}`,
    Object.keys(identity.attributes).map((known) => `${logicalId}.${known}`),
  );
}

/** AWS draws six characters at random; here they follow from the name. */
function suffixOf(name: string): string {
  return hash('sha256', name, 'base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 6);
}

function unreachable(type: never): never {
  throw new Error(`no identity for ${type}`);
}
