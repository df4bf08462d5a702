// CloudFormation, as far as it describes the one stack that stands from the start. Nothing can be
// deployed, changed or deleted by a call.

import { type JsonObject, type Service, ServiceError } from '../service.ts';
import { isoTime } from '../step-functions/data/iso-time.ts';
import type { OperatedCloud } from './operated-cloud.ts';
import { carryOutNamed } from './operations.ts';
import { uuidOf } from './uuid-of.ts';

/** A call that names a stack which does not stand. AWS's own words. */
function stackNotFound(name: unknown): ServiceError {
  return new ServiceError('ValidationError', `Stack with id ${String(name)} does not exist`);
}

/** The service; its answers have the shapes of the SDK. */
export class CloudFormation implements Service {
  readonly target = 'CloudFormation';
  readonly #cloud: OperatedCloud;
  readonly #stackId: string;

  constructor(cloud: OperatedCloud) {
    this.#cloud = cloud;
    const { region, accountId, stackName } = cloud;
    const resource = `stack/${stackName}/${uuidOf(stackName)}`;
    this.#stackId = `arn:aws:cloudformation:${region}:${accountId}:${resource}`;
  }

  call(operation: string, input: JsonObject): JsonObject {
    return carryOutNamed('CloudFormation', this.#operations, operation, input);
  }

  readonly #operations = {
    DescribeStacks: {
      parameters: ['StackName', 'NextToken'],
      carryOut: (input: JsonObject): JsonObject => {
        if (input.StackName !== undefined) this.#refuseOther(input);
        const outputs = Object.entries(this.#cloud.resolved.outputs);
        const Outputs = outputs.map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }));
        return { Stacks: [{ ...this.#summary(), Outputs }] };
      },
    },
    ListStacks: {
      parameters: ['StackStatusFilter', 'NextToken'],
      carryOut: (input: JsonObject): JsonObject => {
        const { StackStatusFilter: asked } = input;
        const isAsked = !Array.isArray(asked) || asked.length === 0 || asked.includes(status);
        return { StackSummaries: isAsked ? [this.#summary()] : [] };
      },
    },
    DescribeStackResources: {
      parameters: ['StackName', 'LogicalResourceId', 'PhysicalResourceId'],
      carryOut: (input: JsonObject): JsonObject => {
        if (input.PhysicalResourceId === undefined) this.#refuseOther(input);
        const { LogicalResourceId: logicalId, PhysicalResourceId: physicalId } = input;
        const found = this.#resources().filter(
          (one) =>
            (logicalId === undefined || one.LogicalResourceId === logicalId) &&
            (physicalId === undefined || one.PhysicalResourceId === physicalId),
        );
        if (found.length === 0 && physicalId !== undefined)
          throw new ServiceError('ValidationError', `Stack for ${physicalId} does not exist`);
        return { StackResources: found };
      },
    },
    DescribeStackResource: {
      parameters: ['StackName', 'LogicalResourceId'],
      carryOut: (input: JsonObject): JsonObject => {
        this.#refuseOther(input);
        const { LogicalResourceId: id } = input;
        const found = this.#resources().find((one) => one.LogicalResourceId === id);
        if (found !== undefined) return { StackResourceDetail: found };
        const text = `Resource ${String(id)} does not exist for stack ${this.#cloud.stackName}`;
        throw new ServiceError('ValidationError', text);
      },
    },
    ListStackResources: {
      parameters: ['StackName', 'NextToken'],
      carryOut: (input: JsonObject): JsonObject => {
        this.#refuseOther(input);
        return { StackResourceSummaries: this.#resources() };
      },
    },
    GetTemplate: {
      parameters: ['StackName', 'TemplateStage'],
      carryOut: (input: JsonObject): JsonObject => {
        this.#refuseOther(input);
        const TemplateBody = JSON.stringify(this.#cloud.template);
        return { TemplateBody, StagesAvailable: ['Original', 'Processed'] };
      },
    },
  };

  #refuseOther({ StackName }: JsonObject): void {
    if (StackName === this.#cloud.stackName || StackName === this.#stackId) return;
    throw stackNotFound(StackName);
  }

  #summary() {
    const { stackName, createdAtMs } = this.#cloud;
    return {
      StackId: this.#stackId,
      StackName: stackName,
      CreationTime: isoTime(createdAtMs),
      StackStatus: status,
    };
  }

  #resources() {
    const { stackName, resolved, createdAtMs } = this.#cloud;
    return resolved.standing.map(({ logicalId, type, physicalId }) => ({
      StackId: this.#stackId,
      StackName: stackName,
      LogicalResourceId: logicalId,
      PhysicalResourceId: physicalId,
      ResourceType: type,
      Timestamp: isoTime(createdAtMs),
      LastUpdatedTimestamp: isoTime(createdAtMs),
      ResourceStatus: status,
    }));
  }
}

const status = 'CREATE_COMPLETE';
