// What AWS would bill of a deployed stack, by what it consists of.
import type { StackPart } from '#adapters/stack/stack-parts.ts';
import { isObject } from '#local-cloud/template/template-shape.ts';
import { type BillableMeterName, billableMeterNames } from '#pricing/billable-meters.ts';

/** The meters that a stack can be billed by, in the order of a bill. */
export function billedMeters(parts: readonly StackPart[]): BillableMeterName[] {
  const names = new Set(parts.flatMap(billedOf));
  return billableMeterNames.filter((name) => names.has(name));
}

function billedOf({ type, properties }: StackPart): readonly BillableMeterName[] {
  return rules[type]?.(properties) ?? [];
}

type Properties = StackPart['properties'];

const rules: Readonly<Record<string, (properties: Properties) => readonly BillableMeterName[]>> = {
  'AWS::SQS::Queue': (properties) => [
    String(properties.FifoQueue) === 'true' ? 'sqs.fifoRequests' : 'sqs.standardRequests',
  ],
  'AWS::Lambda::Function': ofFunction,
  'AWS::Lambda::EventSourceMapping': ({ ProvisionedPollerConfig: pollers }) =>
    pollers === undefined ? [] : ['lambda.pollerHours'],
  'AWS::DynamoDB::Table': ofTable,
  'AWS::StepFunctions::StateMachine': ofMachine,
  'AWS::CloudWatch::Alarm': () => ['cloudwatch.alarmHours'],
  'AWS::CloudWatch::CompositeAlarm': () => ['cloudwatch.alarmHours'],
  'AWS::CloudWatch::Dashboard': () => ['cloudwatch.dashboardHours'],
  'AWS::SecretsManager::Secret': () => ['secretsManager.secretHours', 'secretsManager.requests'],
  'AWS::KMS::Key': () => ['kms.keyHours', 'kms.requests'],
};

function ofFunction({ Architectures, TracingConfig }: Properties): readonly BillableMeterName[] {
  const isArm = Array.isArray(Architectures) && Architectures[0] === 'arm64';
  const isTraced = isObject(TracingConfig) && TracingConfig.Mode === 'Active';
  return [
    'lambda.requests',
    isArm ? 'lambda.armGbSeconds' : 'lambda.x86GbSeconds',
    'logs.bytes',
    'cloudwatch.metricHours',
    ...(isTraced ? (['xray.traces'] as const) : []),
  ];
}

function ofTable(properties: Properties): readonly BillableMeterName[] {
  const { PointInTimeRecoverySpecification: recovery } = properties;
  const isRecoverable = isObject(recovery) && recovery.PointInTimeRecoveryEnabled === true;
  return [
    ...(properties.BillingMode === 'PAY_PER_REQUEST'
      ? (['dynamodb.writeUnits', 'dynamodb.readUnits'] as const)
      : (['dynamodb.provisionedWriteUnitHours', 'dynamodb.provisionedReadUnitHours'] as const)),
    'dynamodb.storageByteHours',
    ...(isRecoverable ? (['dynamodb.recoveryByteHours'] as const) : []),
  ];
}

/** A Standard machine may start Express children, which are billed as such. */
function ofMachine(properties: Properties): readonly BillableMeterName[] {
  const express = ['stepFunctions.expressRequests', 'stepFunctions.expressGbSeconds'] as const;
  if (properties.StateMachineType === 'EXPRESS') return express;
  const definition = JSON.stringify(properties.DefinitionString ?? properties.Definition ?? '');
  const hasExpress = /ExecutionType\W+EXPRESS/.test(definition);
  return ['stepFunctions.transitions', ...(hasExpress ? express : [])];
}
